"""Who owes what to whom by when, as the pure core sees it.

People who share a case, a rule and a due time are one *cohort*: a deadline, a step of its ladder,
a set of bearers. The core speaks about cohorts and names sets of people by role; it never lists
people. A book (``MemoryBook`` here, the SQL book in ``huiyin.obligations``) holds the rows.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.due import Due
from huiyin.core.event import Who
from huiyin.core.evidence import Channel, Evidence, Proof
from huiyin.core.reach import EVERYWHERE, Reach
from huiyin.core.timing import Timing

NEEDED = {
    "none": Evidence.NONE,
    "acknowledge": Evidence.ACKNOWLEDGED,
    "teach_back": Evidence.UNDERSTOOD,
    "quiz": Evidence.UNDERSTOOD,
    "spoken": Evidence.UNDERSTOOD,
}
"""What each mode of confirmation must show (N14); ``none`` owes nothing."""


class State(IntEnum):
    """Where one bearer stands. Codes are stored; never renumber."""

    OPEN = 0
    MET = 1
    MET_LATE = 2
    DEEMED = 3
    EXCUSED = 4


@dataclass(frozen=True, slots=True)
class Cohort:
    """One row per case x rule x part x due time, without its people.

    ``part`` is what of the case it is about (a question, a revision); empty: the case itself.
    ``needs`` is the evidence below which no answer counts. ``step`` counts the ladder steps already taken; ``next_at`` is when the clock must look again
    (``None``: never). ``key`` is the book's own handle. ``calendar`` is the working time of its
    people where it is not everybody's.
    """

    key: int
    subject: str
    rule: str
    policy_version: int
    verb: str
    born_at: datetime
    due_at: datetime | None
    next_at: datetime | None
    step: int
    parent: int | None = None
    part: str = ""
    needs: Evidence = Evidence.NONE
    calendar: WorkingCalendar | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """A rule fired: ``bearers`` (a role such as ``recipients``) now owe ``verb``.

    With ``parent`` the duty is a rung of another one (phone the unread, look after one's people)
    and ends by itself when nothing is left open above it for that bearer. ``due`` and ``next_at``
    are those of everybody's calendar; by ``timing`` a book finds those of others. Of the people of
    a role only those whom ``reach`` covers are bound.
    """

    subject: str
    rule: str
    policy_version: int
    verb: str
    bearers: str
    beneficiary: str
    born_at: datetime
    due: Due | None
    next_at: datetime | None
    met_by: str
    excused_by: str
    parent: int | None = None
    part: str = ""
    needs: Evidence = Evidence.NONE
    reach: Reach = EVERYWHERE
    timing: Timing | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Meet:
    """``person`` did what a cohort asks, or was excused; repeated, it changes nothing."""

    cohort: int
    person: Who
    state: State
    at: datetime
    proof: Proof | None
    channel: Channel | None


@dataclass(frozen=True, slots=True)
class Raise:
    """Weaker evidence than an act: a receipt lifts ``person`` to at least ``evidence``.

    About a ``part`` it shows something of that part only; without one, of the whole case.
    """

    subject: str
    person: Who
    evidence: Evidence
    at: datetime
    channel: Channel
    proof: Proof | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Ping:
    """The open bearers of ``cohort`` are to hear of it again (``remind``)."""

    cohort: int
    step: int
    purpose: str


@dataclass(frozen=True, slots=True)
class Advance:
    """The clock reached rung ``step`` of a cohort; the next look is at ``next_at``."""

    cohort: int
    step: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Deem:
    """All who are still open end as ``state``, in one stroke.

    ``DEEMED``: the rule accepts silence. ``EXCUSED``: a rhythm has ended and asks no more.
    """

    cohort: int
    at: datetime
    state: State = State.DEEMED


Change = Open | Meet | Raise | Ping | Advance | Deem
