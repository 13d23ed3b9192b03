"""Imports against a real directory: what changes, what is refused, what a second run does (O01)."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huiyin.directory.heads import head_of
from huiyin.directory.importing import ImportRefused, Outcome, Plan, apply, plan, read_table
from huiyin.directory.models import Absence, Account, Department, Person, Role
from huiyin.directory.roles import grant
from huiyin.directory.tests import sheets
from huiyin.directory.tests.factories import MONDAY, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.req("O01")]


def load(rows: Any = sheets.ROWS, header: Any = sheets.HEADER, **options: Any) -> Outcome:
    allow = options.pop("allow_many_leavers", False)
    made = plan(sheets.table(rows, header), **options)
    return apply(made, by=None, at=MONDAY, allow_many_leavers=allow)


def look(rows: Any = sheets.ROWS, header: Any = sheets.HEADER, **options: Any) -> Plan:
    return plan(sheets.table(rows, header), **options)


def person(number: str) -> Person:
    return Person.objects.select_related("department", "manager").get(employee_no=number)


def test_an_empty_directory_is_filled() -> None:
    outcome = load()
    assert (len(outcome.joined), outcome.departments) == (5, 4)
    bai = person("A5")
    assert (bai.name, bai.sort_key, bai.search_key) == ("白露", "bai lu", "白露 bailu bl")
    assert bai.manager == person("A4")
    assert bai.department.head == person("A4")
    assert bai.joined_at == MONDAY
    assert head_of(person("A3")) == person("A2")
    paths = dict(Department.objects.values_list("name", "path"))
    assert paths["后端组"].startswith(paths["技术部"])
    assert paths["技术部"].startswith(paths["云桥科技"])


def test_the_second_import_changes_nothing() -> None:
    load()
    before = list(Person.objects.order_by("pk").values())
    again = look(complete=True)
    assert again.is_empty()
    assert again.unchanged == 5
    apply(again, by=None, at=MONDAY + timedelta(days=1))
    assert list(Person.objects.order_by("pk").values()) == before


def test_order_encoding_and_headings_do_not_matter() -> None:
    load()
    rows = list(sheets.ROWS)
    random.Random(7).shuffle(rows)  # noqa: S311 - an order, no secret
    header = (
        "员工编号",
        "Name",
        "所在部门",
        "职位",
        "手机号码",
        "企业邮箱",
        "直接主管",
        "部门负责人",
    )
    order = [3, 0, 7, 1, 2, 6, 5, 4]
    swapped = [[row[at] for at in order] for row in rows]
    text = sheets.text(swapped, [header[at] for at in order])
    assert plan(read_table(text.encode("gbk"), "other.csv"), complete=True).is_empty()


def test_full_width_digits_mean_the_same_person() -> None:
    load()
    rows = sheets.changed(1, 0, "Ａ２")
    rows = tuple((*row[:4], row[4].replace("1", "１"), *row[5:]) for row in rows)
    assert look(rows, complete=True).is_empty()


def test_changes_and_moves_are_told_apart() -> None:
    load()
    rows = [list(row) for row in sheets.ROWS]
    rows[4][2] = "云桥科技/市场部"
    rows[2][4] = "+86 139 0000 0003"
    made = look(rows)
    assert [change.differences for change in made.changed] == [
        (("mobile", "13800000003", "13900000003"),)
    ]
    assert [change.differences for change in made.moved] == [
        (("department", "云桥科技/运营部", "云桥科技/市场部"),)
    ]
    assert made.new_departments == (("云桥科技", "市场部"),)
    outcome = apply(made, by=None, at=MONDAY)
    assert (outcome.changed, outcome.moved) == ((person("A3").pk,), (person("A5").pk,))
    assert person("A5").department.name == "市场部"


def test_a_new_name_gets_a_new_key_and_a_wider_spelling_does_not_count() -> None:
    load()
    outcome = load(sheets.changed(4, 1, "曾露"))
    assert len(outcome.changed) == 1
    assert person("A5").sort_key == "zeng lu"
    assert look(sheets.changed(4, 1, " 曾露　")).is_empty()


def test_only_a_complete_file_says_who_left() -> None:
    load()
    assert look(sheets.ROWS[:4]).is_empty()
    made = look(sheets.ROWS[:4], complete=True)
    assert [gone.employee_no for gone in made.left] == ["A5"]
    outcome = apply(made, by=None, at=MONDAY)
    gone = person("A5")
    assert outcome.left == (gone.pk,)
    assert outcome.heirs == {gone.pk: person("A4").pk}
    assert (gone.active, gone.left_at) == (False, MONDAY)


def test_a_leaver_signs_in_no_more_and_heads_nothing() -> None:
    load()
    head = person("A2")
    Account.objects.create(username="qin", person=head)
    outcome = load([row for row in sheets.ROWS if row[0] != "A2"], complete=True)
    assert outcome.heirs == {head.pk: person("A1").pk}
    assert not Account.objects.get(username="qin").is_active
    assert not Department.objects.filter(head=head).exists()
    assert head_of(person("A3")) == person("A1")


def test_a_status_of_departure_counts_in_any_file_and_a_return_too() -> None:
    load()
    header = ("工号", "姓名", "部门", "状态")
    load([("A5", "白露", "云桥科技/运营部", "离职")], header)
    assert not person("A5").active
    made = look([("Z9", "路人", "云桥科技", "离职")], header)
    assert made.is_empty()
    assert "已忽略" in str(made.warnings[0])
    Account.objects.create(username="bai", person=person("A5"), is_active=False)
    outcome = load([("A5", "白露", "云桥科技/运营部", "在职")], header)
    assert Account.objects.get(username="bai").is_active
    assert outcome.joined == (person("A5").pk,)
    assert (person("A5").active, person("A5").left_at) == (True, None)
    assert person("A5").mobile == "13800000005"


def test_an_empty_cell_clears_only_in_a_complete_file() -> None:
    load()
    rows = sheets.changed(4, 4, "")
    assert look(rows).is_empty()
    load(rows, complete=True)
    assert person("A5").mobile == ""
    no_manager = [list(row) for row in rows]
    no_manager[4][6] = ""
    assert look(no_manager).managers == ()
    load(no_manager, complete=True)
    assert person("A5").manager is None


def test_a_missing_column_says_nothing() -> None:
    load()
    header = ("工号", "姓名")
    made = look([(row[0], row[1]) for row in sheets.ROWS], header, complete=True)
    assert made.is_empty()


def big(count: int) -> list[tuple[str, str, str]]:
    return [(f"B{at:04}", f"员工{at}", "云桥科技") for at in range(count)]


def test_many_leavers_need_a_word() -> None:
    header = ("工号", "姓名", "部门")
    load(big(40), header)
    made = look(big(28), header, complete=True)
    assert len(made.left) == 12
    assert made.many_leavers
    with pytest.raises(ImportRefused, match="12 人离职"):
        apply(made, by=None, at=MONDAY)
    assert Person.objects.filter(active=True).count() == 40
    outcome = apply(made, by=None, at=MONDAY, allow_many_leavers=True)
    assert len(outcome.left) == 12


@pytest.mark.parametrize(("stay", "guarded"), [(195, False), (190, False), (189, True)])
def test_the_guard_begins_above_five_of_a_hundred(stay: int, guarded: bool) -> None:
    header = ("工号", "姓名", "部门")
    load(big(200), header)
    assert look(big(stay), header, complete=True).many_leavers is guarded


def test_five_people_may_always_leave() -> None:
    header = ("工号", "姓名", "部门")
    load(big(10), header)
    assert not look(big(5), header, complete=True).many_leavers
    assert look(big(4), header, complete=True).many_leavers


def test_nobody_imports_themselves_away() -> None:
    load()
    made = look(sheets.ROWS[:4], complete=True)
    with pytest.raises(ImportRefused, match="白露"):
        apply(made, by=person("A5"), at=MONDAY)
    assert person("A5").active


def test_somebody_is_left_to_administer() -> None:
    load()
    grant(person("A5"), Role.ADMINISTRATOR)
    made = look(sheets.ROWS[:4], complete=True)
    with pytest.raises(ImportRefused, match="最后一位管理员"):
        apply(made, by=None, at=MONDAY)
    grant(person("A4"), Role.ADMINISTRATOR)
    assert apply(look(sheets.ROWS[:4], complete=True), by=None, at=MONDAY).left


def test_the_longest_name_fits() -> None:
    load([("A1", "庄" * 120, "窗" * 120)], ("工号", "姓名", "部门"))
    assert len(person("A1").sort_key) == 720
    made = look([("ﷺ" * 10, "甲一", "公司")], ("工号", "姓名", "部门"))
    assert "超过 64 个字符" in str(made.errors[0])


def test_a_plan_does_not_outlive_the_directory_it_was_made_for() -> None:
    load()
    made = look(sheets.changed(4, 3, "主管"))
    make_person(department=person("A5").department)
    with pytest.raises(ImportRefused, match="重新预览"):
        apply(made, by=None, at=MONDAY)
    assert person("A5").position == "专员"


@pytest.mark.parametrize(
    ("row", "column", "value", "where"),
    [
        (1, 0, "A1", "第 3 行 工号：“A1”与第 2 行重复"),
        (1, 0, "ａ１", "第 3 行 工号：“a1”与第 2 行重复"),
        (2, 0, "", "第 4 行 工号：不能为空"),
        (2, 1, "", "第 4 行 姓名：不能为空"),
        (2, 1, "陈\u202e屿", "第 4 行 姓名：含有不可见字符 U+202E"),
        (2, 1, "陈\u200b屿", "第 4 行 姓名：含有不可见字符 U+200B"),
        (2, 4, "chen@yq.example", "第 4 行 手机：不是有效的手机号"),
        (2, 5, "13800000003", "第 4 行 邮箱：不是有效的邮箱"),
        (2, 2, "云桥科技/技\u2066术", "第 4 行 部门：含有不可见字符 U+2066"),
        (0, 6, "A3", "直属上级：形成循环：A1 → A3 → A2 → A1"),
    ],
)
def test_an_error_names_row_and_field_and_changes_nothing(
    row: int, column: int, value: str, where: str
) -> None:
    made = look(sheets.changed(row, column, value))
    assert any(where in str(error) for error in made.errors), made.errors
    with pytest.raises(ImportRefused):
        apply(made, by=None, at=MONDAY)
    assert not Person.objects.exists()
    assert not Department.objects.exists()


@pytest.mark.parametrize(
    ("row", "column", "value", "where"),
    [
        (4, 6, "查无此人", "第 6 行 直属上级：找不到“查无此人”"),
        (4, 6, "A5", "第 6 行 直属上级：是本人"),
        (4, 4, "13800000004", "第 6 行 手机：与第 5 行相同"),
        (4, 4, "138****0005", "第 6 行 手机：号码被隐藏"),
        (4, 2, "云桥科技/运营部;云桥科技", "第 6 行 部门：有多个部门"),
        (4, 7, "是", "第 5 行 部门负责人：“运营部”有 2 位负责人"),
    ],
)
def test_a_warning_does_not_stand_in_the_way(row: int, column: int, value: str, where: str) -> None:
    made = look(sheets.changed(row, column, value))
    assert any(where in str(warning) for warning in made.warnings), made.warnings
    assert len(apply(made, by=None, at=MONDAY).joined) == 5


def test_people_of_one_name_need_their_number() -> None:
    rows = [*sheets.ROWS, ("A6", "林若溪", "云桥科技/技术部", "", "", "", "", "")]
    made = look(rows)
    assert "有 2 人同名" in str(made.warnings[0])
    apply(made, by=None, at=MONDAY)
    assert person("A5").manager is None


def test_a_head_may_be_named_and_the_present_one_stays() -> None:
    header = ("工号", "姓名", "部门", "部门负责人")
    rows = [("A1", "甲一", "公司", "乙二"), ("A2", "乙二", "公司", "乙二")]
    load(rows, header)
    assert Department.objects.get(name="公司").head == person("A2")
    both = [(number, name, where, "是") for number, name, where, _head in rows]
    assert look(both, header).heads == ()
    assert look(both, header).warnings


def test_a_department_is_needed_unless_there_is_one_top() -> None:
    made = look([("A1", "甲一")], ("工号", "姓名"))
    assert "第 2 行 部门：不能为空" in str(made.errors[0])
    load()
    made = look([("A9", "甲一")], ("工号", "姓名"))
    assert made.added[0].path == ("云桥科技",)
    assert "归入“云桥科技”" in str(made.warnings[0])


def test_paths_without_the_company_go_below_it() -> None:
    header = ("工号", "姓名", "部门")
    load([("A1", "甲一", "研发部/后端")], header, root="云桥科技")
    assert person("A1").department.path.count("/") == 4
    assert look([("A1", "甲一", "云桥科技/研发部/后端")], header).is_empty()


def test_an_external_contact_keeps_the_number() -> None:
    make_person(employee_no="A1", name="外人", party="客户公司")
    assert "外部联系人“外人”" in str(look().errors[0])


def test_the_delegate_of_the_moment_inherits_first() -> None:
    load()
    Absence.objects.create(
        person=person("A5"),
        starts_at=MONDAY,
        ends_at=MONDAY + timedelta(days=3),
        delegate=person("A3"),
    )
    outcome = load(sheets.ROWS[:4], complete=True)
    assert outcome.heirs == {person("A5").pk: person("A3").pk}


def test_the_day_of_joining_is_read() -> None:
    load([("A1", "甲一", "公司", "2024年3月1日")], ("工号", "姓名", "部门", "入职日期"))
    assert person("A1").joined_at == datetime(2024, 2, 29, 16, tzinfo=UTC)


class TestAnyCompany(TestCase):
    @settings(max_examples=25)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["公司", "公司/甲", "公司/甲/乙", "公司/丙"]),
                st.sampled_from(["", "N0", "N1", "员工2", "无此人"]),
                st.sampled_from(["", "是", "否"]),
                st.sampled_from(["", "13800138000", "+85261234567"]),
            ),
            min_size=1,
            max_size=12,
        ),
        st.randoms(use_true_random=False),
    )
    def test_twice_and_shuffled_is_once(
        self, facts: list[tuple[str, str, str, str]], shuffler: random.Random
    ) -> None:
        header = ("工号", "姓名", "部门", "直属上级", "是否部门主管", "手机")
        rows = [
            (f"N{at}", f"员工{at}", where, manager, head, mobile)
            for at, (where, manager, head, mobile) in enumerate(facts)
        ]
        made = look(rows, header, root="公司")
        if made.errors:
            assert any("循环" in error.message for error in made.errors)
            return
        apply(made, by=None, at=MONDAY)
        shuffler.shuffle(rows)
        again = look(rows, header, complete=True)
        assert again.is_empty(), again
