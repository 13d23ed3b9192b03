"""A problem and its issue say the same, whatever the line between them does."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from standardwebhooks import Webhook

from huiyin.delivery import runs
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry
from huiyin.scenarios.problems import actions, tasks
from huiyin.scenarios.problems.models import Problem
from huiyin.scenarios.problems.tests.trackers.conftest import Room, room, stage
from huiyin.scenarios.problems.trackers import keys, mirroring, syncing
from huiyin.scenarios.problems.trackers.clients.door import Wrong
from huiyin.scenarios.problems.trackers.models import Link, LinkState, TrackerKind

__all__ = ["room", "stage"]

pytestmark = [pytest.mark.req("B07"), pytest.mark.django_db]


def kinds(problem: Problem) -> list[str]:
    rows = Entry.objects.filter(subject=problem.pk, kind__contains="sync").order_by("id")
    return [kind.partition(".")[2] for kind in rows.values_list("kind", flat=True)]


@pytest.mark.parametrize("api", [2, 3])
def test_a_registered_problem_is_an_issue_and_follows_its_states(room: Room, api: int) -> None:
    room.tracker(api=api)
    problem = room.stage.registered()
    link = room.sync(problem)
    assert (link.state, link.key, link.status) == ("synced", "OPS-1", "To Do")
    assert link.url == f"{room.jira.url}/browse/OPS-1"
    fields = room.issue.fields
    assert fields["summary"] == f"{problem.number} 退货单打印慢"
    assert problem.number in fields["labels"]
    text = (
        fields["description"] if api == 2 else json.dumps(fields["description"], ensure_ascii=False)
    )
    assert "高峰时一张要等 40 秒" in text
    assert "责任部门：技术部" in text
    assert isinstance(fields["description"], str) == (api == 2)
    actions.assign(problem.pk, room.stage["陈屿"], by=room.stage["秦朗"])
    assert room.sync(problem).status == "In Progress"
    assert room.issue.status == "In Progress"
    assert room.jira.made() == 1
    assert room.jira.headers[0]["Authorization"].startswith("Basic ")
    assert kinds(problem) == []


def test_the_result_is_one_remark(room: Room) -> None:
    room.tracker(api=2, account="")
    problem = room.stage.solved()
    for _ in range(3):
        room.sync(problem)
    assert room.issue.status == "Done"
    assert room.issue.comments == [f"处理结果：换了机器，一张 3 秒。\n\n[{problem.number}#1]"]
    assert room.jira.headers[0]["Authorization"] == "Bearer geheim"


def test_what_is_not_registered_or_is_confidential_stays_here(room: Room) -> None:
    room.tracker()
    assert mirroring.mirror(room.stage.report().pk) == 0
    secret = room.stage.registered(report={"classification": "confidential"})
    assert mirroring.mirror(secret.pk) == 0
    other = room.tracker(name="财务", department=room.stage.company.department("财务部"))
    problem = room.stage.registered()
    assert mirroring.mirror(problem.pk) == 1
    assert not Link.objects.filter(tracker=other).exists()


@pytest.mark.parametrize("fault", [500, 503, 408, (429, 30), "nothing"])
def test_a_bad_moment_is_tried_again_and_makes_one_issue(room: Room, fault: Any) -> None:
    room.tracker()
    problem = room.stage.registered()
    room.jira.faults = [fault]
    link = room.sync(problem)
    assert (link.state, link.attempts) == ("retry", 1)
    assert link.next_at == kit_clock.now() + timedelta(minutes=1)
    assert syncing.retry_due() == 0
    kit_clock.advance(timedelta(minutes=1))
    assert syncing.retry_due() == 1
    assert syncing.sync(link.pk)
    assert len(room.jira.issues) == 1
    assert kinds(problem) == []


def test_it_waits_as_long_as_it_is_asked_to(room: Room) -> None:
    room.tracker()
    room.jira.faults = [(429, 600)]
    link = room.sync(room.stage.registered())
    assert link.next_at == kit_clock.now() + timedelta(minutes=10)


def test_an_issue_whose_making_was_not_answered_is_found_again(room: Room) -> None:
    room.tracker()
    problem = room.stage.registered()
    room.jira.faults = ["lost"]
    link = room.sync(problem)
    assert (link.state, link.key, link.unsure) == ("retry", "", True)
    assert room.sync(problem).key == "OPS-1"
    assert (room.jira.made(), len(room.jira.issues)) == (1, 1)


def test_after_the_last_try_the_desk_is_told_and_later_that_it_is_mended(room: Room) -> None:
    room.tracker()
    problem = room.stage.registered()
    room.jira.faults = [500] * 5
    link = room.sync(problem)
    for _ in range(4):
        kit_clock.advance(timedelta(hours=1))
        assert syncing.retry_due() == 1
        syncing.sync(link.pk)
    link.refresh_from_db()
    assert (link.state, link.broken, link.error) == ("failed", True, "500 no; project: unknown")
    assert room.stage.owes(problem, "mend_sync") == ["何青"]
    assert kinds(problem) == ["sync_failed"]
    page = room.stage.client("何青").get(f"/problems/{problem.pk}").content.decode()
    assert "500 no" in page
    again = f"/problems/{problem.pk}/links/{link.pk}/again"
    assert room.stage.client("白露").post(again).status_code == 403
    assert room.stage.client("唐果").post(again).status_code == 404
    assert room.stage.client("何青").post(again).status_code == 303
    assert syncing.sync(link.pk)
    assert room.stage.owes(problem, "mend_sync") == []
    assert kinds(problem) == ["sync_failed", "synced"]


@pytest.mark.parametrize("code", [400, 401, 403, 301])
def test_what_will_not_go_better_by_itself_is_said_at_once(room: Room, code: int) -> None:
    room.tracker()
    problem = room.stage.registered()
    room.jira.faults = [code, code]
    assert room.sync(problem).state == LinkState.FAILED
    assert room.sync(problem).state == LinkState.FAILED
    assert kinds(problem) == ["sync_failed"]


def test_a_workflow_without_a_way_and_a_deleted_issue_fail(room: Room) -> None:
    room.tracker()
    problem = room.stage.registered()
    room.jira.moves["To Do"] = ["Done"]
    actions.assign(problem.pk, room.stage["陈屿"], by=room.stage["秦朗"])
    assert room.sync(problem).error == "no transition to In Progress"
    room.jira.issues.clear()
    assert room.sync(problem).error == "404 Issue does not exist"


def test_a_link_can_be_let_go(room: Room) -> None:
    room.tracker()
    problem = room.stage.registered()
    room.jira.faults = [400]
    link = room.sync(problem)
    browser = room.stage.client("何青")
    assert browser.post(f"/problems/{problem.pk}/links/{link.pk}/let-go").status_code == 303
    assert room.stage.owes(problem, "mend_sync") == []
    assert not Link.objects.exists()
    assert browser.post(f"/problems/{problem.pk}/links/{link.pk}/let-go").status_code == 404


def test_what_changes_while_it_is_sent_is_sent_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.tracker()
    problem = room.stage.registered()
    real = syncing._attempt

    def meanwhile(link: Link) -> Any:
        mirroring.mirror(problem.pk)
        return real(link)

    mirroring.mirror(problem.pk)
    link = Link.objects.get()
    monkeypatch.setattr(syncing, "_attempt", meanwhile)
    assert not syncing.sync(link.pk)
    monkeypatch.setattr(syncing, "_attempt", real)
    link.refresh_from_db()
    assert (link.state, link.sent, link.version) == ("waiting", 1, 2)
    assert syncing.sync(link.pk)
    assert not syncing.sync(link.pk)


def test_a_sender_that_died_is_replaced_and_a_living_one_is_not(room: Room) -> None:
    room.tracker()
    problem = room.stage.registered()
    mirroring.mirror(problem.pk)
    link = Link.objects.get()
    Link.objects.update(state=LinkState.SENDING, run=77)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(77)")
        assert syncing.bury_dead() == 0
    other.close()
    assert syncing.bury_dead() == 1
    with runs.lock(77) as free:
        assert free
    assert syncing.sync(link.pk)
    held = Link.objects.get()
    assert syncing._conclude(Link(pk=held.pk, run=5), Wrong("late")) is False
    assert Link.objects.get().state == LinkState.SYNCED


def test_a_token_that_cannot_be_read_is_said(room: Room) -> None:
    tracker = room.tracker()
    tracker.token = "damaged"
    tracker.save()
    assert room.sync(room.stage.registered()).error.startswith("the token cannot be read")


def test_addresses_inside_the_house_are_not_called(room: Room, settings: Any) -> None:
    room.tracker()
    problem = room.stage.registered()
    settings.ENV = settings.ENV.model_copy(update={"internal_hosts": []})
    assert room.sync(problem).error == "127.0.0.1 is inside the house"
    assert room.jira.asked == []


def test_the_jobs_do_it(room: Room) -> None:
    room.tracker()
    problem = room.stage.registered()
    assert tasks.mirror.func(str(problem.pk)) == 1
    assert tasks.sync.func(Link.objects.get().pk)
    assert tasks.mirror.func("0199c0de-0000-7000-8000-000000000001") == 0
    assert not tasks.tell_outside.func(str(problem.pk))
    assert Link.objects.get().state == LinkState.WAITING


def test_any_other_tool_gets_one_signed_message(room: Room) -> None:
    tracker = room.tracker(kind=TrackerKind.WEBHOOK, url=f"{room.jira.url}/in", token="")
    room.jira.answer = {"key": "T-9", "url": "https://tool.test/T-9", "status": "Open"}
    problem = room.stage.registered()
    link = room.sync(problem)
    assert (link.key, link.url, link.status) == ("T-9", "https://tool.test/T-9", "Open")
    headers, said = room.jira.posts[0]
    assert said["number"] == problem.number
    assert said["status"] == "To Do"
    assert headers["Webhook-Id"] == f"{problem.number}-1"
    signed = Webhook(keys.secret_of(tracker)).sign(
        headers["Webhook-Id"], kit_clock.now(), json.dumps(said, ensure_ascii=False)
    )
    assert headers["Webhook-Signature"] == signed
    room.jira.answer = {"url": "javascript:alert(1)"}
    assert (room.sync(problem).key, Link.objects.get().url) == ("T-9", "")
    room.jira.faults = ["lost"]
    mirroring.mirror(problem.pk)
    assert not syncing.sync(link.pk)
    Link.objects.update(state=LinkState.WAITING)
    assert syncing.sync(link.pk)
    ids = [headers["Webhook-Id"] for headers, _ in room.jira.posts]
    assert ids[-1] == ids[-2]
