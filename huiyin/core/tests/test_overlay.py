"""Departments' own clauses on top of the company's: each row binds where its clause does."""

import pytest

from huiyin.core.overlay import Own, compose
from huiyin.core.reach import Reach
from huiyin.core.tests.world import policy

pytestmark = pytest.mark.req("G04")

SIGN = '[[clause.sign]]\nof = "t"\nstep = "approve"\nwho = "{}"\nmode = "one"\n'


def test_an_own_signing_stands_in_place_of_the_companys_for_its_people() -> None:
    base, own = policy(SIGN.format("management")), policy(SIGN.format("reviewer"))
    (clause,) = compose(base, [Own(7, own)]).clauses
    assert [(one.who, one.reach) for one in clause.signings] == [
        ("management", Reach(None, (7,))),
        ("reviewer", Reach(7)),
    ]
    assert clause.signings[1].key == f"{clause.signings[0].key}@7"
