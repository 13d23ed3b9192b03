"""Opinions that are written before, needs that are gathered, problems that go on an agenda."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases.models import Case
from huiyin.core.event import Event, Fact
from huiyin.core.obligation import State
from huiyin.delivery.models import OutsideMail
from huiyin.directory.access import NotVisible
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import actions as around
from huiyin.scenarios.meetings import tasks
from huiyin.scenarios.meetings.agenda import actions, needs, opinions, planning, tabling
from huiyin.scenarios.meetings.items import actions as todo
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.models import AgendaItem, Meeting, Need, Opinion
from huiyin.scenarios.meetings.plan import Outsider
from huiyin.scenarios.meetings.seats import plan_of
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, due, kinds_of, owed

GUEST = Outsider("周敏", "zhou@partner.test", "星海物流")


@pytest.mark.req("M13")
def test_topics_go_out_before_and_everybody_writes_an_opinion(hall: Hall) -> None:
    meeting = hall.meeting("management_meeting")
    assert due(meeting.pk, "send_topics") == FRIDAY - timedelta(days=2)
    with pytest.raises(WordsRefused, match="agenda: empty"):
        actions.send_topics(meeting.pk, by=hall["林若溪"])
    item = hall.item(meeting, "明年预算")
    actions.send_topics(meeting.pk, by=hall["林若溪"])
    actions.send_topics(meeting.pk, by=hall["林若溪"])
    assert owed(meeting.pk, "send_topics") == {"林若溪": "met"}
    assert set(owed(meeting.pk, "prepare_opinion").values()) == {"open"}
    assert due(meeting.pk, "prepare_opinion") == FRIDAY
    opinions.prepare(meeting.pk, {item.pk: "压一成", opinions.WHOLE: ""}, by=hall["孟夏"])
    assert owed(meeting.pk, "prepare_opinion")["孟夏"] == "met"
    opinions.prepare(meeting.pk, {item.pk: "压半成"}, by=hall["孟夏"])
    assert Opinion.objects.get().text == "压半成"


@pytest.mark.req("M13")
def test_opinions_are_due_at_the_new_time(hall: Hall) -> None:
    meeting = hall.meeting("management_meeting")
    item = hall.item(meeting, "明年预算")
    actions.send_topics(meeting.pk, by=hall["林若溪"])
    opinions.prepare(meeting.pk, {item.pk: "压一成"}, by=hall["孟夏"])
    for days in (3, 5):
        meeting.refresh_from_db()
        moved = replace(plan_of(meeting), starts_at=FRIDAY + timedelta(days=days))
        around.change(
            meeting.pk,
            replace(moved, ends_at=moved.starts_at + timedelta(hours=1)),
            by=hall["林若溪"],
        )
        last = Obligation.objects.filter(subject=meeting.pk, verb="prepare_opinion").latest("pk")
        assert last.due_at == FRIDAY + timedelta(days=days)
        names = Bearer.objects.filter(obligation_id=last.pk, state=State.OPEN)
        assert {one.person_id for one in names} == {hall["林若溪"].pk, hall["白露"].pk}
    still = Bearer.objects.filter(obligation_id__in=cohorts(meeting), state=State.OPEN)
    assert still.count() == 2


def cohorts(meeting: Meeting) -> list[int]:
    """The duties of opinions that a meeting made."""
    rows = Obligation.objects.filter(subject=meeting.pk, verb="prepare_opinion", parent=None)
    return list(rows.values_list("pk", flat=True))


@pytest.mark.req("M13")
def test_nobody_reads_the_others_before_writing(hall: Hall) -> None:
    people = ("林若溪", "白露", "孟夏", "唐果")
    meeting = hall.meeting("management_meeting", people=people)
    item = hall.item(meeting, "明年预算")
    opinions.prepare(meeting.pk, {item.pk: "压一成"}, by=hall["孟夏"])
    assert opinions.shown_to(meeting, hall["唐果"]) == []
    assert len(opinions.shown_to(meeting, hall["林若溪"])) == 1
    opinions.prepare(meeting.pk, {opinions.WHOLE: "先看回款"}, by=hall["唐果"])
    assert len(opinions.shown_to(meeting, hall["唐果"])) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({0: " "}, "opinion: empty"),
        ({0: "长" * 2001}, "opinion: long"),
        ({77777: "好"}, "item: gone"),
    ],
)
def test_an_opinion_has_words_and_a_topic(hall: Hall, words: dict[int, str], said: str) -> None:
    meeting = hall.meeting("management_meeting")
    with pytest.raises(WordsRefused, match=said):
        opinions.prepare(meeting.pk, words, by=hall["孟夏"])
    with pytest.raises(NotVisible):
        opinions.prepare(meeting.pk, {0: "好"}, by=hall["唐果"])


@pytest.mark.req("M16")
def test_needs_are_gathered_from_colleagues_and_guests(hall: Hall) -> None:
    meeting = hall.meeting("partner_meeting", guests=(GUEST,))
    assert due(meeting.pk, "collect_needs") == FRIDAY - timedelta(days=1)
    with pytest.raises(WordsRefused, match="needs: empty"):
        needs.collected(meeting.pk, by=hall["林若溪"])
    needs.ask(meeting.pk, by=hall["林若溪"])
    mail = OutsideMail.objects.get(purpose="agendas.needs")
    assert mail.address == "zhou@partner.test"
    link = mail.message["link_path"]
    browser = hall.client("唐果")
    browser.logout()
    page = browser.get(link)
    assert page.status_code == 200
    assert "周敏，你好" in page.content.decode()
    assert browser.post(link, {"need": " "}).status_code == 422
    assert browser.post(link, {"need": "夜间卸货要有人签收\n另：对账"}).status_code == 200
    browser.post(link, {"need": "夜间卸货要有人签收"})
    assert Need.objects.get().text == "夜间卸货要有人签收"
    needs.collected(meeting.pk, by=hall["林若溪"])
    assert owed(meeting.pk, "collect_needs") == {"林若溪": "met"}
    item = AgendaItem.objects.get()
    assert (item.title, item.origin) == ("周敏：夜间卸货要有人签收", "need")
    needs.collected(meeting.pk, by=hall["林若溪"])
    assert AgendaItem.objects.count() == 1
    live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
    assert browser.post(link, {"need": "太晚了"}).status_code == 422
    assert browser.get("/meetings/needs/1.0~forged").status_code == 404
    said = kinds_of(meeting.pk)
    assert said.count("meetings.need_given") == 2
    assert "meetings.needs_asked" in said


@pytest.mark.req("M16")
def test_the_action_plan_goes_to_all_parties(hall: Hall) -> None:
    meeting = hall.running("partner_meeting", guests=(GUEST,))
    words = todo.Words("安排夜间签收", hall["孟夏"], FRIDAY + timedelta(days=3))
    todo.note(meeting.pk, words, by=hall["白露"])
    with pytest.raises(WrongState):
        planning.send_plan(meeting.pk, "早了", by=hall["林若溪"])
    live.close(meeting.pk, by=hall["林若溪"], anyway=True)
    assert owed(meeting.pk, "send_plan") == {"林若溪": "open"}
    browser = hall.client("林若溪")
    path = f"/meetings/{meeting.pk}/plan"
    page = browser.get(path).content.decode()
    assert "1. 安排夜间签收（孟夏" in page
    assert browser.post(path, {"plan": " "}).status_code == 303
    assert browser.post(path, {"plan": "孟夏安排夜间签收"}).status_code == 303
    assert owed(meeting.pk, "send_plan") == {"林若溪": "met"}
    mail = OutsideMail.objects.get(purpose="agendas.plan")
    assert "孟夏安排夜间签收" in mail.message["plain"]


@pytest.mark.req("M05")
def test_a_major_problem_goes_on_the_agenda_of_the_next_weekly_meeting(hall: Hall) -> None:
    meeting = hall.meeting()
    problem = registered(hall, major=True)
    assert owed(problem, "put_on_agenda") == {"林若溪": "open"}
    assert tasks.put_on_agenda(str(problem))
    assert owed(problem, "put_on_agenda") == {"林若溪": "met"}
    item = AgendaItem.objects.get()
    assert (item.meeting_id, item.about, item.title) == (meeting.pk, problem, "客诉上升三成")
    assert not tasks.put_on_agenda(str(problem))
    assert owed(registered(hall, major=False), "put_on_agenda") == {}


@pytest.mark.req("M05")
def test_without_a_meeting_the_head_finds_one(hall: Hall) -> None:
    problem = registered(hall, major=True)
    assert not tasks.put_on_agenda(str(problem))
    browser = hall.client("林若溪")
    path = f"/meetings/table/{problem}"
    assert "先约一次会" in browser.get(path).content.decode()
    meeting = hall.meeting()
    assert meeting.title in browser.get(path).content.decode()
    assert browser.post(path, {"meeting": str(new_id())}).status_code == 404
    assert browser.post(path, {"meeting": str(meeting.pk)}).status_code == 303
    assert owed(problem, "put_on_agenda") == {"林若溪": "met"}
    page = browser.get(path).content.decode()
    assert "已列入" in page
    assert browser.post(path, {"meeting": str(meeting.pk)}).status_code == 403
    assert hall.client("唐果").get(path).status_code == 404
    assert browser.get(f"/meetings/table/{new_id()}").status_code == 404


def registered(hall: Hall, *, major: bool) -> UUID:
    """A problem, as far as meetings know: a case with a title and the event of its register."""
    head, at = hall["林若溪"], clock.now()
    case = Case.objects.create(
        scenario="problems",
        title="客诉上升三成",
        initiator=hall["孟夏"],
        department=head.department,
        created_at=at,
        opened_at=at,
    )
    facts: dict[str, Fact] = {"is_major": major, "is_complete": True, "leading_head": head.pk}
    record(Event("problems.registered", str(case.pk), at, head.pk, facts))
    return case.pk


def test_only_who_leads_says_that_needs_are_in(hall: Hall) -> None:
    meeting = hall.meeting("partner_meeting")
    needs.give(hall.seat(meeting, "孟夏").pk, "样品", at=clock.now())
    with pytest.raises(PermissionDenied):
        needs.collected(meeting.pk, by=hall["孟夏"])
    with pytest.raises(NotVisible):
        tabling.table(new_id(), meeting.pk, by=hall["林若溪"])
