"""The communication log: what one said, was told and noted, traced to the ledger (R07, R05)."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry as LedgerEntry
from huiyin.scenarios.journal import log, log_xlsx
from huiyin.scenarios.journal.logline import Line, Wanted
from huiyin.scenarios.journal.tests.conftest import CONTENT, Stage
from huiyin.scenarios.journal.tests.test_week import confirm, tell


def wanted(**more: Any) -> Wanted:
    now = kit_clock.now()
    return Wanted(start=now - timedelta(days=1), end=now + timedelta(days=1), **more)


def lines(stage: Stage, name: str, **more: Any) -> list[Line]:
    return log.lines(stage[name], wanted(**more))


@pytest.mark.req("R07", "R05")
def test_what_one_was_told_stands_there_with_its_answer(stage: Stage) -> None:
    case = tell(stage, "白露")
    (told,) = lines(stage, "白露")
    assert (told.kind, told.title, told.people) == ("told", "值班安排", "何青")
    assert told.result == "待回音"
    kit_clock.advance(timedelta(minutes=5))
    confirm(stage, case, "白露")
    said, told = lines(stage, "白露")
    assert told.result == "11 月 25 日 15:05 按时回音"
    assert told.proof == "点击按钮"
    assert (said.kind, said.channel, said.proof) == ("said", "站内", "点击按钮")
    assert said.number == case.number


@pytest.mark.req("R07", "R05")
def test_what_one_said_names_its_entry_of_the_ledger(stage: Stage) -> None:
    case = tell(stage, "白露", "孟夏")
    (said,) = lines(stage, "何青")
    entry = LedgerEntry.objects.get(subject=case.pk, kind="notices.published")
    assert (said.kind, said.entry, said.people) == ("said", entry.pk, "2 人")


@pytest.mark.req("R07")
def test_a_talk_stands_in_the_logs_of_both(stage: Stage) -> None:
    entry = stage.entry("talk", decision=True, urgent=True, others="王老师")
    (mine,) = lines(stage, "陈屿")
    assert (mine.kind, mine.what, mine.title) == ("noted", "当面", CONTENT)
    assert (mine.people, mine.result) == ("叶蓁、王老师", "已同意")
    assert mine.tags == ("重要决定", "紧急")
    assert mine.at == entry.happened_at
    (theirs,) = lines(stage, "叶蓁")
    assert theirs.people == "陈屿、王老师"
    assert lines(stage, "唐果") == []


@pytest.mark.req("R07")
def test_the_log_is_filtered_by_kind_days_and_words(stage: Stage) -> None:
    stage.entry("talk", by="白露")
    case = tell(stage, "白露")
    kit_clock.advance(timedelta(minutes=5))
    confirm(stage, case, "白露")
    kinds = [line.kind for line in lines(stage, "白露")]
    assert sorted(kinds) == ["noted", "said", "told"]
    for kind in kinds:
        assert [line.kind for line in lines(stage, "白露", kind=kind)] == [kind]
    assert [line.kind for line in lines(stage, "白露", text="新表")] == ["noted"]
    late = kit_clock.now() + timedelta(days=2)
    assert log.lines(stage["白露"], Wanted(late, late + timedelta(days=1))) == []


def test_others_acts_on_my_case_are_not_mine(stage: Stage) -> None:
    case = tell(stage, "白露")
    confirm(stage, case, "白露")
    assert [line.kind for line in lines(stage, "何青")] == ["said"]


@pytest.mark.req("R07")
def test_the_workbook_holds_the_lines_and_runs_nothing(stage: Stage) -> None:
    stage.entry("talk", content="=1+1", result="＝2")
    content = log_xlsx.write(stage["陈屿"], wanted(), lines(stage, "陈屿"))
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "沟通日志"
    assert rows[3][:4] == ("序号", "时间", "事项", "对象")
    assert rows[4][1] == "2026-11-25 14:20:00"
    assert rows[4][3:5] == ("叶蓁", "'=1+1")
    assert rows[4][6] == "'＝2"
