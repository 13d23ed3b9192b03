"""One cell at a time."""

from datetime import UTC, datetime

import pytest

from huiyin.directory.importing import cells, paths

pytestmark = pytest.mark.req("O01")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800138000", "13800138000"),
        (" +86 138-0013-8000 ", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("+852 6123 4567", "+85261234567"),
        ("010-88886666", "01088886666"),
        ("138****8000", ""),
        ("", ""),
    ],
)
def test_a_phone_number_becomes_fit_to_dial(text: str, number: str) -> None:
    assert cells.mobile(text) == number


@pytest.mark.parametrize("text", ["12345678901", "abc", "chen@yq.example", "123", "1380013800a"])
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="手机号"):
        cells.mobile(text)


def test_addresses() -> None:
    assert cells.email(" Chen@YQ.Example ") == "Chen@yq.example"
    assert cells.email("") == ""
    with pytest.raises(ValueError, match="邮箱"):
        cells.email("13800138000")


@pytest.mark.parametrize("text", ["2024-03-01", "2024/3/1", "2024年3月1日", "20240301", "2024.3.1"])
def test_dates_are_midnight_in_shanghai(text: str) -> None:
    assert cells.joined(text) == datetime(2024, 2, 29, 16, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2024-13-01", "yesterday", "2024", "20240230"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="日期"):
        cells.joined(text)


def test_an_empty_date_is_none() -> None:
    assert cells.joined("") is None
    assert cells.joined("-") is None


def test_text_is_trimmed_and_bounded() -> None:
    assert cells.plain("　陈屿 ", 10) == "陈屿"
    assert cells.code("Ａ００１", 10) == "A001"
    with pytest.raises(ValueError, match="U\\+202E"):
        cells.plain("陈\u202e屿", 10)
    with pytest.raises(ValueError, match="超过 2 个字符"):
        cells.plain("林若溪", 2)


def test_only_words_of_departure_mean_gone() -> None:
    assert cells.has_left(" 已离职 ")
    assert cells.has_left("Terminated")
    assert not cells.has_left("在职")
    assert not cells.has_left("未激活")


@pytest.mark.parametrize(
    ("cell", "by_dash", "tops", "path"),
    [
        ("公司/研发部/后端", False, [], ("公司", "研发部", "后端")),
        ("公司 / 研发部", False, [], ("公司", "研发部")),
        ("公司-研发部", True, [], ("公司", "研发部")),
        ("公司-研发部", False, [], ("公司-研发部",)),
        ("研发部", False, ["公司"], ("公司", "研发部")),
        ("研发部", False, ["甲", "乙"], ("研发部",)),
        ("公司/甲;公司/乙", False, [], ("公司", "甲")),
        ("", False, ["公司"], ()),
    ],
)
def test_department_cells(cell: str, by_dash: bool, tops: list[str], path: tuple[str, ...]) -> None:
    assert paths.split(cell, by_dash=by_dash, tops=tops) == path


def test_a_bottomless_path_is_refused() -> None:
    with pytest.raises(ValueError, match="20 级"):
        paths.split("/".join("abcdefghijklmnopqrstu"), by_dash=False, tops=[])


@pytest.mark.parametrize(
    ("column", "parts"),
    [
        (["公司-研发部", "公司-市场部", "公司"], True),
        (["研发部", "A-1 组", "市场部", "财务部"], False),
        (["公司/研发部", "公司/A-1 组"], False),
        (["公司-研发部", "集团-市场部"], False),
        ([], False),
    ],
)
def test_when_a_dash_parts_levels(column: list[str], parts: bool) -> None:
    assert paths.dashes_part(column) is parts


def test_parents_come_first_and_once() -> None:
    found = paths.with_parents([("公司", "研发部", "后端"), ("公司", "研发部")])
    assert found == [("公司",), ("公司", "研发部"), ("公司", "研发部", "后端")]
