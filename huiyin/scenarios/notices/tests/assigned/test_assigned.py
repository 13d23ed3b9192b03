"""Action items: read from what people write, owed by their owners, done once."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from huiyin.core.obligation import State
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Absence
from huiyin.kit import clock
from huiyin.obligations import clock as obligations_clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.models import Obligation
from huiyin.scenarios.notices import actions as notices
from huiyin.scenarios.notices.assigned import actions, parsing, queries
from huiyin.scenarios.notices.assigned.models import ActionItem
from huiyin.scenarios.notices.checks import NotReady
from huiyin.scenarios.notices.tests.stage import NOON, Stage

ZONE = ZoneInfo("Asia/Shanghai")
WRITTEN = (
    "各组长负责，11 月 30 日 18:00 前交排班表。\n"
    "1. 汇总排班表 负责人：白露 截止：12 月 1 日\n"
    "2. 测试应急电话；责任人：孟夏，期限：2026-12-02 09:30 前"
)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[arg-type, misc]


@pytest.mark.req("N18")
def test_items_are_read_from_the_last_section_as_people_write_them() -> None:
    with clock.frozen(NOON):
        found = parsing.read(f"{WRITTEN}\n3. 其余照旧。", NOON)
    assert found == [
        parsing.Written("汇总排班表", "白露", at(2026, 12, 1, 18, 0)),
        parsing.Written("测试应急电话", "孟夏", at(2026, 12, 2, 9, 30)),
    ]


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("- 收尾 负责人：白露 截止：1 月 5 日", at(2027, 1, 5, 18, 0)),
        ("1、收尾 负责人:白露 截止:11/25", at(2026, 11, 25, 18, 0)),
        ("2) 收尾（负责人：白露，截止：11-26 08:05）", at(2026, 11, 26, 8, 5)),
        ("1. 收尾 负责人：白露 截止：2 月 30 日", None),
        ("1. 收尾 负责人：白露 截止：12 月 1 日 25:00", None),
    ],
)
def test_a_date_lies_ahead_and_must_exist(line: str, due: datetime | None) -> None:
    (found,) = parsing.read(line, NOON)
    assert (found.text, found.due_at) == ("收尾", due)


@pytest.mark.req("N18")
def test_each_item_becomes_its_owners_own_duty_and_is_met_alone(stage: Stage) -> None:
    notice = stage.published(requirements=WRITTEN)
    first, second = queries.of_notice(notice)
    assert (first.owner, second.owner) == (stage["白露"], stage["孟夏"])
    rows = Obligation.objects.filter(subject=notice.pk, verb=actions.VERB).order_by("pk")
    assert [(row.part, row.due_at) for row in rows] == [
        ("a1", first.due_at), ("a2", second.due_at),
    ]  # fmt: skip
    with pytest.raises(actions.NotYours):
        actions.done(notice.pk, 1, by=stage["孟夏"])
    for _twice in range(2):
        item = actions.done(notice.pk, 1, by=stage["白露"], result="已汇总")
        assert (item.done_at, item.result) == (NOON, "已汇总")
    shares = dict(obligations.shares(notice.pk, stage["白露"].pk))
    assert shares[actions.VERB].state == State.MET
    assert dict(obligations.shares(notice.pk, stage["孟夏"].pk))[actions.VERB].state == State.OPEN


@pytest.mark.req("N18")
def test_the_owner_is_reminded_a_day_before_and_the_head_hears_a_working_day_after(
    stage: Stage,
) -> None:
    stage.published(requirements="1. 汇总 负责人：白露 截止：12 月 1 日 12:00")
    clock.advance(timedelta(days=10))
    obligations_clock.wake()
    assert "chase_action" in {duty.verb for duty in obligations.owed_by(stage["林若溪"].pk)}


@pytest.mark.req("N18")
def test_whoever_stands_in_may_finish_it(stage: Stage) -> None:
    hour = timedelta(hours=1)
    Absence.objects.create(
        person=stage["白露"], starts_at=NOON - hour, ends_at=NOON + hour, delegate=stage["孟夏"]
    )
    notice = stage.published(requirements=WRITTEN)
    item = actions.done(notice.pk, 1, by=stage["孟夏"])
    assert (item.owner, item.done_by) == (stage["白露"], stage["孟夏"])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("1. 汇总 负责人：张三 截止：12 月 1 日", "名单里没有「张三」"),
        ("1. 汇总 负责人：白露 截止：2026 年 11 月 1 日", "截止时间已过"),
        ("1. 汇总 负责人：白露 截止：2 月 31 日", "没有写明截止时间"),
    ],
)
def test_nobody_can_be_held_to_it_so_it_does_not_go_out(
    stage: Stage, line: str, problem: str
) -> None:
    draft = stage.draft(requirements=line)
    with pytest.raises(NotReady) as caught:
        notices.publish(draft.pk, by=stage["林若溪"])
    assert problem in caught.value.errors["actions"]
    assert not ActionItem.objects.exists()


def test_of_two_people_with_one_name_the_number_decides(stage: Stage) -> None:
    other = stage["唐果"]
    other.name = "白露"
    other.save(update_fields=["name"])
    draft = stage.draft(requirements="1. 汇总 负责人：白露 截止：12 月 1 日")
    (doubtful,) = queries.planned(draft, NOON)
    assert "改写工号" in doubtful.problem
    actions.write(
        draft, [{"text": "汇总", "named": other.employee_no, "due_at": NOON + timedelta(1)}]
    )
    (clear,) = queries.planned(draft, NOON)
    assert (clear.owner, clear.problem) == (other, "")


@pytest.mark.req("N18")
def test_rows_of_the_form_come_first_and_empty_ones_are_left_out(stage: Stage) -> None:
    draft = stage.draft(requirements=WRITTEN)
    browser = stage.client("林若溪")
    data: dict[str, Any] = {
        "title": draft.title,
        "requirements": WRITTEN,
        "to": f"department:{stage.company.department('运营部').pk}",
        "action_text": ["贴值班表", ""],
        "action_owner": ["孟夏", ""],
        "action_due": ["2026-12-03T10:00", ""],
    }
    browser.post(reverse("notices:save", args=[draft.pk]), data)
    (one,) = queries.planned(draft, NOON)
    assert (one.text, one.owner, one.due_at) == ("贴值班表", stage["孟夏"], at(2026, 12, 3, 10))
    page = browser.get(reverse("notices:edit", args=[draft.pk])).content.decode()
    assert "贴值班表" in page


def test_a_press_in_the_page_finishes_it_and_only_ones_own(stage: Stage) -> None:
    notice = stage.published(requirements=WRITTEN)
    place = reverse("notices:action_done", args=[notice.pk, 1])
    assert (
        "完成"
        in stage.client("白露").get(reverse("notices:show", args=[notice.pk])).content.decode()
    )
    assert stage.client("孟夏").post(place).status_code == 404
    assert stage.client("白露").post(place, {"result": "好了"}).status_code == 303
    assert stage.client("白露").post(place.replace("/1/", "/9/")).status_code == 404
    with pytest.raises(NotVisible):
        actions.done(notice.pk, 1, by=stage["唐果"])
