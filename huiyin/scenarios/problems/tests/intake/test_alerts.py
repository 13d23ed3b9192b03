"""An alert posted with its signature becomes a problem, and goes on being that problem."""

import json
from typing import Any

import pytest
from django.test import Client

from huiyin.cases.intake import actions as intake
from huiyin.cases.intake import signing, sources
from huiyin.cases.intake.actions import Plan
from huiyin.cases.intake.models import Proof, Source, SourceKind
from huiyin.directory.models import Role, RoleGrant
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry
from huiyin.scenarios.problems import actions
from huiyin.scenarios.problems.models import Problem, ProblemState
from huiyin.scenarios.problems.tests.conftest import Stage, stage

__all__ = ["stage"]

pytestmark = [pytest.mark.req("B01"), pytest.mark.django_db]


class Monitor:
    """A source that posts."""

    def __init__(self, stage: Stage, **over: Any) -> None:
        plan: dict[str, Any] = {
            "name": "生产环境",
            "kind": SourceKind.GENERIC,
            "proof": Proof.STANDARD,
            "target": "problems",
            "actor": stage["韩墨"],
        }
        RoleGrant.objects.get_or_create(person=stage["罗一鸣"], role=Role.ADMINISTRATOR)
        self.source, self.secret = intake.make(Plan(**plan | over), by=stage["罗一鸣"])
        self.count = 0

    def says(self, status: str = "firing", **over: Any) -> dict[str, Any]:
        self.count += 1
        value = {
            "fingerprint": "disk-1",
            "status": status,
            "title": "db-1 磁盘将满",
            "text": "剩余 2 %",
            "severity": "critical",
            "labels": {"host": "db-1"},
            "url": "https://monitor.test/1",
        } | over
        body = json.dumps(value).encode()
        headers = signing.headers_for(
            Proof.STANDARD, self.secret, message_id=f"m{self.count}", at=kit_clock.now(), body=body
        )
        answer = Client().post(
            f"/hooks/{self.source.pk}", body, content_type="application/json", headers=headers
        )
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = json.loads(answer.content)["alerts"][0]
        return found


@pytest.fixture
def monitor(stage: Stage) -> Monitor:
    return Monitor(stage)


def test_an_alert_becomes_a_problem_of_the_desk(stage: Stage, monitor: Monitor) -> None:
    said = monitor.says()
    problem = Problem.objects.get()
    assert said["case"] == problem.number
    assert (problem.source, problem.title, problem.urgency) == ("alert", "db-1 磁盘将满", "urgent")
    assert problem.reporter == stage["韩墨"]
    for words in ("剩余 2 %", "host: db-1", "https://monitor.test/1", "来自监控 生产环境"):
        assert words in problem.text
    assert stage.owes(problem, "register_problem") == ["何青"]
    assert "db-1 磁盘将满" in stage.client("何青").get(f"/problems/{problem.pk}").content.decode()


def test_flapping_and_the_end_stand_in_the_course_of_one_problem(
    stage: Stage, monitor: Monitor
) -> None:
    monitor.says()
    assert monitor.says("resolved")["outcome"] == "resolved"
    assert monitor.says()["outcome"] == "again"
    problem = Problem.objects.get()
    kinds = list(Entry.objects.filter(subject=problem.pk).values_list("kind", flat=True))
    assert [kind for kind in kinds if "alert" in kind] == [
        "problems.alert_over",
        "problems.alert_fired_again",
    ]
    page = stage.client("何青").get(f"/problems/{problem.pk}").content.decode()
    assert "告警恢复" in page
    assert "告警再次发生" in page
    assert problem.state == ProblemState.REPORTED


def test_of_a_merged_problem_alerts_go_where_it_went(stage: Stage, monitor: Monitor) -> None:
    into = stage.report()
    monitor.says()
    problem = Problem.objects.get(source="alert")
    actions.merge(problem.pk, into.pk, by=stage["何青"])
    assert monitor.says("resolved")["case"] == into.number
    assert monitor.says()["case"] == into.number
    assert Problem.objects.count() == 2


def test_what_is_over_before_it_was_known_is_nothing(stage: Stage, monitor: Monitor) -> None:
    assert monitor.says("resolved")["outcome"] == "nothing"
    gone = sources.target("problems")
    assert gone is not None
    assert not Problem.objects.exists()


def test_a_source_that_turned_to_problems_does_not_open_one_at_the_end(stage: Stage) -> None:
    from huiyin.cases.intake.alert import Alert, Status
    from huiyin.kit.ids import new_id
    from huiyin.scenarios.problems.intake import alerts

    over = Alert("x", Status.RESOLVED, "x", case=new_id())
    assert alerts.take(over, stage["韩墨"]) is None
    fires = Alert("x", Status.FIRING, "x", case=new_id(), ref="1.1")
    assert alerts.take(fires, stage["韩墨"]) == Problem.objects.get().pk
    assert Source.objects.count() == 0
