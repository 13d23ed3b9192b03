"""Names: keys, comparison, refused characters."""

import pytest

from huiyin.directory import names


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("林若溪", "lin ruo xi"),
        ("曾小贤", "zeng xiao xian"),
        ("单田芳", "shan tian fang"),
        ("解晓东", "xie xiao dong"),
        ("查良镛", "zha liang yong"),
        ("仇英", "qiu ying"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("吕布", "lv bu"),
        ("John Smith", "john smith"),
        ("", ""),
    ],
)
def test_a_name_sorts_by_its_surname_read_as_a_surname(name: str, key: str) -> None:
    assert names.person_sort_key(name) == key


def test_outside_names_a_surname_character_keeps_its_usual_reading() -> None:
    assert names.department_sort_key("查询组") == "cha xun zu"


def test_the_search_key_holds_name_pinyin_and_initials() -> None:
    assert names.search_key("林若溪", "lin ruo xi") == "林若溪 linruoxi lrx"


def test_comparison_ignores_width_case_and_runs_of_space() -> None:
    assert names.fold("　Ａnn  Ｌee ") == "ann lee"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("陈屿", ""),
        ("𠮷野", ""),
        ("O'Neil-李", ""),
        ("陈\u202e屿", "U+202E"),
        ("陈\u200b屿", "U+200B"),
        ("陈\x07屿", "U+0007"),
        ("陈\u2028", "U+2028"),
        ("\u3164", "U+3164"),
        ("\U000e0041", "U+E0041"),
    ],
)
def test_characters_that_cannot_be_seen_are_found(text: str, found: str) -> None:
    assert names.invisible(text) == found
