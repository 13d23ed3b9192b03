"""Any organisation, any audience, any order of relays: the way agrees with a plain walk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as some

from huiyin.directory.audience import Audience
from huiyin.directory.models import Department, Person
from huiyin.directory.tests.factories import make_department, make_person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.roles import NOBODY
from huiyin.scenarios.notices.cascade import plan
from huiyin.scenarios.notices.cascade.models import Stop
from huiyin.scenarios.notices.tests.stage import NOON

DEPARTMENTS, PEOPLE = 5, 9


@dataclass(frozen=True)
class House:
    """``parents[d]`` is above department d; ``places[p]`` where p works; ``heads[d]`` who leads d."""

    parents: tuple[int | None, ...]
    places: tuple[int, ...]
    heads: tuple[int | None, ...]
    left_out: frozenset[int]
    key: frozenset[int]
    author: int
    order: tuple[int, ...]


@some.composite
def houses(draw: some.DrawFn) -> House:
    people = some.integers(0, PEOPLE - 1)
    parents = [None, *(draw(some.integers(0, at)) for at in range(DEPARTMENTS - 1))]
    return House(
        tuple(parents),
        tuple(draw(some.integers(0, DEPARTMENTS - 1)) for _each in range(PEOPLE)),
        tuple(draw(some.none() | people) for _each in range(DEPARTMENTS)),
        draw(some.frozensets(people, max_size=3)),
        draw(some.frozensets(people, max_size=2)),
        draw(people),
        tuple(draw(some.lists(people, max_size=14))),
    )


def head_of(house: House, person: int) -> int | None:
    """The nearest head upwards who is not the person themself."""
    place: int | None = house.places[person]
    while place is not None:
        head = house.heads[place]
        if head is not None and head != person:
            return head
        place = house.parents[place]
    return None


def planned(house: House) -> dict[int, tuple[int | None, int]]:
    """Sender and hop of everybody who is meant, walked one by one."""
    meant = set(range(PEOPLE)) - house.left_out
    sender: dict[int, int | None] = {}
    for person in meant:
        head = head_of(house, person)
        direct = person in house.key or house.author in {person, head} or head not in meant
        sender[person] = None if direct else head
    found: dict[int, tuple[int | None, int]] = {}
    for person in meant:
        hop, at, seen = 0, person, {person}
        while (above := sender[at]) is not None and above not in seen:
            hop, at = hop + 1, above
            seen.add(above)
        circle = sender[at] is not None
        found[person] = (None, 0) if circle or hop == 0 else (sender[person], hop)
    return found


def reached(house: House) -> set[int]:
    """Who has it after the relays were tried in the order of the house."""
    ways = planned(house)
    have = {person for person, (_sender, hop) in ways.items() if hop == 0}
    for person in house.order:
        if person in have:
            have |= {each for each, (sender, _hop) in ways.items() if sender == person}
    return have


def built(house: House) -> list[Person]:
    places: list[Department] = []
    for number, above in enumerate(house.parents):
        places.append(make_department(f"部{number}", None if above is None else places[above]))
    people = [
        make_person(name=f"员{at}", department=places[p]) for at, p in enumerate(house.places)
    ]
    for place, head in zip(places, house.heads, strict=True):
        if head is not None:
            place.head = people[head]
            place.save(update_fields=["head"])
    return people


@pytest.mark.req("N19", "Z14")
@given(house=houses())
def test_the_way_and_what_relays_reach_agree_with_a_plain_walk(db: None, house: House) -> None:
    with transaction.atomic(), clock.frozen(NOON):
        people = built(house)
        notice = new_id()
        aim = Audience(
            people=tuple(people[at].pk for at in range(PEOPLE) if at not in house.left_out)
        )
        keys = tuple(people[at].pk for at in house.key - house.left_out)
        key = Audience(people=keys).select_sql() if keys else NOBODY
        plan.lay(notice, people[house.author].pk, aim.select_sql(), key, NOON)
        numbers = {person.pk: at for at, person in enumerate(people)}
        rows = Stop.objects.filter(notice_id=notice)
        written = {
            numbers[row.person_id]: (
                None if row.sender_id is None else numbers[row.sender_id], row.hop,
            )
            for row in rows
        }  # fmt: skip
        assert written == planned(house)
        try_relays(notice, people, house.order)
        assert have(notice, numbers) == reached(house)
        by_hop = sorted(written, key=lambda at: written[at][1])
        try_relays(notice, people, by_hop)
        assert have(notice, numbers) == set(written), "nobody stays on an island"
        transaction.set_rollback(True)


@given(house=houses())
def test_going_past_a_level_reaches_exactly_the_branch(db: None, house: House) -> None:
    with transaction.atomic(), clock.frozen(NOON):
        people = built(house)
        notice = new_id()
        meant = tuple(people[at].pk for at in range(PEOPLE) if at not in house.left_out)
        plan.lay(notice, people[house.author].pk, Audience(people=meant).select_sql(), NOBODY, NOON)
        plain = replace(house, key=frozenset())
        ways, past = planned(plain), house.order[:1]
        took = plan.receive_flat(notice, [people[at].pk for at in past], NOON)
        numbers = {person.pk: at for at, person in enumerate(people)}
        expected = {at for at in ways if _above(ways, at) & set(past)}
        assert {numbers[pk] for pk in took} == expected
        assert plan.receive_flat(notice, [people[at].pk for at in past], NOON) == []
        transaction.set_rollback(True)


def try_relays(notice: UUID, people: Sequence[Person], order: Sequence[int]) -> None:
    """Whoever has it passes it on; whoever has not cannot."""
    for at in order:
        got = Stop.objects.filter(
            notice_id=notice, person_id=people[at].pk, received_at__isnull=False
        )
        if got.exists():
            plan.receive(notice, people[at].pk, NOON)


def have(notice: UUID, numbers: Mapping[int, int]) -> set[int]:
    rows = Stop.objects.filter(notice_id=notice, received_at__isnull=False)
    return {numbers[pk] for pk in rows.values_list("person_id", flat=True)}


def _above(ways: Mapping[int, tuple[int | None, int]], at: int) -> set[int]:
    found: set[int] = set()
    sender = ways[at][0]
    while sender is not None:
        found.add(sender)
        sender = ways[sender][0]
    return found
