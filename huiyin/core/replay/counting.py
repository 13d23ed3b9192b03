"""A case that was played twice, counted: per clause, department, month and verb."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.core.engine import REMIND
from huiyin.core.event import Who
from huiyin.core.memory import HEADS
from huiyin.core.replay.book import Duty
from huiyin.core.replay.bounds import is_breach, is_open_to_doubt, ladder_of, parting
from huiyin.core.replay.comparing import Pair, pairs
from huiyin.core.replay.playing import Played, Side, differences
from huiyin.core.replay.tally import Row, Tally
from huiyin.core.replay.world import World

PHONE = "phone"
"""What the verbs of phone calls begin with."""

NOWHERE = 0
"""The department of somebody whom the directory does not know."""

WAS, WOULD = 0, 1


def count(played: Played, world: World, tally: Tally) -> None:
    """Add everything that is to be said about one case."""
    tally.count("cases")
    tally.count("moments", len(played.case.moments))
    _check(played, tally)
    counting = _Counting(played, world, tally)
    found = pairs(played)
    for pair in found:
        counting.part(pair)
    for pair in found:
        counting.pair(pair)
    counting.pings()
    counting.left_out()
    _guards(played, world, tally)
    _unanswered(played, world, tally)


def _check(played: Played, tally: Tally) -> None:
    """What the ledger says was opened, against the replay of the versions in force."""
    tally.count("recorded", sum(len(moment.opened) for moment in played.case.moments))
    for at, rule, problem in differences(played):
        name = problem if problem == "recounted" else "differences"
        tally.count(name)
        tally.keep(name, _row(0, at, played.case.subject, rule, problem))


@dataclass(slots=True)
class _Counting:
    played: Played
    world: World
    tally: Tally
    parted: dict[int, datetime | None] = field(default_factory=dict)

    def part(self, pair: Pair) -> None:
        """Since when the people of a duty are told something else."""
        would = pair.would
        if would is None or would.entry.cohort.parent is not None:
            return
        key = would.entry.cohort.key
        at = None if pair.was is would else parting(pair.was, would, self.world)
        known = self.parted.get(key)
        self.parted[key] = at if known is None else known if at is None else min(at, known)

    def pair(self, pair: Pair) -> None:
        """One duty and its counterpart."""
        for duty, side in ((pair.was, WAS), (pair.would, WOULD)):
            if duty is None:
                continue
            people = Counter(map(self._place, pair.people))
            sure = side == WAS or self._is_sure(duty)
            rung = duty.entry.cohort.parent is not None
            self._add(_figure(duty), duty, people, side, sure=sure)
            self._push(duty, pair.people, duty.moment.event.at, side, sure=sure)
            if duty.entry.cohort.verb.startswith(PHONE) and rung:
                self._called(duty, side, sure=sure)
        self._breaches(pair)
        self._change(pair)

    def _is_sure(self, duty: Duty) -> bool:
        """Whether a duty of the draft is sure to be born, however people would have acted."""
        if duty.doubtful:
            return False
        parent = duty.entry.cohort.parent
        parted = None if parent is None else self.parted.get(parent)
        return parted is None or duty.entry.cohort.born_at <= parted

    def _change(self, pair: Pair) -> None:
        duty = pair.would or pair.was
        if duty is None or duty.entry.cohort.parent is not None:
            return
        if pair.was is None:
            kind = "created"
        elif pair.would is None:
            kind = "dropped"
        elif pair.was.entry.cohort.due_at != pair.would.entry.cohort.due_at:
            kind = "moved"
        else:
            return
        people = Counter(map(self._place, pair.people))
        self._add(kind, duty, people, WOULD, sure=not duty.doubtful)
        self.tally.keep(kind, _listed(pair, duty, self.played.case.subject))

    def _breaches(self, pair: Pair) -> None:
        until = self.world.until
        before: Counter[int] = Counter()
        cells: dict[int, list[int]] = {}
        would = pair.would
        parted = None if would is None else self._parted(would)
        for person in pair.people:
            place = self._place(person)
            if pair.was is not None and is_breach(pair.was, person, until):
                before[place] += 1
            if would is None:
                continue
            broken = is_breach(would, person, until)
            doubt = is_open_to_doubt(pair.was, would, person, parted, until)
            if broken or doubt:
                cell = cells.setdefault(place, [0, 0, 0, 0])
                cell[1] += broken
                cell[2] += broken and not doubt and not would.doubtful
                cell[3] += 1
        if before and pair.was is not None:
            self._add("breaches", pair.was, before, WAS, sure=True)
        if would is not None:
            self._cells("breaches", would, cells)

    def _parted(self, duty: Duty) -> datetime | None:
        cohort = duty.entry.cohort
        return self.parted.get(cohort.key if cohort.parent is None else cohort.parent)

    def _called(self, duty: Duty, side: int, *, sure: bool) -> None:
        """The people whom a duty to phone is about: who had not answered when it was born."""
        book = (self.played.was, self.played.would)[side].book
        above = book.entries[duty.entry.cohort.parent or 0]
        at = duty.moment.event.at
        open_then = [
            who for who, row in above.rows.items() if row.closed_at is None or row.closed_at > at
        ]
        self._add("called", duty, Counter(map(self._place, open_then)), side, sure=sure)

    def pings(self) -> None:
        """Reminders, and whom they reached."""
        sides = [(WAS, self.played.was), (WOULD, self.played.would)]
        for side, played in sides:
            for at, key, people in played.book.pinged:
                duty = played.book.duties[key]
                if duty.moment.event.at < self.world.first:
                    continue
                parted = self.parted.get(key) if side == WOULD else None
                sure = (parted is None or at <= parted) and not (side == WOULD and duty.doubtful)
                self._push(duty, people, at, side, sure=sure)
                if parted is not None and at > parted:
                    more = Counter(map(self._place, _answered(duty, parted, at)))
                    ways = self._ways(duty)
                    cells = {place: [0, 0, 0, n * ways] for place, n in more.items()}
                    self._cells("pushes", duty, cells)

    def left_out(self) -> None:
        """Rungs that came to nobody because all had answered by then: they might not have."""
        book = self.played.would.book
        for key, parted in self.parted.items():
            duty = book.duties[key]
            if parted is None:
                continue
            known = {
                (rung.entry.bearers, rung.entry.cohort.verb)
                for rung in book.duties.values()
                if rung.entry.cohort.parent == key
            }
            for step in ladder_of(duty, self.world):
                rung = step.rung
                wanted = rung.do != REMIND and (rung.who, rung.do) not in known
                if wanted and parted < step.at <= self.world.until:
                    people = _answered(duty, parted, step.at)
                    self._left_out(duty, rung.who, rung.do, people)

    def _left_out(self, duty: Duty, who: str, verb: str, people: Sequence[Who]) -> None:
        if not people:
            return
        book = self.played.would.book
        key = duty.entry.cohort.key
        if who == HEADS:
            heads = {book.head_of(key, person) for person in people} - {None}
            whom = [head for head in heads if head is not None]
        else:
            whom = [] if duty.beneficiary is None else [duty.beneficiary]
        phone = verb.startswith(PHONE)
        cells = {place: [0, 0, 0, n] for place, n in Counter(map(self._place, whom)).items()}
        self._cells("calls" if phone else "rungs", duty, cells, verb)
        ways = self._ways(duty)
        self._cells("pushes", duty, {place: [0, 0, 0, ways * c[3]] for place, c in cells.items()})
        if phone:
            more = Counter(map(self._place, people))
            self._cells("called", duty, {place: [0, 0, 0, n] for place, n in more.items()}, verb)

    def _push(
        self, duty: Duty, people: Iterable[Who], at: datetime, side: int, *, sure: bool
    ) -> None:
        ways = self._ways(duty)
        if not ways:
            return
        day = at.astimezone(self.world.calendar.zone).toordinal()
        places: Counter[int] = Counter()
        for person in people:
            places[self._place(person)] += ways
            self.tally.push(int(person), day, side, ways)
        self._add("pushes", duty, places, side, sure=sure)

    def _ways(self, duty: Duty) -> int:
        """By how many channels a word about ``duty`` interrupts."""
        return len(self.world.pushing.intersection(duty.channels))

    def _add(self, figure: str, duty: Duty, people: Counter[int], side: int, *, sure: bool) -> None:
        cells = {
            place: [n, 0, 0, 0] if side == WAS else [0, n, n if sure else 0, n]
            for place, n in people.items()
        }
        self._cells(figure, duty, cells)

    def _cells(self, figure: str, duty: Duty, cells: dict[int, list[int]], verb: str = "") -> None:
        if not cells:
            return
        total = [sum(column) for column in zip(*cells.values(), strict=True)]
        cohort = duty.entry.cohort
        month = f"{cohort.born_at.astimezone(self.world.calendar.zone):%Y-%m}"
        places = [
            ("all", ""),
            ("clause", clause_of(cohort.rule)),
            ("month", month),
            ("verb", verb or cohort.verb),
        ]
        self.tally.add(figure, places, total)
        for place, cell in cells.items():
            self.tally.add(figure, [("department", str(place))], cell)

    def _place(self, person: Who) -> int:
        places = self.played.case.places
        return places.get(person) or self.world.departments.get(person, NOWHERE)


def clause_of(rule: str) -> str:
    """The clause that a rule, a rung or a department's own rule stands in."""
    return rule.partition("/")[0]


def _figure(duty: Duty) -> str:
    cohort = duty.entry.cohort
    if cohort.parent is None:
        return "duties"
    return "calls" if cohort.verb.startswith(PHONE) else "rungs"


def _answered(duty: Duty, after: datetime, by: datetime) -> list[Who]:
    """Who settled after the one moment and by the other."""
    rows = duty.entry.rows.items()
    return [who for who, row in rows if row.closed_at is not None and after < row.closed_at <= by]


def _guards(played: Played, world: World, tally: Tally) -> None:
    sides: tuple[tuple[int, Side], ...] = ((WAS, played.was), (WOULD, played.would))
    for side, one in sides:
        for at, broken, taken in one.guards:
            if at < world.first:
                continue
            figure = "refusals" if broken.refuses and not taken else "guarded"
            cell = [1, 0, 0, 0] if side == WAS else [0, 1, 1, 1]
            month = f"{at.astimezone(world.calendar.zone):%Y-%m}"
            places = [("all", ""), ("clause", broken.guard.clause), ("month", month)]
            tally.add(figure, places, cell)
            if side == WOULD and figure == "refusals":
                row = _row(0, at, played.case.subject, broken.guard.key, broken.guard.on)
                tally.keep("refusals", row)


def _unanswered(played: Played, world: World, tally: Tally) -> None:
    """What the replay could not decide because the ledger does not tell."""
    subject = played.case.subject
    for unknown in played.would.book.unknown:
        if unknown.at >= world.first:
            tally.count("unknown_roles")
            row = _row(0, unknown.at, subject, unknown.rule, unknown.verb, unknown.role)
            tally.keep("unknown_roles", row)
    for failed in played.would.undecidable:
        if failed.at >= world.first:
            tally.count("missing_facts")
            tally.keep("missing_facts", _row(0, failed.at, subject, failed.rule, ""))


def _row(people: int, at: datetime, subject: str, rule: str, verb: str, role: str = "") -> Row:
    return -people, at.isoformat(), subject, rule, verb, role, "", "", ""


def _listed(pair: Pair, duty: Duty, subject: str) -> Row:
    cohort = duty.entry.cohort
    return (
        -len(pair.people),
        cohort.born_at.isoformat(),
        subject,
        cohort.rule,
        cohort.verb,
        duty.entry.bearers,
        cohort.part,
        _due(pair.was),
        _due(pair.would),
    )


def _due(duty: Duty | None) -> str:
    due = duty.entry.cohort.due_at if duty else None
    return due.isoformat() if due else ""
