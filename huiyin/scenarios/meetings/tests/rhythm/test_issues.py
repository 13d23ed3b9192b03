"""The weekly issue meeting of a project: Mondays at ten, its agenda from what is overdue (M08)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from huiyin.kit import clock
from huiyin.scenarios.meetings import rules
from huiyin.scenarios.meetings.agenda import offers
from huiyin.scenarios.meetings.items import lists
from huiyin.scenarios.meetings.models import Form, ItemOrigin, MeetingKind, PeriodKind
from huiyin.scenarios.meetings.plan import Plan
from huiyin.scenarios.meetings.series import actions as series
from huiyin.scenarios.meetings.tests.hall import MONDAY, Hall, tick
from huiyin.scenarios.meetings.tests.periods import begun

TEN = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
"""Monday a week later, 10:00 in Shanghai."""


@pytest.mark.req("M08")
def test_mondays_at_ten_what_was_delayed_is_offered(hall: Hall) -> None:
    week = begun(PeriodKind.WEEK, MONDAY)
    lin, kind = hall["林若溪"], MeetingKind.objects.get(form=Form.ISSUE)
    plan = Plan(
        title="会员中心问题会",
        kind=kind,
        starts_at=TEN,
        ends_at=TEN + timedelta(minutes=kind.length_minutes),
        chair=lin,
        recorder=hall["白露"],
        place="3 楼云海",
        required=(hall["孟夏"].pk,),
    )
    drafted = series.draft(plan, rules.weekly(TEN), None, by=lin)
    meeting = series.begin(drafted.pk, by=lin)
    assert meeting.kind.form == Form.ISSUE
    local = timezone.localtime(meeting.starts_at)
    assert (local.weekday(), local.hour) == (0, 10)
    with clock.frozen(MONDAY + timedelta(days=5)):
        tick(week.pk)
        found = offers.offers(meeting, lin, clock.now())
    assert [(one.about, one.origin) for one in found] == [(week.pk, ItemOrigin.DUTY)]
    assert lists.is_complete(meeting)
    assert kind.needs_minutes
