"""A clause's own examples: events in (``telling``), sentences out.

Sentences, each about one person:

- ``li owes confirm_notice [by [day] 10:00]``: was given that duty (with that due time)
- ``li still owes confirm_notice``: it is open at the end; ``li owes nothing``: nothing is
- ``li met confirm_notice [late]`` · ``li is excused from confirm_notice`` ·
  ``li is deemed confirm_notice``
- ``wang must phone zhao``: wang has an open duty ``phone`` or ``phone_…`` because of zhao
- ``li is reminded [N times]`` · ``li is not reminded``
- ``li is seen as opened``: the best evidence, in the words of the lattice

And about an act: ``notices.published notice:7 is [not] refused [by 1.1.1]`` ·
``notices.published notice:7 is recorded as a breach`` (it happened all the same).
"""

import re
from collections.abc import Callable

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.due import say
from huiyin.core.engine import REMIND
from huiyin.core.evidence import Evidence
from huiyin.core.memory import HEADS, Entry
from huiyin.core.obligation import State
from huiyin.core.phrase import Phrase, phrase
from huiyin.core.policy import Policy, Story
from huiyin.core.telling import StoryError, Telling

Judge = Callable[[Telling, re.Match[str]], str | None]
"""Says what is so instead, or ``None`` when the sentence is true."""


def run(story: Story, policy: Policy, calendar: WorkingCalendar) -> list[str]:
    """What of ``story`` does not come true under ``policy``, in words; empty when all does.

    Clauses that wait for their scenario act in it. Raises ``StoryError`` for a line or sentence
    that cannot be read.
    """
    told = Telling(policy.awake(), calendar)
    for line in story.events:
        told.tell(line)
    return [failed for sentence in story.then if (failed := check(told, sentence))]


def check(told: Telling, sentence: str) -> Phrase | None:
    """What is wrong with ``sentence``, or ``None`` when it is true; ``StoryError`` if unreadable.

    ``values["instead"]`` of the answer says what is so instead.
    """
    for pattern, judge in _SENTENCES:
        match = pattern.fullmatch(sentence)
        if match is not None:
            instead = judge(told, match)
            if instead is None:
                return None
            return phrase("“%(sentence)s”不成立：%(instead)s", sentence=sentence, instead=instead)
    raise StoryError(phrase("“%(sentence)s”不是可读的句子", sentence=sentence))


def _owes_nothing(told: Telling, match: re.Match[str]) -> str | None:
    open_now = told.book.owes(match["who"])
    verbs = tuple(cohort.verb for cohort in open_now)
    return phrase("还欠 %(names)s", names=verbs) if verbs else None


def _still_owes(told: Telling, match: re.Match[str]) -> str | None:
    return None if _in_state(told, match, State.OPEN) else _states(told, match)


def _owes(told: Telling, match: re.Match[str]) -> str | None:
    entries = told.entries(match["who"], match["verb"])
    if not entries:
        return phrase("没有这项待办")
    if match["by"] is None:
        return None
    wanted = told.moment(match["by"])
    dues = [entry.cohort.due_at for entry in entries]
    if wanted in dues:
        return None
    days = tuple(say(at, told.calendar) if at else phrase("未定") for at in dues)
    return phrase("截止是 %(days)s", days=days)


def _met(told: Telling, match: re.Match[str]) -> str | None:
    wanted = State.MET_LATE if match["late"] else State.MET
    return None if _in_state(told, match, wanted) else _states(told, match)


def _excused(told: Telling, match: re.Match[str]) -> str | None:
    return None if _in_state(told, match, State.EXCUSED) else _states(told, match)


def _deemed(told: Telling, match: re.Match[str]) -> str | None:
    return None if _in_state(told, match, State.DEEMED) else _states(told, match)


def _must(told: Telling, match: re.Match[str]) -> str | None:
    who, verb, about = match["who"], match["verb"], match["about"]
    for entry in told.book.entries.values():
        mine = who in entry.open() and f"{entry.cohort.verb}_".startswith(f"{verb}_")
        if mine and about in _looked_after(told, entry, who):
            return None
    verbs = tuple(cohort.verb for cohort in told.book.owes(who))
    return phrase("%(who)s 的待办：%(names)s", who=who, names=verbs or phrase("无"))


def _looked_after(told: Telling, rung: Entry, who: str) -> list[object]:
    if rung.cohort.parent is None:
        return []
    waiting = told.book.entries[rung.cohort.parent].open()
    if rung.bearers != HEADS:
        return list(waiting)
    return [person for person in waiting if told.book.heads.get(person) == who]


def _reminded(told: Telling, match: re.Match[str]) -> str | None:
    heard = [each for each in told.book.heard if each.ping.purpose == REMIND]
    times = sum(match["who"] in each.people for each in heard)
    if match["never"]:
        return phrase("提醒过 %(times)s 次", times=times) if times else None
    wanted = match["times"]
    fits = times > 0 if wanted is None else times == int(wanted)
    return None if fits else phrase("提醒过 %(times)s 次", times=times)


def _seen(told: Telling, match: re.Match[str]) -> str | None:
    name = match["evidence"].upper()
    if name not in Evidence.__members__:
        raise StoryError(phrase("“%(name)s”不是证据等级", name=match["evidence"]))
    rows = [entry.rows.get(match["who"]) for entry in told.book.entries.values()]
    best = max((row.evidence for row in rows if row is not None), default=Evidence.NONE)
    return None if best is Evidence[name] else phrase("是 %(evidence)s", evidence=best.name.lower())


def _refused(told: Telling, match: re.Match[str]) -> str | None:
    found = told.broken.get((match["kind"], match["subject"]), [])
    by = match["clause"]
    keys = (each.guard.key for each in found if each.refuses and by in {None, each.guard.clause})
    refused = tuple(keys)
    if match["never"]:
        return phrase("被 %(names)s 拦下", names=refused) if refused else None
    return None if refused else phrase("没有被拦下")


def _breached(told: Telling, match: re.Match[str]) -> str | None:
    found = told.broken.get((match["kind"], match["subject"]), [])
    return None if found else phrase("没有违反任何条件")


def _in_state(told: Telling, match: re.Match[str], state: State) -> bool:
    who = match["who"]
    entries = told.entries(who, match["verb"])
    return any(entry.rows[who].state is state for entry in entries)


def _states(told: Telling, match: re.Match[str]) -> str:
    who = match["who"]
    rows = [entry.rows[who] for entry in told.entries(who, match["verb"])]
    if not rows:
        return phrase("没有这项待办")
    return phrase("%(names)s", names=tuple(row.state.name.lower() for row in rows))


_PATTERNS: tuple[tuple[str, Judge], ...] = (
    (r"WHO owes nothing", _owes_nothing),
    (r"WHO still owes VERB", _still_owes),
    (r"WHO owes VERB( by (?P<by>(\S+ )?\d\d:\d\d))?", _owes),
    (r"WHO met VERB(?P<late> late)?", _met),
    (r"WHO is excused from VERB", _excused),
    (r"WHO is deemed VERB", _deemed),
    (r"WHO must VERB (?P<about>\S+)", _must),
    (r"WHO is (?P<never>not )?reminded( (?P<times>\d+) times)?", _reminded),
    (r"WHO is seen as (?P<evidence>[a-z]+)", _seen),
    (
        r"(?P<kind>[a-z_]+\.[a-z_]+) (?P<subject>\S+) is (?P<never>not )?refused( by (?P<clause>\S+))?",
        _refused,
    ),
    (r"(?P<kind>[a-z_]+\.[a-z_]+) (?P<subject>\S+) is recorded as a breach", _breached),
)

_SENTENCES = tuple(
    (
        re.compile(text.replace("WHO", r"(?P<who>\S+)").replace("VERB", r"(?P<verb>[a-z_]+)")),
        judge,
    )
    for text, judge in _PATTERNS
)
