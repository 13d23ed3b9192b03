"""What the linter and the editor are told about the regulation's own events is what is recorded."""

import json

import pytest

from huiyin.cases.naming import word
from huiyin.cases.workdays.factvalues import FACTS as OF_WORKDAYS
from huiyin.ledger.models import Entry
from huiyin.scenarios.regulation import actions, events, path
from huiyin.scenarios.regulation.factvalues import FACTS
from huiyin.scenarios.regulation.tests.house import House, begun

pytestmark = pytest.mark.req("Z15")


def test_every_event_is_told_of() -> None:
    assert set(FACTS) == {*events.EVENTS, "path:regulation"}


def test_the_facts_of_a_life_are_those_that_are_named(house: House) -> None:
    amendment = begun(house)
    assert set(path.facts(amendment)) == set(FACTS["path:regulation"])
    actions.submit(amendment.pk, None, by=house.officer)
    house.sign(amendment)
    house.announce(amendment.pk)
    actions.enact(amendment.pk, by=None)
    recorded = Entry.objects.filter(subject=amendment.pk, kind__startswith="regulation.")
    kinds = set()
    for entry in recorded:
        kinds.add(entry.kind)
        assert set(json.loads(entry.body)["facts"]) <= set(FACTS[entry.kind])
    assert events.PUT_IN_FORCE in kinds


def test_facts_and_values_have_words() -> None:
    told = [*FACTS.values(), *OF_WORKDAYS.values()]
    names = {
        one for facts in told for name, given in facts.items() for one in (name, *(given or ()))
    }
    bare = {name for name in names - {"true", "false", ""} if word(name) == name}
    assert bare == set()
