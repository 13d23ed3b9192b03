"""Meetings that end count for their period by themselves: monthly ones and reviews (M05, M15)."""

from datetime import timedelta

import pytest

from huiyin.directory.models import Department
from huiyin.kit import clock
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.live import resolving
from huiyin.scenarios.meetings.models import (
    AgendaItem,
    Form,
    Held,
    ItemOrigin,
    ItemState,
    Matter,
    Meeting,
    MeetingKind,
    Period,
    PeriodKind,
)
from huiyin.scenarios.meetings.rhythm import counting
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, kinds_of, owed
from huiyin.scenarios.meetings.tests.periods import TUESDAY_FIRST, begun

HELD_AT = TUESDAY_FIRST + timedelta(days=2)


def held(hall: Hall, kind: str, *titles: str, spent: int = 60, decided: str = "") -> Meeting:
    """A meeting of ``kind`` in the first days of the month, ended."""
    meeting = hall.meeting(kind, starts_at=HELD_AT)
    for place, title in enumerate(titles):
        AgendaItem.objects.create(
            meeting=meeting,
            position=place,
            title=title,
            origin=ItemOrigin.PROBLEM,
            spent_seconds=spent,
            state=ItemState.DONE if spent else ItemState.WAITING,
        )
    with clock.frozen(HELD_AT):
        live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
        if decided:
            resolving.resolve(meeting.pk, decided, by=hall["林若溪"])
        live.close(meeting.pk, by=hall["林若溪"], anyway=True)
    return meeting


def month(hall: Hall) -> Period:
    """The month whose meeting 林若溪 chairs: she leads the house."""
    top = Department.objects.order_by("path").first()
    assert top is not None
    Department.objects.filter(pk=top.pk).update(head=hall["林若溪"])
    return begun(PeriodKind.MONTH, TUESDAY_FIRST)


@pytest.mark.req("M05")
@pytest.mark.parametrize(
    ("titles", "spent", "named", "none", "breaches"),
    [
        (("库存接口每周停一次",), 60, "库存接口每周停一次", False, 0),
        ((), 0, "", True, 0),
        (("没有议到的",), 0, "", False, 1),
    ],
)
def test_the_monthly_meeting_counts_with_the_problems_it_named(
    hall: Hall, titles: tuple[str, ...], spent: int, named: str, none: bool, breaches: int
) -> None:
    period = month(hall)
    meeting = held(hall, "monthly_meeting", *titles, spent=spent)
    assert owed(period.pk, "hold_monthly") == {"林若溪": "met"}
    row = Held.objects.get(matter=Matter.MONTHLY)
    assert (row.meeting_id, row.words) == (meeting.pk, {"problems": named, "none": none})
    assert kinds_of(period.pk).count("policy.breached") == breaches


@pytest.mark.req("M15")
def test_a_review_counts_with_what_it_decided(hall: Hall) -> None:
    period = month(hall)
    meeting = held(hall, "department_review", decided="口径先问客服部")
    assert owed(period.pk, "hold_review")["林若溪"] == "met"
    row = Held.objects.get(matter=Matter.REVIEW)
    assert row.meeting_id == meeting.pk
    assert row.words["changes"] == "口径先问客服部"
    assert row.words["omissions"] == row.words["misunderstandings"] == "台账里没有"


@pytest.mark.req("M15")
def test_a_review_that_changes_nothing_is_none(hall: Hall) -> None:
    period = month(hall)
    held(hall, "department_review")
    assert owed(period.pk, "hold_review")["林若溪"] == "open"


def test_other_meetings_and_other_periods_do_not_count(hall: Hall) -> None:
    meeting = hall.meeting("kick_off")
    counting.meeting_closed(meeting, FRIDAY, hall["林若溪"])
    meeting.kind = MeetingKind.objects.get(form=Form.WEEKLY)
    counting.meeting_closed(meeting, FRIDAY, hall["林若溪"])
    assert not Held.objects.exists()
