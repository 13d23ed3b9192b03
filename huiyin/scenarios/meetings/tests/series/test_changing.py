"""A series is changed as a whole: times, places and people, in one word to the calendars."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.core.exceptions import PermissionDenied

from huiyin.kit import clock
from huiyin.obligations.models import Notification
from huiyin.scenarios.meetings import actions, outgoing, rules, seats
from huiyin.scenarios.meetings.agenda import carrying
from huiyin.scenarios.meetings.answering import actions as answering
from huiyin.scenarios.meetings.calendar import ical
from huiyin.scenarios.meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Attendee,
    Booking,
    Meeting,
    Room,
    Series,
)
from huiyin.scenarios.meetings.plan import Outsider, Plan, PlanRefused
from huiyin.scenarios.meetings.series import beginning, changing, making
from huiyin.scenarios.meetings.series.reach import Scope
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, kinds_of
from huiyin.scenarios.meetings.tests.series.test_series import WEEK, begun, coming, planned

pytestmark = [pytest.mark.django_db, pytest.mark.req("M20")]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def change(
    hall: Hall, meeting: Meeting, scope: Scope, agenda: bool = False, **more: Any
) -> Meeting:
    """The plan of ``meeting`` with ``more`` in it, for all in ``scope``."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    plan: Plan = replace(seats.plan_of(meeting), **more)
    return changing.change(meeting.pk, plan, scope, by=hall["林若溪"], agenda=agenda)


def later(meeting: Meeting, by: timedelta) -> dict[str, Any]:
    return {"starts_at": meeting.starts_at + by, "ends_at": meeting.ends_at + by}


def accepted(hall: Hall, meeting: Meeting) -> None:
    for row in coming(meeting):
        answering.answer(
            answering.seat_of(row.pk, hall["孟夏"]).pk, Answer.ACCEPTED, by=hall["孟夏"]
        )


def answers(hall: Hall, *series: Series) -> list[str]:
    rows = Attendee.objects.filter(person=hall["孟夏"], meeting__series__in=series)
    return list(rows.order_by("meeting__starts_at").values_list("answer", flat=True))


def event(purpose: str) -> Any:
    """What the calendar is told by the newest message of a kind."""
    said = outgoing.describe(Notification.objects.filter(purpose=purpose).latest("pk"), [])
    return icalendar.Calendar.from_ical(said.calendar).walk("VEVENT")[0]


def test_another_day_from_this_one_on_is_another_series(hall: Hall, mail: None) -> None:
    first = begun(hall)
    accepted(hall, first)
    third = coming(first)[2]
    change(hall, third, Scope.LATER, **later(third, -DAY))
    old, new = Series.objects.get(follows=None), Series.objects.exclude(follows=None).get()
    assert (new.follows, new.rrule) == (old, "FREQ=WEEKLY;BYDAY=TH")
    assert [row.starts_at for row in old.meetings.order_by("starts_at")] == [FRIDAY, FRIDAY + WEEK]
    thursdays = [FRIDAY + n * WEEK - DAY for n in (2, 3, 4)]
    assert [row.starts_at for row in new.meetings.order_by("starts_at")][:3] == thursdays
    assert answers(hall, old) == ["accepted"] * 2
    assert set(answers(hall, new)) == {"none"}
    assert kinds_of(third.pk).count("meetings.moved") == 1
    ended, goes_on = event("meetings.series_cut"), event("meetings.series")
    assert ended["UID"] == f"{old.pk}@{ical.DOMAIN}"
    assert (ended["SEQUENCE"], "UNTIL" in ended["RRULE"]) == (1, True)
    assert goes_on["UID"] == f"{new.pk}@{ical.DOMAIN}"
    assert goes_on["DTSTART"].dt == ical.local(thursdays[0])
    assert making.make_due(clock.now()) == 0


def test_all_to_come_before_the_first_is_the_same_series_anew(hall: Hall, mail: None) -> None:
    first = begun(hall)
    accepted(hall, first)
    change(hall, coming(first)[1], Scope.ALL, place="5 楼青屏", purpose="看上周")
    series = Series.objects.get()
    assert {row.place for row in coming(first)} == {"5 楼青屏"}
    assert set(answers(hall, series)) == {"accepted"}
    told = event("meetings.series")
    assert (told["SEQUENCE"], str(told["LOCATION"])) == (1, "5 楼青屏")
    assert (
        {one.params["PARTSTAT"] for one in told["ATTENDEE"]} >= {"ACCEPTED"}
        if "ATTENDEE" in told
        else True
    )
    assert [kinds_of(row.pk).count("meetings.changed") for row in coming(first)] == [1] * 5
    assert not Notification.objects.filter(purpose="meetings.series_cut").exists()


def test_another_hour_and_length_for_all(hall: Hall, mail: None) -> None:
    first = begun(hall)
    span: dict[str, Any] = {
        "starts_at": first.starts_at + HOUR,
        "ends_at": first.starts_at + 3 * HOUR,
    }
    change(hall, first, Scope.ALL, **span)
    series = Series.objects.get()
    assert (series.rrule, series.length_minutes) == (rules.weekly(FRIDAY), 120)
    assert [row.starts_at for row in coming(first)] == [FRIDAY + HOUR + n * WEEK for n in range(5)]
    assert {row.ends_at - row.starts_at for row in coming(first)} == {2 * HOUR}


def test_only_what_was_changed_goes_on_to_the_others(hall: Hall, mail: None) -> None:
    first = begun(hall, guests=(Outsider("周敏", "zhou@partner.test"),))
    second, third = coming(first)[1:3]
    actions.change(third.pk, replace(seats.plan_of(third), purpose="只这次"), by=hall["林若溪"])
    change(
        hall,
        second,
        Scope.LATER,
        required=(hall["唐果"].pk,),
        optional=(hall["白露"].pk,),
        guests=(Outsider("李工", "li@partner.test"),),
    )
    third.refresh_from_db()
    assert third.purpose == "只这次"
    names = {one.name for one in third.attendees.select_related("person", "guest")}
    assert names == {"林若溪", "白露", "唐果", "李工"}
    untouched = {one.name for one in first.attendees.select_related("person", "guest")}
    assert {"孟夏", "周敏"} <= untouched


def test_who_is_not_asked_any_more_is_told_once(hall: Hall, mail: None) -> None:
    first = begun(hall)
    change(hall, first, Scope.ALL, required=(hall["唐果"].pk,))
    told = Notification.objects.filter(purpose="meetings.series_end")
    assert told.count() == 1
    assert event("meetings.series_end")["STATUS"] == "CANCELLED"


def test_times_that_were_called_off_or_added_move_along(hall: Hall, mail: None) -> None:
    first = begun(hall)
    second, third = coming(first)[1:3]
    actions.cancel(third.pk, by=hall["林若溪"])
    change(hall, second, Scope.LATER, **later(second, -DAY))
    new = Series.objects.exclude(follows=None).get()
    gone = FRIDAY + 2 * WEEK - DAY
    assert [datetime.fromisoformat(day) for day in new.exdates] == [gone]
    assert not new.meetings.filter(starts_at=gone).exclude(state="cancelled").exists()


def test_a_week_later_for_all_passes_over_what_was_called_off(hall: Hall, mail: None) -> None:
    first = begun(hall)
    actions.cancel(coming(first)[2].pk, by=hall["林若溪"])
    change(hall, first, Scope.ALL, **later(first, WEEK))
    rows = [row.starts_at for row in coming(first) if row.state == "announced"]
    assert rows[:3] == [FRIDAY + n * WEEK for n in (1, 2, 4)]


def test_a_rule_that_counts_counts_what_is_left(hall: Hall, mail: None) -> None:
    rule = f"{rules.weekly(FRIDAY)};COUNT=4"
    first = beginning.begun(planned(hall), rule, None, "", by=hall["林若溪"], key=None, send=True)
    second = coming(first)[1]
    change(hall, second, Scope.LATER, **later(second, HOUR))
    new = Series.objects.exclude(follows=None).get()
    assert new.rrule.endswith("COUNT=3")
    with pytest.raises(PlanRefused, match="自己写的重复规则"):
        change(hall, second, Scope.LATER, **later(second, HOUR + DAY))


def test_a_room_that_is_taken_refuses_everything(hall: Hall) -> None:
    room = Room.objects.create(name="云海")
    first = begun(hall, room=room)
    third = coming(first)[2]
    other = hall.meeting(starts_at=third.starts_at + HOUR, room=room)
    with pytest.raises(PlanRefused, match="云海"):
        change(hall, first, Scope.ALL, **later(first, HOUR))
    assert [row.starts_at for row in coming(first)] == [FRIDAY + n * WEEK for n in range(5)]
    assert Booking.objects.count() == 6
    actions.cancel(other.pk, by=hall["林若溪"])
    change(hall, first, Scope.ALL, **later(first, HOUR))
    change(hall, first, Scope.ALL, **later(coming(first)[0], WEEK))
    assert Booking.objects.count() == len(coming(first))


def test_the_agenda_of_one_becomes_that_of_all(hall: Hall) -> None:
    first = begun(hall)
    second = coming(first)[1]
    hall.item(first, "上周", minutes=10, owner=hall["孟夏"])
    hall.item(second, "旧的一项")
    change(hall, first, Scope.ALL, agenda=True)
    titles = {
        row.pk: list(AgendaItem.objects.filter(meeting=row).values_list("title", flat=True))
        for row in coming(first)
    }
    assert set(map(tuple, titles.values())) == {("上周",)}
    with clock.frozen(FRIDAY + WEEK):
        making.make_due(clock.now())
    item = AgendaItem.objects.get(meeting=coming(first)[-1])
    assert (item.title, item.minutes, item.owner) == ("上周", 10, hall["孟夏"])


@pytest.mark.req("M10")
def test_what_is_to_be_done_comes_back_after_the_change_too(hall: Hall) -> None:
    first = begun(hall)
    second = coming(first)[1]
    change(hall, second, Scope.LATER, **later(second, HOUR))
    ActionItem.objects.create(
        meeting=first, number=1, text="交排班表", owner=hall["孟夏"],
        due_at=FRIDAY + DAY, assigned_at=FRIDAY,
    )  # fmt: skip
    second.refresh_from_db()
    assert [one.text for one in carrying.coming_back(second)] == ["交排班表"]
    assert carrying.carry_on(first) == 1


def test_only_who_leads_and_only_before(hall: Hall) -> None:
    first = begun(hall)
    plan = seats.plan_of(first)
    with pytest.raises(PermissionDenied):
        changing.change(first.pk, plan, Scope.ALL, by=hall["孟夏"])
    with clock.frozen(FRIDAY + HOUR), pytest.raises(actions.NotBefore):
        changing.change(first.pk, plan, Scope.ALL, by=hall["林若溪"])


def test_the_form_shows_what_changes_before_it_is_sent(hall: Hall, mail: None) -> None:
    first = begun(hall)
    second = coming(first)[1]
    browser, path = hall.client("林若溪"), f"/meetings/{second.pk}/edit"
    page = browser.get(path).content.decode()
    assert "这一次和以后的" in page
    local = ical.local(second.starts_at + HOUR)
    form = {
        "title": second.title,
        "kind": str(second.kind_id),
        "starts_at": f"{local:%Y-%m-%dT%H:%M}",
        "minutes": "60",
        "place": second.place,
        "required": [f"person:{hall['孟夏'].pk}"],
        "chair": f"person:{hall['林若溪'].pk}",
        "recorder": f"person:{hall['白露'].pk}",
        "meeting": str(second.pk),
        "scope": "later",
    }
    looked = browser.post("/meetings/look", form).content.decode()
    assert "4 次会议" in looked
    assert "请大家重新答复" in looked
    unseen = browser.post(path, form)
    assert unseen.status_code == 422
    assert "先看清" in unseen.content.decode()
    token = looked.split('name="seen" value="')[1].split('"')[0]
    assert browser.post(path, form | {"seen": token}).status_code == 303
    assert [
        row.starts_at - HOUR for row in Meeting.objects.filter(series__follows=first.series_id)
    ][:1] == [second.starts_at]
    own = form | {"scope": "this", "meeting": str(first.pk)}
    assert "发出后会改什么" not in browser.post("/meetings/look", own).content.decode()


def test_from_one_on_it_is_not_held_any_more(hall: Hall, mail: None) -> None:
    first = begun(hall)
    third = coming(first)[2]
    browser = hall.client("林若溪")
    assert "3 次，" in browser.get(f"/meetings/{third.pk}").content.decode()
    browser.post(f"/meetings/{third.pk}/cancel", {"scope": "later", "reason": "并会"})
    states = [row.state for row in coming(first)]
    assert states == ["announced"] * 2 + ["cancelled"] * 3
    told = event("meetings.series_stop")
    assert "UNTIL" in told["RRULE"]
    assert making.make_due(clock.now()) == 0
