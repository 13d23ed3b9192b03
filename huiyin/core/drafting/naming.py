"""Parts of a passage named in the words of the policy, with their place in the whole text."""

import re
from collections.abc import Iterator

from huiyin.core.drafting.clock import Clock, Timing
from huiyin.core.drafting.duties import Parts
from huiyin.core.drafting.escalations import Escalation
from huiyin.core.drafting.manners import Manner
from huiyin.core.drafting.proposal import Duty, Proposal, Sort
from huiyin.core.drafting.roles import Person, role_of
from huiyin.core.drafting.saying import OWN_INSTANT, said
from huiyin.core.drafting.triggers import Trigger, events_of
from huiyin.core.drafting.verbs import verb_of
from huiyin.core.drafting.view import View
from huiyin.core.drafting.vocabulary import Vocabulary

_LIKELY = 0.8
_GUESSED = 0.6
_PERIODS = (
    ("day", re.compile(r"by \d\d:\d\d|every 1w?d")),
    ("week", re.compile(r"by [a-z]{3} \d\d:\d\d|weekly .+|every 1week")),
    ("month", re.compile(r"monthly .+|month end|every 1month")),
    ("quarter", re.compile(r"quarter.+|.+ after quarter|every quarter|every 3month")),
)


class Namer:
    """Makes proposals for one passage of the clause ``clause``."""

    def __init__(self, clause: str, text: str, seen: View, vocabulary: Vocabulary) -> None:
        self.clause, self.text, self.seen, self.known = clause, text, seen, vocabulary

    def duty(self, parts: Parts, *, until: str) -> Duty:
        """A duty with its parts; ``until`` are the words for the end of a rhythm."""
        trigger = self._trigger(parts.trigger) if parts.trigger else self._beginning(parts.timing)
        start, end = self.seen.place(parts.start, parts.end)
        timing = self.timing(parts.timing, trigger, until) if parts.timing else None
        return Duty(
            clause=self.clause,
            what=self._as_written(parts),
            verb=verb_of(parts.what, self.known.verbs)[0],
            start=start,
            end=end,
            timing=timing,
            bearer=self._person(Sort.BEARER, parts.bearer) if parts.bearer else None,
            trigger=trigger,
            beneficiary=self._person(Sort.BENEFICIARY, parts.toward) if parts.toward else None,
            modes=tuple(self._manner(Sort.MODE, each) for each in parts.modes),
            channels=tuple(self._manner(Sort.CHANNEL, each) for each in parts.channels),
            escalation=self._escalation(parts.escalation) if parts.escalation else None,
        )

    def _as_written(self, parts: Parts) -> str:
        """The act in the words of the text itself."""
        found = self.seen.text.find(parts.what, parts.start) if parts.what else -1
        if found < 0:
            return parts.what
        start, end = self.seen.place(found, found + len(parts.what))
        return "".join(self.text[start:end].split())

    def taken(self, duty: Duty) -> Iterator[Proposal]:
        """The proposals of which ``duty`` is made."""
        parts = (duty.timing, duty.bearer, duty.trigger, duty.beneficiary, duty.escalation)
        yield from (part for part in parts if part is not None)
        yield from (*duty.modes, *duty.channels)

    def timing(self, timing: Timing, trigger: Proposal | None = None, until: str = "") -> Proposal:
        """What is said about time, as a term where it can be."""
        ends = events_of(until, self.known.events) if until else []
        lead = self._lead(timing, trigger)
        answer = said(timing, lead=lead, until=ends[0][0] if ends else "")
        return self._proposal(
            Sort(timing.kind), timing.start, timing.end, timing.value, timing.confidence,
            alternatives=answer.alternatives, term=answer.term, note=answer.note,
        )  # fmt: skip

    def _lead(self, timing: Timing, trigger: Proposal | None) -> str:
        """The fact with the instant that a lead time looks forward to."""
        if timing.kind is not Clock.LEAD:
            return OWN_INSTANT
        event = trigger.value if trigger else ""
        sentence = self.seen.text
        if event in self.known.leads:
            return self.known.leads[event]
        return "starts_at" if "会" in sentence else OWN_INSTANT

    def _trigger(self, trigger: Trigger) -> Proposal:
        likely = events_of(self.seen.text[trigger.start : trigger.end], self.known.events)
        name, score = likely[0] if likely else ("", 0.0)
        sure = score >= _LIKELY
        return self._proposal(
            Sort.TRIGGER, trigger.start, trigger.end, name if sure else "", score,
            alternatives=tuple(each for each, _score in likely),
        )  # fmt: skip

    def _beginning(self, timing: Timing | None) -> Proposal | None:
        """What begins each day, week, month or quarter of a rhythm, where something here does."""
        period = _period(timing.value) if timing and timing.kind is Clock.RHYTHM else ""
        events = [
            name for name in self.known.events if period and name.endswith(f".{period}_began")
        ]
        if timing is None or not events:
            return None
        events.sort(key=lambda name: (name in self.known.waits, name))
        return self._proposal(
            Sort.TRIGGER, timing.start, timing.end, events[0], _GUESSED, alternatives=tuple(events)
        )

    def _person(self, sort: Sort, person: Person) -> Proposal:
        words = self.seen.text[person.start : person.end]
        roles = role_of(words, self.known.roles)
        value, confidence = (roles[0], 0.85) if roles else ("", 0.5)
        return self._proposal(
            sort, person.start, person.end, value, confidence, alternatives=roles[1:]
        )

    def _manner(self, sort: Sort, manner: Manner) -> Proposal:
        return self._proposal(sort, manner.start, manner.end, manner.value, 0.9)

    def _escalation(self, escalation: Escalation) -> Proposal:
        roles = role_of(escalation.who.words, self.known.roles) if escalation.who else ()
        return self._proposal(
            Sort.ESCALATION, escalation.start, escalation.end, roles[0] if roles else "",
            0.8 if roles else 0.5, alternatives=roles[1:],
            note=escalation.who.words if escalation.who else "",
        )  # fmt: skip

    def _proposal(
        self, sort: Sort, start: int, end: int, value: str, confidence: float, *,
        alternatives: tuple[str, ...] = (), term: str = "", note: str = "",
    ) -> Proposal:  # fmt: skip
        first, last = self.seen.place(start, end)
        words = self.text[first:last]
        return Proposal(
            sort, self.clause, first, last, words, value, confidence, alternatives, term, note
        )


def _period(value: str) -> str:
    """In which period a rhythm comes once; empty for any other."""
    return next((name for name, form in _PERIODS if form.fullmatch(value)), "")
