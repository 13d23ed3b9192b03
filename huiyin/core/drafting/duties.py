"""Parts of a sentence that belong together: who does what, by when, after what, confirmed how."""

import re
from dataclasses import dataclass

from huiyin.core.drafting.clock import Timing
from huiyin.core.drafting.escalations import Escalation
from huiyin.core.drafting.manners import Manner
from huiyin.core.drafting.roles import Person
from huiyin.core.drafting.sentence import Read
from huiyin.core.drafting.triggers import Trigger

_ENDS = re.compile(r"[,。;!?:|]")
_LEAD = re.compile(r"^(?:之内|以内|内|前|里|的|,|应当|应|须|必须|要|×)*")
_MODAL = re.compile(r"应当|应|须|必须|要|将|由|×+|负责")


@dataclass(frozen=True, slots=True)
class Parts:
    """A duty of a passage, before its parts are named in the words of the policy."""

    timing: Timing | None
    start: int
    end: int
    what: str
    bearer: Person | None = None
    trigger: Trigger | None = None
    toward: Person | None = None
    modes: tuple[Manner, ...] = ()
    channels: tuple[Manner, ...] = ()
    escalation: Escalation | None = None


def duties(read: Read) -> list[Parts]:
    """One for each clock; one without for a sentence that names only how something is confirmed."""
    timed = [_timed(read, timing) for timing in read.running()]
    return sorted([*timed, *_untimed(read)], key=lambda parts: parts.start)


def _timed(read: Read, timing: Timing) -> Parts:
    start, end = read.sentence(timing.start)
    bearer = bearer_of(read, timing)
    return Parts(
        timing,
        start,
        end,
        _without(what_of(read, timing), bearer),
        bearer,
        trigger_of(read, timing, bearer),
        next((each for each in read.toward if timing.end <= each.start < end), None),
        tuple(each for each in read.modes if _nearest(read, each) is timing),
        tuple(each for each in read.channels if _nearest(read, each) is timing),
        next((each for each in read.escalations if each.start >= timing.end), None),
    )


def _untimed(read: Read) -> list[Parts]:
    found = []
    for start, end in read.sentences():
        if any(start <= each.start < end for each in read.running()):
            continue
        if any(each.start < end and start < each.end for each in read.escalations):
            continue
        modes = tuple(each for each in read.modes if start <= each.start < end)
        channels = tuple(each for each in read.channels if start <= each.start < end)
        if modes or channels:
            bearer = _last([each for each in read.people if start <= each.start < end])
            words = read.text[start:end].strip("。;,")
            found.append(Parts(None, start, end, words, bearer, modes=modes, channels=channels))
    return found


def bearer_of(read: Read, timing: Timing) -> Person | None:
    """Who owes what a clock asks: by 由 right after it, the subject before it, or one that follows."""
    start, end = read.sentence(timing.start)
    inside = [each for each in read.people if start <= each.start < end]
    nearest_clock = min(
        (each.start for each in read.running() if each.start > timing.start), default=end
    )
    given = [each for each in inside if each.given and timing.end <= each.start < nearest_clock]
    if given and "," not in read.text[timing.end : given[0].start].strip(",内"):
        return given[0]
    before = [each for each in inside if each.end <= timing.start]
    after = [each for each in inside if timing.end <= each.start]
    if before:
        return before[-1]
    if after:
        return after[0]
    return _last([each for each in read.people if each.end <= start])


def trigger_of(read: Read, timing: Timing, bearer: Person | None) -> Trigger | None:
    """After what: the nearest before it in its sentence; not across somebody else's clock."""
    start, _end = read.sentence(timing.start)
    before = [each for each in read.triggers if start <= each.start and each.start <= timing.start]
    if not before:
        return None
    trigger = _begun(read, before[-1])
    for other in read.running():
        if trigger.end <= other.start and other.end <= timing.start:
            earlier = bearer_of(read, other)
            if bearer is not None and earlier is not None and earlier.start != bearer.start:
                return None
    return trigger


def _begun(read: Read, trigger: Trigger) -> Trigger:
    """``trigger`` without the subject that stands before it: 值班室接到报告后."""
    for person in read.people:
        if person.start == trigger.start and person.end < trigger.end - 2:
            return Trigger(person.end, trigger.end, read.text[person.end : trigger.end])
    return trigger


def _without(what: str, bearer: Person | None) -> str:
    """The act without who does it."""
    if bearer is not None:
        what = what.removeprefix(f"由{bearer.words}").removeprefix(bearer.words)
    modal = re.match(r"(?:应当|应|须|必须|需|要|负责)(?=[^\W\d_]{2})", what)
    return what[modal.end() if modal else 0 :]


def what_of(read: Read, timing: Timing) -> str:
    """The act: what follows the clock up to the next stop, else what stands before it."""
    text = read.text
    rest = text[timing.end :]
    skipped = _LEAD.match(rest)
    rest = rest[skipped.end() if skipped else 0 :]
    silent = re.match(r"(?:仍|还)?未[^,。;]{1,10}的,", rest)
    rest = rest[silent.end() if silent else 0 :]
    stop = _ENDS.search(rest)
    words = rest[: stop.start()] if stop else rest
    if len(words) >= 2:  # noqa: PLR2004 - one sign is no act
        return words
    start, _ = read.sentence(timing.start)
    pieces = [piece for piece in _ENDS.split(text[start : timing.start]) if piece.strip()]
    return _MODAL.split(pieces[-1])[-1] or pieces[-1] if pieces else text[timing.start : timing.end]


def _nearest(read: Read, manner: Manner) -> Timing | None:
    """The clock that a channel or mode belongs to: of its sentence, rather the one before it."""
    start, end = read.sentence(manner.start)
    inside = [each for each in read.running() if start <= each.start < end]
    before = [each for each in inside if each.end <= manner.start]
    return before[-1] if before else inside[0] if inside else None


def _last(people: list[Person]) -> Person | None:
    return people[-1] if people else None
