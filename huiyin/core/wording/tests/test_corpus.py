"""Precision and recall on sentences good and bad, printed; those held out are counted apart."""

import pytest

from huiyin.core.wording import LEVELS
from huiyin.core.wording.tests.measure import Sentence, score, sentences

FLOOR = 0.95
ROWS = sentences()


def _part(*, held: bool) -> list[Sentence]:
    return [row for row in ROWS if row.held is held]


@pytest.mark.req("N07")
@pytest.mark.req("N26")
@pytest.mark.parametrize("held", [False, True], ids=["tuned", "held out"])
def test_the_rules_find_what_is_wrong_and_nothing_else(
    held: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _part(held=held)
    made = score(rows)
    with capsys.disabled():
        print(  # noqa: T201 - the figures are asked for
            "",
            f"{len(rows)} sentences, {'held out' if held else 'tuned'}:",
            *made.lines(),
            sep="\n",
        )
    assert made.precision() >= FLOOR
    assert made.recall() >= FLOOR


def test_the_corpus_is_large_and_knows_every_code() -> None:
    assert len(ROWS) >= 80
    assert len(_part(held=True)) * 3 >= len(ROWS)
    wanted = {code for row in ROWS for code in row.codes}
    assert wanted == set(LEVELS)
    assert sum(not row.codes for row in ROWS) >= 60
