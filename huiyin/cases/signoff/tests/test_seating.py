"""Seats over random organisations: nobody twice where two are required, and no dead end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.signoff import offices, progress
from huiyin.cases.signoff.offices import Request, UnknownOffice
from huiyin.cases.signoff.progress import Outcome, Sitting, barred, is_done, may_act, upcoming
from huiyin.cases.signoff.seating import NobodyLeft, Place, stand_in, two_of
from huiyin.cases.signoff.standins import arrange
from huiyin.core.policy import Mode

MODES = {
    "necessity": ("head_of(author)", Mode.ONE),
    "information": ("reviewer", Mode.ONE),
    "double_check": ("source_departments", Mode.TWO),
    "co_sign": ("concerned_departments", Mode.ALL),
    "any": ("concerned_departments", Mode.ANY),
    "approve": ("management", Mode.ONE),
    "outside": ("marketing", Mode.ALL),
}


@dataclass
class Town:
    """An organisation made of dictionaries: parents, homes, heads, who is away and who left."""

    parents: list[int | None]
    homes: list[int]
    heads: dict[int, int] = field(default_factory=dict)
    delegates: dict[int, int] = field(default_factory=dict)
    publishing: list[int] = field(default_factory=list)
    away: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)

    def is_there(self, person: int) -> bool:
        return person not in self.away and person not in self.left

    def delegate(self, person: int) -> int | None:
        return self.delegates.get(person) if not self.is_there(person) else None

    def department_of(self, person: int) -> int | None:
        return self.homes[person]

    def belongs(self, person: int, department: int) -> bool:
        return department in self.above(self.homes[person])

    def members(self, department: int) -> Iterable[int]:
        return self._sorted(
            one for one in range(len(self.homes)) if department in self.above(self.homes[one])
        )

    def above(self, department: int) -> Sequence[int]:
        found: list[int] = []
        here: int | None = department
        while here is not None:
            found.append(here)
            here = self.parents[here]
        return found

    def head(self, department: int) -> int | None:
        head = self.heads.get(department)
        return None if head in self.left else head

    def last_resorts(self) -> Iterator[int]:
        yield from self.publishers()
        yield from self._sorted(self.heads.values())
        yield from self._sorted(range(len(self.homes)))

    def roots(self) -> list[int]:
        return [at for at, parent in enumerate(self.parents) if parent is None]

    def publishers(self) -> list[int]:
        return self._sorted(self.publishing)

    def marketing(self) -> list[int]:
        return []

    def present(self) -> set[int]:
        return {one for one in range(len(self.homes)) if self.is_there(one)}

    def _sorted(self, people: Iterable[int]) -> list[int]:
        known = [one for one in people if one not in self.left]
        return sorted(known, key=lambda one: (one in self.away, one))


@st.composite
def towns(draw: st.DrawFn) -> Town:
    count = draw(st.integers(1, 4))
    parents = [None, *(draw(st.integers(0, at)) for at in range(count - 1))]
    people = draw(st.integers(3, 8))
    somebody = st.integers(0, people - 1)
    return Town(
        parents,
        [draw(st.integers(0, count - 1)) for _one in range(people)],
        draw(st.dictionaries(st.integers(0, count - 1), somebody, max_size=count)),
        draw(st.dictionaries(somebody, somebody, max_size=4)),
        draw(st.lists(somebody, max_size=2, unique=True)),
    )


@st.composite
def requests(draw: st.DrawFn, town: Town) -> Request:
    places = st.lists(st.integers(0, len(town.parents) - 1), min_size=1, max_size=3, unique=True)
    author = draw(st.integers(0, len(town.homes) - 1))
    return Request(author, town.homes[author], tuple(draw(places)[:1]), tuple(draw(places)))


def sittings(places: list[Place]) -> tuple[list[Sitting], dict[int, Place]]:
    return [Sitting(at, place.person) for at, place in enumerate(places)], dict(enumerate(places))


def seated(rows: list[Sitting], named: dict[int, int]) -> list[Sitting]:
    return [
        Sitting(one.key, one.person, one.outcome, named.get(one.key), one.acted_by) for one in rows
    ]


@pytest.mark.req("N02", "N04", "N05")
@given(st.data(), towns(), st.sampled_from(sorted(MODES)))
def test_the_author_has_no_seat_and_a_pair_is_two(
    data: st.DataObject, town: Town, step: str
) -> None:
    request = data.draw(requests(town))
    who, mode = MODES[step]
    places = offices.seats(who, mode, request, town)
    people = [place.person for place in places]
    assert request.author not in people
    assert len(set(people)) == len(people)
    if mode is Mode.TWO:
        assert len(people) == 2 * len(request.sources)
    else:
        assert people


@pytest.mark.req("N02", "N04", "N05")
@given(st.data(), towns(), st.lists(st.sampled_from(sorted(MODES)), min_size=1, max_size=4))
def test_there_is_always_somebody_who_can_act(
    data: st.DataObject, town: Town, steps: list[str]
) -> None:
    """Whoever goes away, leaves or returns between two signatures, as long as two others are there."""
    request = data.draw(requests(town))
    for step in steps:
        who, mode = MODES[step]
        rows, places = sittings(offices.seats(who, mode, request, town))
        signed: list[int] = []
        while not is_done(mode, [one.outcome for one in rows]):
            shuffle(data, town, request.author)
            rows = seated(rows, arrange(rows, places, request.author, town))
            able = sorted(
                (one.key, person)
                for one in rows
                for person in one.people & town.present()
                if may_act(person, one, rows, request.author, pair=places[one.key].pair)
            )
            assert able, (rows, town)
            key, person = data.draw(st.sampled_from(able))
            signed.append(person)
            rows = [
                Sitting(one.key, one.person, Outcome.APPROVED, None, person)
                if one.key == key
                else one
                for one in rows
            ]
        assert request.author not in signed
        if mode is Mode.TWO:
            assert len(set(signed)) == len(signed) == 2


def shuffle(data: st.DataObject, town: Town, author: int) -> None:
    """Some go, some come back, one may leave for good; two besides the author stay."""
    others = [one for one in range(len(town.homes)) if one != author and one not in town.left]
    stay = set(data.draw(st.permutations(others))[:2])
    leaves: bool = data.draw(st.booleans())
    town.away = data.draw(st.sets(st.sampled_from(others))) - stay
    leaving = [one for one in others if one not in stay]
    if leaving and leaves:
        town.left = town.left | {data.draw(st.sampled_from(leaving))}


@pytest.mark.req("N04")
@given(towns())
def test_two_people_or_nobody(town: Town) -> None:
    found = two_of(town.homes[0], {0}, town)
    assert len({*found, 0}) == 3
    with pytest.raises(NobodyLeft):
        two_of(town.homes[0], set(range(len(town.homes) - 1)), town)


@pytest.mark.req("N04")
def test_a_delegate_of_another_department_does_not_double_check() -> None:
    town = Town([None, 0, 0], [0, 1, 1, 1, 2], {0: 0}, {1: 4}, away={1})
    assert stand_in(Place(1, 1), {0}, town) == 4
    assert stand_in(Place(1, 1, pair=True), {0, 2}, town) == 3
    assert stand_in(Place(1, 1, pair=True), {0, 2, 3}, town) == 4
    assert stand_in(Place(1, 1, pair=True), {0, 2, 3, 4}, town) is None


def test_a_stand_in_stays_until_the_signer_is_back() -> None:
    town = Town([None], [0, 0, 0, 0], {}, {1: 2}, away={1})
    rows, places = sittings([Place(1, 0)])
    rows = seated(rows, arrange(rows, places, 0, town))
    assert rows[0].acting == 2
    town.delegates = {1: 3}
    assert arrange(rows, places, 0, town) == {0: 2}
    town.away = {1, 2}
    assert arrange(rows, places, 0, town) == {0: 3}
    town.away = set()
    assert arrange(rows, places, 0, town) == {}


def test_who_signed_for_another_cannot_take_the_second_seat() -> None:
    done = Sitting(1, 7, Outcome.APPROVED, None, 8)
    mine = Sitting(2, 9, acting=8)
    assert barred(mine, [done, mine], 1, pair=True) == {1, 8}
    assert not may_act(8, mine, [done, mine], 1, pair=True)
    assert may_act(8, mine, [done, mine], 1, pair=False)
    assert not may_act(1, Sitting(2, 1), [], 1, pair=False)
    assert not may_act(7, done, [done], 1, pair=False)


@pytest.mark.parametrize(
    ("mode", "outcomes", "done"),
    [
        (Mode.ONE, "a", True),
        (Mode.ONE, "ao", False),
        (Mode.ANY, "ao", True),
        (Mode.ANY, "oo", False),
        (Mode.ALL, "aa", True),
        (Mode.ALL, "ao", False),
        (Mode.ALL, "at", True),
        (Mode.TWO, "aa", True),
        (Mode.TWO, "ata", True),
        (Mode.TWO, "ta", True),
        (Mode.ALL, "tt", False),
    ],
)
def test_when_a_step_is_done(mode: Mode, outcomes: str, done: bool) -> None:
    words = {"a": Outcome.APPROVED, "o": Outcome.OPEN, "t": Outcome.TRANSFERRED}
    assert is_done(mode, [words[one] for one in outcomes]) is done


def test_what_is_next() -> None:
    assert upcoming([True, False, False]) == 1
    assert upcoming([True]) is None
    assert {Outcome.RELEASED, Outcome.TRANSFERRED} == progress.GONE


def test_a_role_without_meaning_is_an_error() -> None:
    town = Town([None], [0, 0])
    with pytest.raises(UnknownOffice):
        offices.seats("moon", Mode.ONE, Request(0, 0), town)
    assert offices.seats("concerned_departments", Mode.ALL, Request(0, 0), town) == []
    assert offices.seats("reviewer", Mode.ONE, Request(0, 0), town) == [Place(1, 0)]
