"""The confirmation record: its figures against an independent count, and its cells."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from openpyxl import load_workbook

from huiyin.directory.audience import Audience
from huiyin.directory.models import Absence, Person
from huiyin.kit import clock
from huiyin.obligations import clock as obligations_clock
from huiyin.scenarios.notices import answers, publisher, record, record_xlsx, timeline
from huiyin.scenarios.notices.answers import Call
from huiyin.scenarios.notices.models import CallOutcome, Notice
from huiyin.scenarios.notices.tests.stage import NOON, Stage

HOUR = timedelta(hours=1)


@pytest.fixture
def echoed(stage: Stage) -> Notice:
    """运营部 and 技术部: in time, late, by a delegate, by phone, unreachable, open."""
    Absence.objects.create(
        person=stage["白露"], starts_at=NOON - HOUR, ends_at=NOON + HOUR, delegate=stage["邱然"]
    )
    both = Audience(
        departments=tuple(stage.company.department(name).pk for name in ("运营部", "技术部"))
    )
    notice = stage.published(by="何青", audience=both)
    answers.confirm(notice.pk, by=stage["林若溪"])
    answers.confirm(notice.pk, by=stage["邱然"], person_id=stage["白露"].pk)
    answers.open_notice(notice, by=stage["韩墨"])
    clock.advance(2 * HOUR)
    obligations_clock.wake()
    answers.confirm(notice.pk, by=stage["孟夏"])
    calls = (
        ("陈屿", Call(CallOutcome.UNDERSTOOD, "口述确认")),
        ("罗一鸣", Call(CallOutcome.UNREACHABLE, "=HYPERLINK(1)")),
        ("秦朗", Call(CallOutcome.NO_ANSWER, "", NOON + 3 * HOUR)),
    )
    for name, call in calls:
        answers.record_call(notice.pk, stage[name].pk, call, by=stage["何青"])
    return notice


def counted(notice: Notice) -> tuple[int, ...]:
    sql = """SELECT count(*), sum((b.closed_at <= o.due_at AND b.state <> 4)::int),
                    sum((b.closed_at > o.due_at AND b.state <> 4)::int),
                    sum((b.state = 4)::int), sum((b.closed_at IS NULL)::int)
               FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id
              WHERE o.subject = %s AND o.parent IS NULL"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [notice.pk])
        return tuple(cursor.fetchone())


@pytest.mark.req("N16", "R05")
def test_the_workbook_agrees_with_an_independent_count(echoed: Notice) -> None:
    sheet = load_workbook(BytesIO(record_xlsx.write(echoed))).active
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    head = {line[0]: line[1] for line in lines[:15]}
    shown = tuple(head[n] for n in ("应确认", "按时确认", "逾期确认", "已列明未达", "未确认"))
    assert shown == counted(echoed) == (7, 2, 2, 1, 2)
    start = next(at for at, line in enumerate(lines) if line[0] == "序号")
    people = {line[2]: dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]}
    assert len(people) == 7
    assert people["白露"]["代为确认"] == "邱然"
    assert people["孟夏"]["状态"] == "逾期确认"
    assert (people["陈屿"]["渠道"], people["陈屿"]["凭证"]) == ("电话", "口头复述确认")
    assert people["罗一鸣"]["无法触达原因"] == "'=HYPERLINK(1)"
    assert not any(people["罗一鸣"][name] for name in ("确认时间", "渠道", "凭证"))
    assert (people["秦朗"]["最近电话结果"], people["秦朗"]["电话次数"]) == ("未接", 1)
    assert people["韩墨"]["状态"] == "已读"


@pytest.mark.req("R05")
def test_the_printed_record_says_the_same(stage: Stage, echoed: Notice) -> None:
    page = stage.client("何青").get(f"/notices/{echoed.pk}/record").content.decode()
    assert "2 / 2" in page
    assert "1 / 2" in page
    assert echoed.digest in page
    assert page.count("<tr><td>") == 7


def test_coverage_agrees_with_the_record(echoed: Notice) -> None:
    sums, whole = record.figures(echoed), publisher.share(echoed)
    assert (whole.total, whole.met, whole.late, whole.excused) == (7, sums.met, 2, 1)
    assert (whole.open, whole.read, whole.unread) == (2, 1, 1)
    assert sum(row.met for row in publisher.by_department(echoed)) == sums.met
    assert publisher.median_time(echoed) == HOUR


def test_the_silent_come_unread_first_with_their_last_call(stage: Stage, echoed: Notice) -> None:
    rows = publisher.silent(echoed)
    assert [row.name for row in rows] == ["秦朗", "韩墨"]
    assert (rows[0].outcome, rows[0].again_at) == ("no_answer", NOON + 3 * HOUR)
    below = publisher.reach(echoed, stage["林若溪"])
    assert publisher.silent(echoed, departments=below) == []
    assert publisher.reach(echoed, stage["何青"]) is None


def test_whom_the_publisher_dealt_with(echoed: Notice) -> None:
    outcomes = {row.name: row.outcome for row in publisher.handled(echoed)}
    assert outcomes == {"白露": "delegate", "陈屿": "understood", "罗一鸣": "unreachable"}
    assert publisher.handled_count(echoed) == 2


def test_the_timeline_tells_past_and_future(echoed: Notice) -> None:
    lines = timeline.of_notice(echoed)
    titles = [line.title for line in lines]
    assert titles[0] == "发布，7 人送达"
    assert "2 小时检查：5 人未确认" in titles
    assert "电话提醒 3 人，接通确认 1 人" in titles
    assert titles[-2:] == ["仍未触达者通知其部门负责人", "100% 触达后归档"]
    assert lines[-2].tone == "next"


def test_a_closed_notice_has_no_future(stage: Stage) -> None:
    notice = stage.published()
    for person in Person.objects.filter(department=stage.company.department("运营部")):
        answers.confirm(notice.pk, by=person)
    stage.client("林若溪").post(f"/notices/{notice.pk}/close")
    notice.refresh_from_db()
    assert timeline.of_notice(notice)[-1].icon == "archive"
