"""Tells a story to the book in memory, line by line.

Events, one per line: ``[day] HH:MM kind [subject] [by actor] [name=value …]``.
The day is ``mon`` … ``sun`` (of the first week), ``+1d`` (days after the first Monday) or a date;
without one the line falls on the day of the line before, at first Monday 2026-11-23. Values:
``true``/``false``, whole numbers, ``2026-11-27T17:00`` (an instant in the calendar's zone),
``li,zhao`` (a list), else text. A list, and any fact named like a role of a rule, says who stands
for that role; ``heads=li:zhang,zhao:qian`` says whose head is who. ``initiator`` is the first
actor unless said otherwise. Between two lines the clock runs as it does in the product, so
``18:00 clock.passed`` only says until when.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.engine import CLOCK, decide
from huiyin.core.event import Event, Fact, Who
from huiyin.core.guard import Broken, broken
from huiyin.core.memory import HEADS, Entry, MemoryBook
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy
from huiyin.core.terms import WEEKDAYS

FIRST_DAY = date(2026, 11, 23)
"""A plain Monday in a plain week."""


class StoryError(ValueError):
    """A line that is no event, or a sentence that the grammar does not know."""


@dataclass(slots=True)
class Telling:
    """A story as far as it has been told."""

    policy: Policy
    calendar: WorkingCalendar
    book: MemoryBook = field(default_factory=MemoryBook)
    day: date = FIRST_DAY
    subjects: list[str] = field(default_factory=list)
    broken: dict[tuple[str, str], list[Broken]] = field(default_factory=dict)

    def tell(self, line: str) -> None:
        """Let the clock run up to the line's time, then let its event happen."""
        at, words = self._time(line.split(), line)
        if not words:
            raise StoryError(phrase("“%(line)s”：缺少事件名", line=line))
        self.run_clock(at)
        if words[0] != CLOCK:
            self.happen(self._event(at, words, line))

    def run_clock(self, until: datetime) -> None:
        """Wake at every moment the book asks for, in order, up to ``until``."""
        while (at := self.book.next_look()) is not None and at <= until:
            for subject in self.book.due_subjects(at):
                self.happen(Event(CLOCK, subject, at))

    def happen(self, event: Event) -> None:
        """Decide and apply one event, unless the regulation refuses it."""
        found = broken(self.policy, event, self.calendar)
        self.broken[event.kind, event.subject] = found
        if any(each.refuses for each in found) and event.facts.get("override") is not True:
            return
        changes = decide(lambda _version: self.policy, self.book, event, self.calendar)
        self.book.apply(changes, event.at)

    def entries(self, person: str, verb: str) -> list[Entry]:
        """The duties called ``verb`` that ``person`` was ever given."""
        every = self.book.entries.values()
        return [each for each in every if each.cohort.verb == verb and person in each.rows]

    def moment(self, words: str) -> datetime:
        """``[day] HH:MM`` in a sentence, the day counted as in a first line."""
        self.day, day = FIRST_DAY, self.day
        try:
            return self._time(words.split(), words)[0]
        finally:
            self.day = day

    def _time(self, words: list[str], line: str) -> tuple[datetime, list[str]]:
        if words and ":" not in words[0]:
            self.day = _day(words.pop(0), line)
        try:
            clock = time.fromisoformat(words.pop(0))
        except (ValueError, IndexError):
            raise StoryError(phrase("“%(line)s”：应以 [日子] HH:MM 开头", line=line)) from None
        return datetime.combine(self.day, clock, self.calendar.zone), words

    def _event(self, at: datetime, words: list[str], line: str) -> Event:
        kind, *rest = words
        pairs = [word.split("=", 1) for word in rest if "=" in word]
        match [word for word in rest if "=" not in word]:
            case ["by", actor]:
                subject = self.subjects[-1] if self.subjects else ""
            case [subject, "by", actor]:
                pass
            case [subject]:
                actor = ""
            case _:
                raise StoryError(phrase("“%(line)s”：应为 时间 事件 对象 by 谁 名=值 …", line=line))
        if not subject:
            raise StoryError(phrase("“%(line)s”：缺少对象，如 notice:7", line=line))
        facts = {name: self._fact(value) for name, value in pairs}
        self._cast(subject, actor, facts)
        return Event(kind, subject, at, actor or None, facts)

    def _cast(self, subject: str, actor: str, facts: dict[str, Fact]) -> None:
        roles: dict[str, Sequence[str]] = {}
        if subject not in self.subjects:
            self.subjects.append(subject)
            roles["initiator"] = [actor] if actor else []
        heads = facts.pop("heads", ())
        self.book.heads = dict(self.book.heads) | _heads(heads)
        for name, value in facts.items():
            if isinstance(value, tuple):
                roles[name] = value
            elif isinstance(value, str) and name in self._roles():
                roles[name] = [value]
        self.book.cast(subject, roles)

    def _roles(self) -> set[str]:
        rules = self.policy.rules()
        return {rule.bearer for rule in rules} | {
            rung.who for rule in rules for rung in rule.ladder if rung.who != HEADS
        }

    def _fact(self, text: str) -> Fact:
        if text in {"true", "false"}:
            return text == "true"
        if text.isdigit():
            return int(text)
        if "," in text:
            return tuple(text.split(","))
        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", text):
            return datetime.fromisoformat(text).replace(tzinfo=self.calendar.zone)
        return text


def _heads(value: Fact) -> dict[Who, Who]:
    pairs = [pair.partition(":") for pair in (value if isinstance(value, tuple) else [str(value)])]
    if not all(person and head for person, _, head in pairs):
        raise StoryError(phrase("heads=%(value)s：应为 heads=下属:主管,…", value=value))
    return {person: head for person, _, head in pairs}


def _day(word: str, line: str) -> date:
    if word in WEEKDAYS:
        return FIRST_DAY + timedelta(days=WEEKDAYS.index(word))
    if re.fullmatch(r"\+[0-9]{1,3}d", word):
        return FIRST_DAY + timedelta(days=int(word[1:-1]))
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise StoryError(
            phrase(
                "“%(line)s”：“%(word)s”不是日子，应为 fri、+1d 或 2026-11-27", line=line, word=word
            )
        ) from None
