"""The face of a deadline: its state, its words and how far its time has burnt (pure)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from huiyin.ui import zh

State = Literal["ok", "soon", "late", "esc", "done"]

SOON = timedelta(hours=1)
SOON_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What ``{% clock %}`` draws. ``pct`` is the share of the time that has passed, 0 to 100."""

    state: State
    main: str
    sub: str
    pct: int
    due_at: datetime | None = None
    born_at: datetime | None = None


def face(
    due_at: datetime | None,
    born_at: datetime,
    now: datetime,
    *,
    escalated: bool = False,
    done_at: datetime | None = None,
    done_word: str = "",
) -> ClockFace:
    """The face of a duty born at ``born_at`` and due at ``due_at`` (None: without a limit).

    ``escalated`` says that a superior was told; ``done_at`` when it was met, ``done_word`` what
    that is called (``确认``).
    """
    if done_at is not None:
        return _done(due_at, done_at, now, done_word or _("确认"))
    if due_at is None:
        return ClockFace("ok", _("不限时"), "", 0)
    state = _open_state(due_at, born_at, now, escalated=escalated)
    when = zh.near_moment(due_at, now)
    sub = (_("应于 %(when)s") if now > due_at else _("%(when)s 前")) % {"when": when}
    return ClockFace(state, zh.left(due_at, now), sub, burnt(due_at, born_at, now), due_at, born_at)


def burnt(due_at: datetime, born_at: datetime, now: datetime) -> int:
    """The share of the time from ``born_at`` to ``due_at`` that has passed, 0 to 100."""
    whole = (due_at - born_at).total_seconds()
    if whole <= 0 or now >= due_at:
        return 100
    return max(0, min(100, int(100 * (now - born_at).total_seconds() / whole)))


def _open_state(due_at: datetime, born_at: datetime, now: datetime, *, escalated: bool) -> State:
    if now > due_at:
        return "esc" if escalated else "late"
    rest = due_at - now
    return "soon" if rest <= SOON or rest <= (due_at - born_at) * SOON_SHARE else "ok"


def _done(due_at: datetime | None, done_at: datetime, now: datetime, word: str) -> ClockFace:
    if due_at is not None and done_at > due_at:
        main = _("迟 %(span)s") % {"span": zh.duration(done_at - due_at)}
    else:
        main = _("按时")
    when = zh.near_moment(done_at, now)
    return ClockFace("done", main, _("%(when)s %(word)s") % {"when": when, "word": word}, 100)
