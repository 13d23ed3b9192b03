"""A case that was bounced twice opens the cross-department meeting by itself (M14)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases import following
from huiyin.cases.models import Case, Classification
from huiyin.core.event import Event, Fact
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Department
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Entry
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import tasks
from huiyin.scenarios.meetings.cooperation import calling
from huiyin.scenarios.meetings.cooperation.calling import Call
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.live import resolving
from huiyin.scenarios.meetings.models import Blocked, BlockedState, Meeting
from huiyin.scenarios.meetings.standing import WordsRefused
from huiyin.scenarios.meetings.tests.cooperation.test_cooperation import headed
from huiyin.scenarios.meetings.tests.hall import FRIDAY, MONDAY, Hall, due, kinds_of, owed


def bounced(hall: Hall, *places: Department, secret: bool = False) -> UUID:
    """A problem, as far as meetings know, that each of ``places`` gave back in turn."""
    at = clock.now()
    case = Case.objects.create(
        scenario="problems",
        number=f"HY-WT-2026-{Case.objects.count():04}",
        title="门店退货谁来收",
        initiator=hall["孟夏"],
        department=hall["孟夏"].department,
        classification=Classification.CONFIDENTIAL if secret else Classification.INTERNAL,
        created_at=at,
        opened_at=at,
    )
    for times, place in enumerate(places, 1):
        facts: dict[str, Fact] = {"times": times, "problem_desk": hall["白露"].pk, "from": place.pk}
        record(Event("problems.bounced", str(case.pk), at, hall["林若溪"].pk, facts))
    return case.pk


@pytest.mark.req("M14")
def test_bounced_by_two_departments_asks_both_heads(hall: Hall) -> None:
    problem = bounced(hall, *headed(hall))
    assert owed(problem, "call_coordination") == {"白露": "open"}
    assert due(problem, "call_coordination") == MONDAY + timedelta(days=1)
    assert tasks.call_coordination(str(problem))
    assert not tasks.call_coordination(str(problem))
    assert owed(problem, "call_coordination") == {"白露": "met"}
    matter = Blocked.objects.get()
    assert owed(matter.pk, "hold_coordination") == {"林若溪": "open", "陈屿": "open"}
    assert (matter.origin, matter.title, matter.state) == (problem, "门店退货谁来收", "open")
    assert kinds_of(problem).count("meetings.coordination_called") == 1
    assert '"actor":null' in Entry.objects.get(kind="meetings.cooperation_blocked").body
    back = following.origin_of(matter, hall["林若溪"])
    assert back is None or back.number.startswith("HY-WT")
    found = following.led_to(Case.objects.get(pk=problem), hall["林若溪"])
    assert [one.number for one in found] == [matter.number]
    assert following.led_to(Case.objects.get(pk=problem), hall["唐果"]) == []


def test_once_is_not_twice(hall: Hall) -> None:
    problem = bounced(hall, headed(hall)[0])
    assert owed(problem, "call_coordination") == {}
    assert not tasks.call_coordination(str(problem))
    assert not Blocked.objects.exists()


@pytest.mark.req("M14")
def test_one_department_alone_meets_with_who_raised_it(hall: Hall) -> None:
    first, second = headed(hall)
    Department.objects.filter(pk=hall["孟夏"].department_id).update(head=hall["林若溪"])
    problem = bounced(hall, second, second, secret=True)
    assert tasks.call_coordination(str(problem))
    matter = Blocked.objects.get()
    assert set(owed(matter.pk, "hold_coordination")) == {"林若溪", "陈屿"}
    assert matter.classification == Classification.CONFIDENTIAL
    assert first.name in matter.text or second.name in matter.text


@pytest.mark.req("M14")
def test_without_two_heads_the_desk_names_them(hall: Hall) -> None:
    first, second = headed(hall)
    Department.objects.update(head=None)
    problem = bounced(hall, first, second)
    assert not tasks.call_coordination(str(problem))
    assert owed(problem, "call_coordination") == {"白露": "open"}
    browser, path = hall.client("白露"), f"/cooperation/for/{problem}"
    page = browser.get(path).content.decode()
    assert "已被退回两次" in page
    words = {"title": "谁收退货", "text": "两边都不收"}
    assert browser.post(path, words).status_code == 422
    first, second = headed(hall)
    named = [f"department:{one.pk}" for one in (first, second)]
    answer = browser.post(path, words | {"departments": named})
    matter = Blocked.objects.get()
    assert answer.headers["Location"] == f"/cooperation/{matter.pk}"
    assert matter.title == "谁收退货"
    assert owed(problem, "call_coordination") == {"白露": "met"}
    assert browser.get(path).headers["Location"] == f"/cooperation/{matter.pk}"
    assert "门店退货谁来收" in browser.get(f"/cooperation/{matter.pk}").content.decode()


def test_only_who_owes_it_calls(hall: Hall) -> None:
    first, second = headed(hall)
    problem = bounced(hall, first, second)
    call = Call("谁收退货", "两边都不收", [first, second])
    with pytest.raises(PermissionDenied):
        calling.call(problem, call, by=hall["孟夏"])
    with pytest.raises(NotVisible):
        calling.call(problem, call, by=hall["唐果"])
    with pytest.raises(NotVisible):
        calling.call(new_id(), call, by=hall["白露"])
    with pytest.raises(WordsRefused):
        calling.call(problem, Call("谁收", "不知道", [first]), by=hall["白露"])
    others = hall.client("孟夏")
    assert "由登记人来请" in others.get(f"/cooperation/for/{problem}").content.decode()
    assert others.post(f"/cooperation/for/{problem}", {"title": "x"}).status_code == 403
    assert hall.client("唐果").get(f"/cooperation/for/{problem}").status_code == 404
    assert others.get(f"/cooperation/for/{new_id()}").status_code == 404


@pytest.mark.req("M14")
def test_the_meeting_arranged_from_it_counts_when_it_ends(hall: Hall) -> None:
    tasks.call_coordination(str(bounced(hall, *headed(hall))))
    matter = Blocked.objects.get()
    form = hall.client("林若溪").get(f"/meetings/new?kind=cross_department&origin={matter.pk}")
    page = form.content.decode()
    assert "解决协作受阻：门店退货谁来收" in page
    assert 'value="person:' in page
    meeting = hall.meeting(
        "cross_department", people=("林若溪", "陈屿", "白露"), origin=matter.pk, title="当面定下"
    )
    assert meeting.origin == matter.pk
    with clock.frozen(FRIDAY):
        live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
        resolving.resolve(meeting.pk, "退货一律由运营部收", by=hall["林若溪"])
        live.close(meeting.pk, by=hall["林若溪"], anyway=True)
    states = owed(matter.pk, "hold_coordination")
    assert set(states) == {"林若溪", "陈屿"}
    assert set(states.values()) <= {"met", "met_late"}
    matter.refresh_from_db()
    assert (matter.state, matter.agreement) == (BlockedState.HELD, "退货一律由运营部收")
    assert "当面定下" in hall.client("林若溪").get(f"/cooperation/{matter.pk}").content.decode()


def test_a_meeting_that_decided_nothing_settles_nothing(hall: Hall) -> None:
    tasks.call_coordination(str(bounced(hall, *headed(hall))))
    matter = Blocked.objects.get()
    for origin in (matter.pk, new_id(), None):
        meeting: Meeting = hall.meeting("cross_department", origin=origin)
        with clock.frozen(FRIDAY):
            live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
            live.close(meeting.pk, by=hall["林若溪"], anyway=True)
    assert set(owed(matter.pk, "hold_coordination").values()) == {"open"}
