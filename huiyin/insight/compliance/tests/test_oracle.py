"""The roll-up equals a count over the ledger alone, to the unit, whatever happened (G02, Z01)."""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huiyin.core.event import Event
from huiyin.directory.models import Absence, Department, Person
from huiyin.directory.tests.factories import Company
from huiyin.insight.compliance import checks, reading, rebuilding
from huiyin.insight.compliance.figures import Figures
from huiyin.insight.compliance.periods import Period
from huiyin.insight.compliance.reading import Wanted
from huiyin.insight.compliance.tests import oracle
from huiyin.insight.compliance.tests.conftest import RULES, regulation
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.obligations import clock as obligation_clock
from huiyin.obligations import coverage, doctor, moving, reassign, release
from huiyin.obligations.record import record
from huiyin.obligations.tests.conftest import RolledBack, install, people
from huiyin.policies import in_force
from huiyin.worktime.models import Edition, OwnDay, WorkCalendar

CAST = ("陈屿", "秦朗", "白露", "孟夏", "唐果", "韩墨")
WHOLE = Period("own", date(2026, 1, 1), date(2027, 12, 31))
"""All months that a history of the tests can touch."""
OUT_OF_PLACE = ("I6", "I7")
"""Invariants that speak of the sealed ledger and of acts that this small regulation has not."""

someone = st.integers(0, len(CAST) - 1)
acts = st.one_of(
    st.tuples(
        st.just("open"),
        st.sampled_from(["t.told", "t.asked", "t.joined"]),
        st.sets(someone, min_size=1),
        st.sampled_from(["", "p1", "p2"]),
    ),
    st.tuples(
        st.just("act"),
        st.sampled_from(["t.confirmed", "t.answered", "t.excused"]),
        someone,
        st.sampled_from(["", "p1", "p2"]),
    ),
    st.tuples(st.just("end"), st.sampled_from(["", "p1"])),
    st.tuples(st.just("release"), st.sets(someone, min_size=1)),
    st.tuples(st.just("hand on"), someone, someone),
    st.tuples(st.just("change department"), someone),
    st.tuples(st.just("revise")),
    st.tuples(st.just("own day"), st.integers(0, 4), st.booleans()),
    st.tuples(st.just("leave"), someone, st.integers(0, 3)),
    st.tuples(st.just("fold"), st.integers(1, 4)),
    st.tuples(st.just("pass"), st.sampled_from([1, 59, 60, 61, 180, 181, 600, 1440, 4320, 43200])),
)


class History:
    """Two cases and what happens to them, all through the door."""

    def __init__(self, company: Company) -> None:
        self.cast = [company[name] for name in CAST]
        self.initiator = company["林若溪"]
        self.cases = [str(new_id()), str(new_id())]
        self.turn = 0

    def play(self, act: tuple[Any, ...]) -> None:
        """One act on one of the cases, in turn; then the clock looks."""
        self.turn += 1
        getattr(self, "_" + act[0].replace(" ", "_"))(*act[1:])
        obligation_clock.wake()

    @property
    def case(self) -> str:
        return self.cases[self.turn % 2]

    def _record(self, kind: str, by: Person, to: list[Person] | None = None, **facts: Any) -> None:
        event = Event(kind, self.case, kit_clock.now(), by.pk, facts)
        record(event, sets={"recipients": people(*to)} if to else None)

    def _open(self, kind: str, numbers: set[int], part: str) -> None:
        to = [self.cast[number] for number in sorted(numbers)]
        self._record(kind, self.initiator, to, initiator=self.initiator.pk, **_of(part))

    def _act(self, kind: str, number: int, part: str) -> None:
        person = self.cast[number]
        self._record(kind, person, None, person=person.pk, **_of(part))

    def _end(self, part: str) -> None:
        self._record("t.ended", self.initiator, None, **_of(part))

    def _release(self, numbers: set[int]) -> None:
        gone = people(*(self.cast[number] for number in numbers))
        now = kit_clock.now()
        case = UUID(self.case)
        release.release(oracle.RELEASED, case, gone, now, roles=["recipients"], facts={})

    def _hand_on(self, number: int, other: int) -> None:
        reassign.to_delegate(self.cast[number].pk, self.cast[other].pk)

    def _change_department(self, number: int) -> None:
        person = Person.objects.get(pk=self.cast[number].pk)
        other = Department.objects.exclude(pk=person.department_id).order_by("pk").first()
        assert other is not None
        Person.objects.filter(pk=person.pk).update(department=other)

    def _revise(self) -> None:
        install(regulation())

    def _own_day(self, ahead: int, off: bool) -> None:
        """A coming day is free, or worked at other hours; open duties follow."""
        week = {str(day): [["09:00", "12:00"], ["13:00", "18:00"]] for day in range(5)}
        main, _new = WorkCalendar.objects.get_or_create(
            main=True, defaults={"name": "公司", "hours": week}
        )
        now = kit_clock.now()
        OwnDay.objects.update_or_create(
            calendar=main,
            day=reading.today_of(now) + timedelta(days=ahead),
            defaults={"hours": [] if off else [["10:00", "15:00"]], "title": "停产", "set_at": now},
        )
        self._follow()

    def _leave(self, number: int, ahead: int) -> None:
        """Away for a working day, nobody standing in: what is owed is due later."""
        starts = kit_clock.now() + timedelta(days=ahead)
        ends = starts + timedelta(hours=30)
        Absence.objects.create(person=self.cast[number], starts_at=starts, ends_at=ends)
        self._follow()

    def _follow(self) -> None:
        Edition.objects.create(at=kit_clock.now())
        moving.move({"why": "own_day"})

    def _fold(self, limit: int) -> None:
        coverage.fold(limit)

    def _pass(self, minutes: int) -> None:
        kit_clock.advance(timedelta(minutes=minutes))


def _of(part: str) -> dict[str, str]:
    return {"part": part} if part else {}


def counted() -> dict[oracle.Cell, Counter[str]]:
    """The same from the roll-up: each department by itself, each day by itself."""
    places = {pk: pk for pk in Department.objects.values_list("pk", flat=True)}
    now = kit_clock.now()
    days = set(_days())
    cells: dict[oracle.Cell, Counter[str]] = {}
    for day in days:
        wanted = Wanted(Period("own", day, day), ("clause", "department"), places)
        for (clause, department), one in reading.read(wanted, now).items():
            found = Counter({state: getattr(one, state) for state in oracle.STATES})
            cells[str(clause), int(str(department)), day] = +found
    return cells


def _days() -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT (coalesce(due_at, born_at) AT TIME ZONE 'Asia/Shanghai')::date
                 FROM obligation WHERE parent IS NULL"""
        )
        return [row[0] for row in cursor.fetchall()]


def whole() -> Figures:
    """Everything at once, so that months answer where they can."""
    return reading.read(Wanted(WHOLE, ()), kit_clock.now()).get((), Figures())


def by_month() -> Figures:
    """The same, month by month."""
    return sum(reading.read(Wanted(WHOLE, ("month",)), kit_clock.now()).values(), Figures())


def sums(cells: dict[oracle.Cell, Counter[str]]) -> Figures:
    """The oracle's cells as one."""
    total: Counter[str] = sum(cells.values(), Counter())
    return Figures(owed=total.total(), **total)


@pytest.mark.req("G02", "Z01")
@pytest.mark.timeout(300)
@settings(max_examples=60)
@example(
    history=[
        ("open", "t.told", {0, 1, 3}, ""),
        ("act", "t.confirmed", 0, ""),
        ("fold", 1),
        ("pass", 61),
        ("act", "t.confirmed", 1, ""),
        ("fold", 4),
        ("pass", 43200),
    ]
)
@example(
    history=[
        ("open", "t.asked", {0, 1, 2}, ""),
        ("act", "t.confirmed", 1, ""),
        ("fold", 4),
        ("leave", 0, 0),
        ("own day", 1, True),
        ("pass", 1440),
        ("act", "t.confirmed", 0, ""),
        ("act", "t.confirmed", 2, ""),
    ]
)
@given(history=st.lists(acts, min_size=1, max_size=12))
def test_the_roll_up_equals_the_ledger(company: Company, history: list[tuple[Any, ...]]) -> None:
    in_force.forget()
    start = kit_clock.now()
    with kit_clock.frozen(start), suppress(RolledBack), transaction.atomic():
        told = History(company)
        told.play(("open", "t.told", {0, 1, 2}, ""))
        for act in history:
            told.play(act)
        expected = oracle.figures(RULES, kit_clock.now())
        assert counted() == expected
        assert whole() == sums(expected), "with months where they answer"
        while coverage.fold():
            pass
        assert counted() == expected, "the fold changes no figure"
        assert whole() == by_month() == sums(expected)
        assert _findings() == []
        rebuilding.rebuild()
        assert counted() == expected, "made anew from the duties"
        assert _findings() == []
        raise RolledBack
    in_force.forget()


def _findings() -> list[str]:
    return [line for line in doctor.findings() if not line.startswith(OUT_OF_PLACE)]


def test_the_invariants_are_asked() -> None:
    assert {one.name[:2] for one in checks.INVARIANTS} == {"C1", "C2", "C3"}
