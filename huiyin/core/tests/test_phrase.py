"""A sentence of the core keeps what it was made of, through errors and copies."""

import json
from copy import deepcopy

import pytest

from huiyin.core.load import read_policy
from huiyin.core.phrase import Phrase, listed, phrase
from huiyin.core.table import PolicyError
from huiyin.core.terms import TermError, parse_term

pytestmark = pytest.mark.req("Z15")


def test_it_is_its_text() -> None:
    made = phrase(
        "与 %(other)s 相反：%(names)s，%(count)d 次", other="3.1", names=("a", "b"), count=2
    )
    assert made == "与 3.1 相反：a、b，2 次"
    assert json.loads(json.dumps(made)) == made
    assert (made.pattern[:6], made.values["names"]) == ("与 %(ot", ("a", "b"))
    assert phrase("100% 好") == "100% 好"
    assert listed(())
    assert not listed([])
    assert not listed("a")


def test_errors_and_copies_carry_it_whole() -> None:
    with pytest.raises(TermError) as slip:
        parse_term("soon")
    said = str(slip.value)
    assert isinstance(said, Phrase)
    assert said.values == {"text": "soon"}
    copied = deepcopy(said)
    assert (copied, copied.pattern, copied.values) == (said, said.pattern, said.values)


def test_a_slip_in_a_policy_says_its_place_and_its_problem() -> None:
    with pytest.raises(PolicyError) as slip:
        read_policy(1, {"x": '[[clause]]\nid = "1"\ntext = "a"\nkind = "no"\n'})
    said = str(slip.value)
    assert isinstance(said, Phrase)
    assert isinstance(said.values["problem"], Phrase)
    assert said.startswith("x · 1 · kind：")
