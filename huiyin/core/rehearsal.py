"""What a clause would do, told before it is in force: its stories judged, its rules by example.

A worked example lets one rule act alone on one event, with one person for every role, until its
ladder is climbed, its silence taken for consent or its rhythm has beaten a few times.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.due import derive
from huiyin.core.engine import CLOCK
from huiyin.core.event import Event, Fact
from huiyin.core.memory import HEADS, Entry
from huiyin.core.obligation import State
from huiyin.core.policy import AS_CONFIRM, Clause, Kind, Policy, Rule, Story
from huiyin.core.story import check
from huiyin.core.telling import StoryError, Telling
from huiyin.core.terms import After, At, Before, Term

BEARER = "bearer"
BEATS = 3
_LOOKS = 24
_SUBJECT = "case:1"
_AHEAD = (2, 4, 9, 16, 32, 64, 128, 366, 732)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence of a story: true, or with what is so instead; ``readable`` unless it is none."""

    sentence: str
    holds: bool
    instead: str = ""
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A story that was run: what became of its sentences.

    ``stuck`` is the place of the event line that could not be told, and ``trouble`` says why; the
    sentences are judged at that point.
    """

    story: Story
    outcomes: tuple[Outcome, ...]
    stuck: int | None = None
    trouble: str = ""

    @property
    def holds(self) -> bool:
        """Whether the whole story comes true."""
        return self.stuck is None and all(outcome.holds for outcome in self.outcomes)


class Step(StrEnum):
    """What happens at a moment of a worked example."""

    OWED = "owed"
    REMINDED = "reminded"
    RUNG = "rung"
    DEEMED = "deemed"


@dataclass(frozen=True, slots=True)
class Moment:
    """At ``at`` the role ``who`` comes to owe ``verb`` by ``due_at``, or hears of it again."""

    at: datetime
    step: Step
    who: str
    verb: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """A rule on one event at ``start`` with ``facts``; ``why`` derives the first deadline."""

    start: datetime
    facts: Mapping[str, Fact]
    moments: tuple[Moment, ...]
    why: tuple[str, ...] = ()


def rehearse(story: Story, policy: Policy, calendar: WorkingCalendar) -> Rehearsal:
    """Run ``story``; clauses that wait for their scenario act in it. Never raises."""
    told = Telling(policy.awake(), calendar)
    stuck, trouble = None, ""
    for place, line in enumerate(story.events):
        try:
            told.tell(line)
        except (ValueError, ArithmeticError, KeyError) as error:
            stuck, trouble = place, str(error)
            break
    outcomes = tuple(_outcome(told, sentence) for sentence in story.then)
    return Rehearsal(story, outcomes, stuck, trouble)


def work_out(rule: Rule, start: datetime, calendar: WorkingCalendar) -> Worked:
    """What follows when the event of ``rule`` happens at ``start`` and nobody does anything.

    Raises ``TermError`` when no date can be found for the fact that its term counts from.
    """
    facts = _facts(rule, start, calendar)
    clause = Clause(rule.clause, "", Kind.EXECUTABLE, rules=(rule,))
    told = Telling(Policy(0, (clause,)), calendar)
    told.book.heads = {rule.bearer: HEADS}
    roles = {rule.bearer, "initiator", rule.to, *(rung.who for rung in rule.ladder)}
    told.book.cast(_SUBJECT, {role: [role] for role in roles if role not in {HEADS, BEARER}})
    told.happen(Event(rule.on, _SUBJECT, start, "initiator", facts))
    moments = [_owed(entry) for entry in told.book.entries.values()]
    for _look in range(_LOOKS):
        at = told.book.next_look()
        if at is None or sum(moment.step is Step.OWED for moment in moments) >= BEATS:
            break
        moments += _looked(told, at)
    why = derive(rule.within, start, facts, calendar).why if rule.within else ()
    return Worked(start, facts, tuple(moments), why)


def _outcome(told: Telling, sentence: str) -> Outcome:
    try:
        wrong = check(told, sentence)
    except (StoryError, ValueError) as error:
        return Outcome(sentence, holds=False, instead=str(error), readable=False)
    if wrong is None:
        return Outcome(sentence, holds=True)
    return Outcome(sentence, holds=False, instead=str(wrong.values["instead"]))


def _looked(told: Telling, at: datetime) -> list[Moment]:
    """The clock looks once: what opens, who hears, whose silence is taken."""
    known, heard = set(told.book.entries), len(told.book.heard)
    silent = {key for key, entry in told.book.entries.items() if _deemed(entry)}
    told.happen(Event(CLOCK, _SUBJECT, at))
    found = [
        Moment(at, Step.REMINDED, str(person), told.book.entries[each.ping.cohort].cohort.verb)
        for each in told.book.heard[heard:]
        for person in each.people
    ]
    for key, entry in told.book.entries.items():
        if key not in known:
            found.append(_owed(entry))
        elif _deemed(entry) and key not in silent:
            found.append(Moment(at, Step.DEEMED, _who(entry), entry.cohort.verb))
    return found


def _owed(entry: Entry) -> Moment:
    step = Step.OWED if entry.cohort.parent is None else Step.RUNG
    cohort = entry.cohort
    return Moment(cohort.born_at, step, _who(entry), cohort.verb, cohort.due_at)


def _who(entry: Entry) -> str:
    return str(next(iter(entry.rows)))


def _deemed(entry: Entry) -> bool:
    return any(row.state is State.DEEMED for row in entry.rows.values())


def _facts(rule: Rule, start: datetime, calendar: WorkingCalendar) -> dict[str, Fact]:
    """What the event must carry for the rule to fire and its term to be derived."""
    facts: dict[str, Fact] = {name: _fact(values[0]) for name, values in rule.when.items()}
    if rule.needs == AS_CONFIRM:
        facts.setdefault("confirm", "acknowledge")
    match rule.within:
        case After(_, fact):
            facts[fact] = start
        case Before(_, fact) | At(fact):
            facts[fact] = _ahead(rule.within, fact, start, calendar)
    return facts


def _ahead(term: Term, fact: str, start: datetime, calendar: WorkingCalendar) -> datetime:
    """A day so far ahead that the deadline lies after ``start``."""
    for days in _AHEAD:
        instant = start + timedelta(days=days, hours=5)
        if derive(term, start, {fact: instant}, calendar).at > start:
            return instant
    return start + timedelta(days=_AHEAD[-1])


def _fact(value: str) -> Fact:
    return value == "true" if value in {"true", "false"} else value
