"""The clocks of regulations that the grammar was not tuned on (Z16)."""

import pytest

from huiyin.cases.drafting.tests import figures

pytestmark = pytest.mark.req("Z16")

LEAST = 0.9


def test_nine_of_ten_clocks_are_found_and_right_where_nobody_tuned(
    capsys: pytest.CaptureFixture[str],
) -> None:
    scores = figures.figures("held_out")["clocks"]
    with capsys.disabled():
        print("", figures.table("tuned"), figures.table("held_out"), sep="\n")  # noqa: T201 - the figures
    assert scores.gold >= 100
    assert scores.recall >= LEAST
    assert scores.precision >= LEAST


def test_a_wrong_value_or_place_counts_as_wrong() -> None:
    path = next((figures.FOLDER / "held_out").glob("*.txt"))
    found, gold = figures.read(path)
    moved = [figures.Gold(0, "x", each.kind, each.value, "", "") for each in gold]
    other = [figures.Gold(each.start, each.words, each.kind, "9y", "", "") for each in gold]
    assert figures.compare(found.proposals, moved, figures.CLOCKS).right == 0
    assert figures.compare(found.proposals, other, figures.CLOCKS).right == 0


@pytest.mark.parametrize("folder", ["tuned", "held_out"])
def test_gold_files_quote_their_text(folder: str) -> None:
    paths = sorted((figures.FOLDER / folder).glob("*.txt"))
    assert len(paths) >= 3
    for path in paths:
        text = path.read_text(encoding="utf-8")
        _found, gold = figures.read(path)
        assert all(text[each.start :].startswith(each.words) for each in gold)
