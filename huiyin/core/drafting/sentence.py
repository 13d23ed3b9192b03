"""One passage read: what it says about time, people, events, channels and confirmation."""

import re
from dataclasses import dataclass, field

from huiyin.core.drafting.clock import RUNNING, Timing
from huiyin.core.drafting.clocks import clocks, clocks_in_row
from huiyin.core.drafting.escalations import Escalation, escalations
from huiyin.core.drafting.manners import Manner, channels, modes
from huiyin.core.drafting.roles import Person, bearers, toward
from huiyin.core.drafting.triggers import Trigger, triggers

_SENTENCE = re.compile(r"[^。;!?]+[。;!?]?")
_WHO = re.compile(r"岗位|负责|责任|角色|谁|部门|人员")


@dataclass(frozen=True, slots=True)
class Read:
    """The parts of one passage, each in the order of its words."""

    text: str
    timings: list[Timing]
    people: list[Person] = field(default_factory=list)
    toward: list[Person] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    channels: list[Manner] = field(default_factory=list)
    modes: list[Manner] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)

    def running(self) -> list[Timing]:
        """The clocks proper."""
        return [each for each in self.timings if each.kind in RUNNING]

    def starts(self) -> list[int]:
        """Where something was read that makes a card."""
        manners = [each.start for each in (*self.modes, *self.channels)]
        return [*(each.start for each in self.timings), *manners]

    def sentences(self) -> list[tuple[int, int]]:
        """Where the sentences of the passage begin and end."""
        return [found.span() for found in _SENTENCE.finditer(self.text)]

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence that the offset ``at`` lies in."""
        whole = (0, len(self.text))
        return next((each for each in self.sentences() if each[0] <= at < each[1]), whole)


def read_passage(text: str) -> Read:
    """A passage in prose."""
    timings = clocks(text)
    masked = _masked(text, timings)
    return Read(
        text,
        timings,
        bearers(masked),
        toward(masked),
        triggers(masked),
        channels(text),
        modes(text),
        escalations(text),
    )


def read_row(text: str, headers: list[str]) -> Read:
    """A row of a table: who has to do it stands in its own column."""
    people: list[Person] = []
    start = 0
    for index, cell in enumerate(text.split("|")):
        header = headers[index] if index < len(headers) else ""
        if _WHO.search(header) and cell.strip():
            people.append(Person(start, start + len(cell), cell, given=True))
        start += len(cell) + 1
    timings = clocks_in_row(text, headers)
    return Read(text, timings, people, [], [], channels(text), modes(text), [])


def _masked(text: str, timings: list[Timing]) -> str:
    """Amounts of time hide from whoever looks for people and events; their event words stay."""
    chars = list(text)
    for timing in timings:
        words = text[timing.start : timing.end]
        kept = re.match(r"[^\d一二两三四五六七八九十半]*?后", words)
        for index in range(timing.start + (kept.end() if kept else 0), timing.end):
            chars[index] = "×"
    return "".join(chars)
