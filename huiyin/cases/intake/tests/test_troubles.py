"""Which trouble an alert belongs to: fires on, is over, fires again, comes late or in a storm."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases.intake import sources
from huiyin.cases.intake.alert import Severity, Status, severity_of
from huiyin.cases.intake.models import Outcome, Post, Signal
from huiyin.cases.intake.tests.conftest import Posting, Room, alert
from huiyin.cases.models import Case
from huiyin.kit import clock as kit_clock

pytestmark = pytest.mark.req("B01")

OVER = Status.RESOLVED


def at(minutes: float) -> dict[str, str]:
    """A time of the monitor's clock, in minutes from now."""
    moment: datetime = kit_clock.now() + timedelta(minutes=minutes)
    return {"at": moment.isoformat()}


def close_case() -> None:
    Case.objects.update(closed_at=kit_clock.now())


@pytest.fixture
def source(room: Room) -> Posting:
    return room.source()


def test_a_trouble_that_fires_on_is_one_case(room: Room, source: Posting) -> None:
    came = [source.outcomes(alert())[0] for _ in range(3)]
    assert came == ["opened", "repeated", "repeated"]
    assert (room.desk.said, Case.objects.count()) == ([("firing", False)], 1)


def test_that_it_is_over_reaches_its_case_once(room: Room, source: Posting) -> None:
    source.post(alert())
    assert [source.outcomes(alert(OVER))[0] for _ in range(2)] == ["resolved", "repeated"]
    assert room.desk.said == [("firing", False), ("resolved", True)]


def test_the_end_of_what_never_began_is_nothing(room: Room, source: Posting) -> None:
    assert source.outcomes(alert(OVER)) == ["nothing"]
    assert not room.desk.told


def test_flapping_opens_no_new_case(room: Room, source: Posting, clock: Any) -> None:
    source.post(alert())
    for _ in range(3):
        clock.advance(minutes=5)
        assert source.outcomes(alert(OVER)) == ["resolved"]
        close_case()
        clock.advance(minutes=5)
        assert source.outcomes(alert()) == ["again"]
    assert Case.objects.count() == 1
    assert [told.times for told, _ in room.desk.told if told.status == "firing"] == [1, 2, 3, 4]


def test_long_after_its_case_ended_it_is_a_new_trouble(
    room: Room, source: Posting, clock: Any
) -> None:
    source.post(alert())
    source.post(alert(OVER))
    clock.advance(minutes=31)
    assert source.outcomes(alert()) == ["again"]
    source.post(alert(OVER))
    close_case()
    clock.advance(minutes=31)
    assert source.outcomes(alert()) == ["opened"]
    assert Case.objects.count() == 2
    refs = [told.ref for told, _ in room.desk.told if told.case is None]
    assert len(set(refs)) == 2


def test_what_fires_on_after_people_closed_it_stays_closed_until_it_begins_anew(
    room: Room, source: Posting, clock: Any
) -> None:
    began = at(0)
    source.post(alert(**began))
    close_case()
    clock.advance(hours=2)
    assert source.outcomes(alert(**began)) == ["repeated"]
    assert source.outcomes(alert()) == ["repeated"]
    assert source.outcomes(alert(**at(-1))) == ["opened"]


def test_messages_out_of_order_change_nothing(room: Room, source: Posting) -> None:
    source.post(alert(**at(-10)))
    source.post(alert(OVER, **at(-5)))
    assert source.outcomes(alert(**at(-10))) == ["stale"]
    assert source.outcomes(alert(OVER, **at(-8))) == ["stale"]
    assert Signal.objects.get().status == "resolved"


def test_a_clock_ahead_of_ours_is_brought_back(room: Room, source: Posting) -> None:
    source.post(alert(**at(600)))
    assert room.desk.told[0][0].at == kit_clock.now()
    assert source.outcomes(alert(OVER)) == ["resolved"]


def test_troubles_are_kept_apart_by_fingerprint_and_by_source(room: Room, source: Posting) -> None:
    long = "x" * 500
    other = room.source(name="测试环境")
    source.post({"alerts": [alert(), alert(fingerprint=long), alert(fingerprint=long + "y")]})
    assert other.outcomes(alert()) == ["opened"]
    assert Case.objects.count() == 4
    assert {len(one) for one in Signal.objects.values_list("fingerprint", flat=True)} == {6, 64}


def test_in_a_storm_further_troubles_join_the_latest_case(room: Room, clock: Any) -> None:
    source = room.source(cases_per_hour=2)
    many = {"alerts": [alert(fingerprint=f"host-{n}") for n in range(5)]}
    assert source.outcomes(many) == ["opened", "opened", "joined", "joined", "joined"]
    assert Case.objects.count() == 2
    joined = {told.case for told, _ in room.desk.told[2:]}
    opened = set(Case.objects.values_list("pk", flat=True))
    assert len(joined) == 1, "all in one place; two of one instant have no order"
    assert joined <= opened
    assert source.outcomes(alert(OVER, fingerprint="host-4")) == ["resolved"]
    clock.advance(minutes=61)
    assert source.outcomes(alert(fingerprint="host-9")) == ["opened"]


def test_mild_alerts_are_let_go(room: Room) -> None:
    source = room.source(least="major")
    mild = {"alerts": [alert(severity="warning"), alert(severity="info"), alert(severity="high")]}
    assert source.outcomes(mild) == ["mild", "mild", "opened"]


@pytest.mark.parametrize(
    ("fault", "why"),
    [(sources.Refused("没有值班人"), "没有值班人"), (PermissionDenied(), "上报人没有权限")],
)
def test_what_the_target_refuses_is_said_and_tried_again(
    room: Room, source: Posting, fault: Exception, why: str
) -> None:
    room.desk.fault = fault
    assert source.outcomes(alert()) == ["refused"]
    post = Post.objects.get()
    assert (post.outcome, post.reason) == (Outcome.PARTLY, why)
    room.desk.fault = None
    assert source.outcomes(alert()) == ["opened"]


def test_a_target_that_makes_nothing_of_it(room: Room, source: Posting) -> None:
    room.desk.deaf = True
    assert source.outcomes(alert()) == ["nothing"]
    assert source.outcomes(alert(OVER)) == ["nothing"]


def test_a_target_that_is_gone_refuses(
    room: Room, source: Posting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_targets", {})
    assert source.outcomes(alert()) == ["refused"]


def test_the_words_of_monitors() -> None:
    words = {
        "Critical": "critical", "page": "critical", "Disaster": "critical", "High": "major",
        "error": "major", "warning": "warning", "Average": "warning", "": "warning",
        "Information": "info", "none": "info",
    }  # fmt: skip
    assert {word: severity_of(word).value for word in words} == words
    assert [one.rank for one in Severity] == [0, 1, 2, 3]
