"""The part of the room that is shared: drawn once, never older than the case, never shown to strangers."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from huiyin.cases import seeing
from huiyin.directory.models import Absence, Person
from huiyin.kit import clock
from huiyin.scenarios.incidents import actions
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.room import sharing
from huiyin.scenarios.incidents.tests.conftest import LINE, Stage
from huiyin.scenarios.incidents.tests.test_views import at
from huiyin.ui.shared import FRESH, Shared

READY = "我已就位"
BY_PHONE = "电话里说已就位"


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    sharing.DRAWN.clear()
    yield
    sharing.DRAWN.clear()


def part(stage: Stage, name: str, incident: Incident, show: str = "") -> str:
    """What ``name``'s page fetches."""
    answer = stage.client(name).get(at("live", incident), {"show": show} if show else {})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def common(text: str) -> str:
    """The part without what is one's own."""
    return text[: text.index('<div id="room-own"')]


def count_draws(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    drawn: list[object] = []
    draw = sharing._draw

    def counted(case: object, show: str) -> sharing.Drawn:
        drawn.append(case)
        return draw(case, show)  # type: ignore[arg-type]

    monkeypatch.setattr(sharing, "_draw", counted)
    return drawn


def test_it_is_drawn_once_for_all_who_look(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    incident, drawn = stage.staffed(), count_draws(monkeypatch)
    seen = {common(part(stage, name, incident)) for name in ("陈屿", "韩墨", "苏晴")}
    assert len(seen) == len(drawn) == 1


def test_who_comes_later_costs_one_statement(stage: Stage) -> None:
    incident = stage.staffed()
    part(stage, "陈屿", incident)
    key = str(stage.client("韩墨").session.session_key)
    request = RequestFactory().get(at("live", incident))
    with CaptureQueriesContext(connection) as asked:
        answer = sharing.signed_in(request, key, incident.pk)
    assert answer is not None
    assert LINE in answer.content.decode()
    assert len(asked) == 0, "the one statement goes past Django's cursors"


def test_every_change_is_in_the_next_draw(stage: Stage) -> None:
    incident = stage.staffed()
    part(stage, "陈屿", incident)
    for number in range(3):
        actions.note(incident.pk, f"第 {number} 步", by=stage["韩墨"])
        assert f"第 {number} 步" in part(stage, "陈屿", incident)
    actions.report_ready(incident.pk, by=stage["韩墨"])
    assert "韩墨 回报就位" in part(stage, "陈屿", incident)
    actions.resolve(incident.pk, by=stage["秦朗"], cause="连接池")
    assert part(stage, "陈屿", incident).count('is-done">') > 2


def test_two_processes_never_show_what_was(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    incident = stage.staffed()
    processes: list[Shared[sharing.Drawn]] = [Shared(4), Shared(4)]

    def by(number: int) -> str:
        monkeypatch.setattr(sharing, "DRAWN", processes[number])
        return part(stage, "陈屿", incident)

    assert common(by(0)) == common(by(1)) == common(by(0))
    for step in range(4):
        actions.note(incident.pk, f"第 {step} 步", by=stage["韩墨"])
        for number in (step % 2, 1 - step % 2, step % 2):
            assert f"第 {step} 步" in by(number)


@pytest.mark.req("R05")
def test_what_is_kept_is_never_shown_to_a_stranger(stage: Stage) -> None:
    incident = stage.staffed()
    assert LINE in part(stage, "陈屿", incident)
    stranger = stage.client("唐果")
    assert stranger.get(at("live", incident)).status_code == 404
    request = RequestFactory().get(at("live", incident))
    key = str(stranger.session.session_key)
    assert sharing.signed_in(request, key, incident.pk) is None
    assert sharing.signed_in(request, "forged", incident.pk) is None
    assert sharing.signed_in(request, key, uuid4()) is None
    assert stranger.get(reverse("incidents:live", args=[uuid4()])).status_code == 404


@pytest.mark.req("R05")
def test_who_may_look_is_judged_for_every_request(stage: Stage) -> None:
    incident = stage.staffed()
    part(stage, "陈屿", incident)
    Incident.objects.filter(pk=incident.pk).update(classification="confidential")
    shown, allowed = (
        {
            name
            for name in stage.company.people
            if stage.client(name).get(at(view, incident)).status_code == 200
        }
        for view in ("live", "room")
    )
    assert {"陈屿", "韩墨", "苏晴", "秦朗", "顾北辰"} <= shown
    assert shown == allowed < set(stage.company.people)


def test_who_left_sees_nothing_from_then_on(stage: Stage) -> None:
    incident = stage.staffed()
    browser = stage.client("陈屿")
    request = RequestFactory().get(at("live", incident))
    key = str(browser.session.session_key)
    assert sharing.signed_in(request, key, incident.pk) is not None
    Person.objects.filter(pk=stage["陈屿"].pk).update(active=False)
    assert sharing.signed_in(request, key, incident.pk) is None


def test_buttons_are_of_who_owes(stage: Stage) -> None:
    incident = stage.staffed()
    assert READY in part(stage, "陈屿", incident)
    assert READY not in part(stage, "赵衡", incident)
    actions.report_ready(incident.pk, by=stage["陈屿"])
    assert READY not in part(stage, "陈屿", incident)
    assert READY in part(stage, "韩墨", incident)


def test_forms_carry_a_token_of_ones_own(stage: Stage) -> None:
    incident = stage.staffed()
    found = [
        re.findall(r'csrfmiddlewaretoken" value="(\w+)"', part(stage, name, incident))
        for name in ("陈屿", "韩墨", "赵衡")
    ]
    assert found[2] == []
    assert found[0]
    assert not set(found[0]) & set(found[1])


def test_handing_over_moves_the_buttons_of_the_command(stage: Stage) -> None:
    incident = stage.staffed()
    assert BY_PHONE in part(stage, "秦朗", incident)
    assert BY_PHONE not in part(stage, "赵衡", incident)
    actions.hand_over(incident.pk, stage["赵衡"].pk, "换班", by=stage["秦朗"])
    assert BY_PHONE in part(stage, "赵衡", incident)
    assert BY_PHONE not in part(stage, "秦朗", incident)
    assert BY_PHONE not in part(stage, "陈屿", incident)


def test_who_acts_for_the_command_has_its_buttons(stage: Stage) -> None:
    incident = stage.staffed()
    part(stage, "韩墨", incident)
    Absence.objects.create(
        person=stage["秦朗"],
        delegate=stage["韩墨"],
        starts_at=clock.now(),
        ends_at=clock.now() + 1000 * FRESH,
    )
    stage.later(1)
    assert BY_PHONE in part(stage, "韩墨", incident)


def test_languages_are_drawn_apart(stage: Stage) -> None:
    incident = stage.staffed()
    chinese = part(stage, "陈屿", incident)
    browser = stage.client("韩墨")
    english = browser.get(at("live", incident), headers={"accept-language": "en"}).content.decode()
    assert "应急小组" in chinese
    assert "应急小组" not in english
    assert "应急小组" in part(stage, "苏晴", incident)


def test_time_zones_and_chips_are_drawn_apart(stage: Stage) -> None:
    incident = stage.staffed()
    actions.note(incident.pk, "先扩容", by=stage["秦朗"], kind="decision")
    seen = seeing.by_person(stage["陈屿"], incident.pk)
    assert seen is not None
    request = RequestFactory().get("/")
    with translation.override("zh-hans"):
        here = sharing.answer(request, seen).content.decode()
        with timezone.override("Europe/London"):
            there = sharing.answer(request, seen).content.decode()
    assert "02:0" in here
    assert "18:0" in there
    assert LINE in part(stage, "陈屿", incident, "nonsense")
    decided = part(stage, "陈屿", incident, "decisions")
    assert "先扩容" in decided
    assert f"上报：{LINE}" not in decided


def test_time_passes_for_a_part_that_is_kept(stage: Stage) -> None:
    incident = stage.staffed()
    before = part(stage, "韩墨", incident)
    assert "到期没有完成" not in before
    clock.advance(1000 * FRESH)
    after = part(stage, "韩墨", incident)
    assert "到期没有完成" in after
    moments = [re.findall(r'data-room-now="(\d+)"', one) for one in (before, after)]
    assert moments[0] != moments[1]
