"""The four big clocks, read from the obligations: what the regulation asks for, and how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.core.obligation import State
from huiyin.scenarios.incidents import events
from huiyin.scenarios.incidents.models import Incident
from huiyin.ui import zh
from huiyin.ui.clocks import burnt

Tone = Literal["ok", "soon", "late", "done", "off"]

SOON = 0.5
"""From this share of the time on, a clock of minutes is painted as near."""


@dataclass(frozen=True, slots=True)
class BigClock:
    """One of the four. ``to`` counts down to an instant (past it: up), ``since`` counts up.

    Without either, ``big`` is said as it is, with its unit in ``small``.
    """

    name: str
    label: str
    tone: Tone
    foot: str
    big: str = ""
    small: str = ""
    to: datetime | None = None
    since: datetime | None = None
    pct: int = 0
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """One person's share of a duty, with what the duty says about time."""

    person: int
    state: State
    born_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    clause: str

    @property
    def late(self) -> bool:
        """Whether it was answered, but not in time."""
        return self.state == State.MET_LATE


Duties = Mapping[str, Sequence[Share]]
"""Everybody's shares by verb, in the order in which the duties were born."""

COUNTED = (events.NAME_TEAM, events.REPORT_READY, events.UPDATE_MANAGEMENT)


def duties(incident: Incident, verbs: Sequence[str] = COUNTED) -> Duties:
    """Everybody's shares of ``verbs``, read in one statement."""
    found: dict[str, list[Share]] = {verb: [] for verb in verbs}
    with connection.cursor() as cursor:
        cursor.execute(_SHARES, [incident.pk, list(verbs)])
        for verb, person, state, *rest in cursor.fetchall():
            found[verb].append(Share(person, State(state), *rest))
    return found


def shares(incident: Incident, verb: str) -> list[Share]:
    """Everybody's share of ``verb``, in the order in which the duties were born."""
    return list(duties(incident, [verb])[verb])


def of_incident(incident: Incident, now: datetime, counted: Duties | None = None) -> list[BigClock]:
    """Team named, everybody ready, next update, how long it goes on."""
    counted = duties(incident) if counted is None else counted
    return [
        _named(counted[events.NAME_TEAM], now),
        _ready(counted[events.REPORT_READY], now),
        _update(incident, counted[events.UPDATE_MANAGEMENT], now),
        _lasts(incident, now),
    ]


def next_update(incident: Incident) -> Share | None:
    """The earliest update that is still owed; ``None`` when none is."""
    found = duties(incident)[events.UPDATE_MANAGEMENT]
    return next((one for one in found if one.state == State.OPEN and one.due_at), None)


def _named(found: Sequence[Share], now: datetime) -> BigClock:
    label = _("明确分工")
    if not found:
        return BigClock("team", label, "off", _("没有时限"), big="—")
    met = next((one for one in found if one.state in {State.MET, State.MET_LATE}), None)
    if met is not None:
        return _met("team", label, met)
    open_ = [one for one in found if one.state == State.OPEN]
    return _open("team", label, open_[-1], now) if open_ else _over("team", label, found[-1])


def _ready(found: Sequence[Share], now: datetime) -> BigClock:
    wanted = [one for one in found if one.state != State.EXCUSED]
    label = _("成员到位")
    if not wanted:
        return BigClock("ready", label, "off", _("还没有叫人"), big="0", small=_("人"))
    there = [one for one in wanted if one.state != State.OPEN]
    due = max((one.due_at for one in wanted if one.due_at), default=None)
    span = _span(wanted[-1])
    label = _("%(span)s内成员到位") % {"span": span} if span else label
    big, small = str(len(there)), _("/ %(all)d 人") % {"all": len(wanted)}
    if len(there) == len(wanted):
        last = max((one.closed_at for one in there if one.closed_at), default=now)
        word = _("迟到") if any(one.late for one in there) else _("按时")
        foot = _("%(word)s，最后到位 %(at)s") % {"word": word, "at": zh.clock_time(last)}
        tone: Tone = "late" if any(one.late for one in there) else "done"
        return BigClock("ready", label, tone, foot, big, small, clause=wanted[0].clause)
    born = min(one.born_at for one in wanted if one.state == State.OPEN)
    tone = _tone(due, born, now)
    foot = (
        _("应于 %(at)s 到位，还差 %(n)d 人") if due and now > due else _("%(at)s 前，还差 %(n)d 人")
    ) % {"at": zh.clock_time(due) if due else "", "n": len(wanted) - len(there)}
    pct = burnt(due, born, now) if due else 0
    return BigClock("ready", label, tone, foot, big, small, pct=pct, clause=wanted[0].clause)


def _update(incident: Incident, found: Sequence[Share], now: datetime) -> BigClock:
    label = _("距下次进展通报")
    open_ = [one for one in found if one.state == State.OPEN and one.due_at is not None]
    if not open_:
        said = sum(one.state in {State.MET, State.MET_LATE} for one in found)
        foot = _("不再计时") if not incident.is_open else ""
        small = _("次通报")
        return BigClock("update", _("进展通报"), "off", foot, str(said), small)
    first = open_[0]
    missed = [one for one in open_ if one.due_at is not None and one.due_at < now]
    if missed:
        times = _("、").join(zh.clock_time(one.due_at) for one in missed if one.due_at)
        foot = _("%(times)s 的通报没有发出") % {"times": times}
        return BigClock(
            "update", _("通报已超时"), "late", foot, to=first.due_at, pct=100, clause=first.clause
        )
    foot = _("%(at)s 前") % {"at": zh.clock_time(first.due_at)} if first.due_at else ""
    tone = _tone(first.due_at, first.born_at, now)
    pct = burnt(first.due_at, first.born_at, now) if first.due_at else 0
    return BigClock("update", label, tone, foot, to=first.due_at, pct=pct, clause=first.clause)


def _lasts(incident: Incident, now: datetime) -> BigClock:
    foot = incident.impact or _("影响待补充")
    if incident.is_open:
        return BigClock("lasts", _("已持续"), "off", foot, since=incident.happened_at)
    return BigClock("lasts", _("共持续"), "off", foot, big=zh.duration(incident.lasted(now)))


def _met(name: str, label: str, share: Share) -> BigClock:
    span = _span(share)
    label = _("%(span)s内明确分工") % {"span": span} if span else label
    at = zh.clock_time(share.closed_at) if share.closed_at else ""
    took = (share.closed_at or share.born_at) - share.born_at
    word = _("迟到，%(at)s") if share.late else _("按时，%(at)s")
    tone: Tone = "late" if share.late else "done"
    return BigClock(name, label, tone, word % {"at": at}, big=spell(took), clause=share.clause)


def _open(name: str, label: str, share: Share, now: datetime) -> BigClock:
    span = _span(share)
    label = _("%(span)s内明确分工") % {"span": span} if span else label
    if share.due_at is None:
        return BigClock(name, label, "ok", _("没有时限"), since=share.born_at, clause=share.clause)
    late = now > share.due_at
    foot = (_("应于 %(at)s") if late else _("%(at)s 前")) % {"at": zh.clock_time(share.due_at)}
    pct = burnt(share.due_at, share.born_at, now)
    tone = _tone(share.due_at, share.born_at, now)
    return BigClock(name, label, tone, foot, to=share.due_at, pct=pct, clause=share.clause)


def _over(name: str, label: str, share: Share) -> BigClock:
    return BigClock(name, label, "off", _("不再要求"), big="—", clause=share.clause)


def spell(span: timedelta) -> str:
    """``6:12``: minutes and seconds, as the clocks of a room count."""
    seconds = max(int(span.total_seconds()), 0)
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _span(share: Share) -> str:
    return zh.duration(share.due_at - share.born_at) if share.due_at else ""


def _tone(due: datetime | None, born: datetime, now: datetime) -> Tone:
    if due is None:
        return "ok"
    if now > due:
        return "late"
    return "soon" if burnt(due, born, now) >= SOON * 100 else "ok"


_SHARES = """
SELECT o.verb, b.person_id, b.state, o.born_at, o.due_at, b.closed_at, o.clause
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s AND o.verb = ANY(%s) AND o.parent IS NULL
 ORDER BY o.born_at, o.due_at, b.person_id
"""
