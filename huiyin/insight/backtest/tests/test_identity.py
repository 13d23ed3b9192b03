"""The regulation in force, replayed on its own history, opens exactly what the ledger says."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.directory.models import Person
from huiyin.directory.tests.factories import make_company
from huiyin.insight.backtest.tests.living import (
    MORNING,
    Living,
    acts,
    backtest,
    regulation,
    regulations,
)
from huiyin.kit import clock as kit_clock
from huiyin.obligations.tests.conftest import RolledBack, install
from huiyin.policies import in_force

CAST = ("陈屿", "秦朗", "白露", "孟夏", "唐果", "韩墨")
FIRST = ("publish", "t.published", ("", {0, 1, 2, 4}, {3}))


@pytest.fixture
def cast(db: None) -> list[Person]:
    """An initiator, who is a compliance officer too, and six who may be told."""
    del db
    company = make_company()
    return [company["林若溪"], *(company[name] for name in CAST)]


@pytest.mark.req("Z02")
@pytest.mark.timeout(600)
@settings(max_examples=60)
@given(
    one=regulations,
    other=regulations,
    punctual=st.booleans(),
    before=st.lists(acts, max_size=7),
    after=st.lists(acts, max_size=7),
)
def test_what_is_in_force_finds_no_difference_in_its_own_history(
    cast: list[Person],
    one: list[dict[str, Any]],
    other: list[dict[str, Any]],
    punctual: bool,
    before: list[tuple[Any, Any, Any]],
    after: list[tuple[Any, Any, Any]],
) -> None:
    with kit_clock.frozen(MORNING), suppress(RolledBack), transaction.atomic():
        install(regulation(one))
        living = Living(cast, punctual)
        for act in [FIRST, *before]:
            living.play(act)
        kit_clock.advance(timedelta(minutes=1))
        if other != one:
            in_force.put_in_force(regulation(other), "二")
        for act in [FIRST, *after]:
            living.play(act)
        kit_clock.advance(timedelta(minutes=1))
        source = regulation(one if not after else other)
        found = backtest(source)
        assert found["counts"]["differences"] == 0, found["lists"]["differences"]
        assert found["counts"]["recorded"] > 0 or not found["figures"]
        raise RolledBack
    in_force.forget()


@pytest.mark.req("Z02")
@pytest.mark.timeout(600)
@settings(max_examples=40)
@given(one=regulations, punctual=st.booleans(), history=st.lists(acts, max_size=9))
def test_a_draft_that_changes_nothing_changes_nothing(
    cast: list[Person],
    one: list[dict[str, Any]],
    punctual: bool,
    history: list[tuple[Any, Any, Any]],
) -> None:
    with kit_clock.frozen(MORNING), suppress(RolledBack), transaction.atomic():
        install(regulation(one))
        living = Living(cast, punctual)
        for act in [FIRST, *history]:
            living.play(act)
        # Another matrix makes it play every case twice.
        found = backtest(regulation(one).replace('"mail"]', '"mail", "phone"]'))
        for figure, cell in found["figures"].items():
            assert cell[0] == cell[1] == cell[2] == cell[3], (figure, found["figures"])
        assert {"created", "dropped", "moved"}.isdisjoint(found["figures"])
        raise RolledBack
    in_force.forget()
