"""The inbox as values: rows grouped by what is left, the mirror, what I began, the day's rhythm."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.core.evidence import Evidence
from huiyin.core.obligation import State
from huiyin.core.policy import Clause
from huiyin.obligations.queries import Duty
from huiyin.pages import kinds
from huiyin.pages.queries import CaseFace, Extra, Handled, Owed
from huiyin.policies import in_force
from huiyin.ui import clocks

HOUR = timedelta(hours=1)
_MARKS = re.compile(r"^(?:【(?:重要|紧急|需[^】]{1,24}回复)】)+")
_HUI = {"ok": "wait", "soon": "soon", "late": "late", "esc": "esc", "done": "done"}


@dataclass(frozen=True, slots=True)
class ClauseFace:
    """The clause under an item: its number, its words, the version, how the time was derived."""

    number: str
    text: str
    version: int
    why: tuple[str, ...]
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the inbox. ``tone`` paints its button; ``instead_of`` names an absent bearer."""

    key: str
    obligation_id: int
    person_id: int
    scenario: str
    kind: kinds.Kind
    title: str
    href: str
    urgency: str
    classification: str
    who: str
    instead_of: str
    clause: ClauseFace
    face: clocks.ClockFace
    hui: str
    verb: verbs.Verb | None
    action: str
    due_at: datetime | None
    extension: str
    tone: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows with the same answer to "how long do I have"."""

    name: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the mirror: who has not answered me yet."""

    obligation_id: int
    scenario: str
    kind: kinds.Kind
    title: str
    href: str
    total: int
    answered: int
    unread: int
    pct: int
    clause: ClauseFace
    face: clocks.ClockFace
    hui: str
    phone: str
    nudge: str

    @property
    def overdue(self) -> bool:
        """Whether somebody should be called rather than reminded."""
        return self.face.state in {"late", "esc"}


@dataclass(frozen=True, slots=True)
class Begun:
    """One case that I began."""

    kind: kinds.Kind
    title: str
    number: str
    href: str
    urgency: str
    classification: str
    state: str
    total: int
    answered: int
    pct: int
    face: clocks.ClockFace | None
    hui: str


@dataclass(frozen=True, slots=True)
class Beat:
    """One moment of the day: ``past``, ``now`` or ``next``."""

    at: datetime
    when: str
    title: str
    detail: str


def rows(
    duties: Iterable[Duty],
    cases: Mapping[UUID, CaseFace],
    extras: Mapping[tuple[int, int], Extra],
    viewer: int,
    now: datetime,
) -> list[Row]:
    """A row per duty, in the order given; one that is closed is shown as answered."""
    return [
        _row(
            duty,
            cases.get(duty.subject),
            extras.get((duty.obligation_id, duty.person_id)),
            viewer,
            now,
        )
        for duty in duties
    ]


def groups(rows: Sequence[Row], now: datetime) -> list[Group]:
    """Open rows by what is left; empty groups are left out, the first due gets the main button."""
    titles = {
        "late": _("已逾期"),
        "hour": _("1 小时内"),
        "today": _("今天"),
        "week": _("本周"),
        "later": _("以后"),
        "none": _("无期限"),
    }
    places: dict[str, list[Row]] = {name: [] for name in titles}
    for row in rows:
        places[place_of(row.due_at, now)].append(row)
    return [Group(name, titles[name], tuple(places[name])) for name in titles if places[name]]


def place_of(due_at: datetime | None, now: datetime) -> str:
    """The group of a due time: ``late hour today week later none``, days in the viewer's zone."""
    if due_at is None:
        return "none"
    if due_at < now:
        return "late"
    if due_at <= now + HOUR:
        return "hour"
    due, today = timezone.localtime(due_at).date(), timezone.localtime(now).date()
    if due == today:
        return "today"
    return "week" if due.isocalendar()[:2] == today.isocalendar()[:2] else "later"


def mirror(owed: Iterable[Owed], cases: Mapping[UUID, CaseFace], now: datetime) -> list[Waiting]:
    """What others owe; what somebody owes to themselves stands in their inbox only."""
    return [_waiting(one, cases.get(one.subject), now) for one in owed if not one.own]


def begun(handled: Iterable[Handled], cases: Mapping[UUID, CaseFace], now: datetime) -> list[Begun]:
    """The cases that I began."""
    return [_begun(one, cases[one.id], now) for one in handled if one.id in cases]


def rhythm(
    open_rows: Iterable[Row],
    waiting: Iterable[Waiting],
    answered: Iterable[tuple[datetime, UUID, str]],
    cases: Mapping[UUID, CaseFace],
    now: datetime,
) -> list[Beat]:
    """What ended today, now, and what ends today still: at most four before and six after."""
    is_today: Callable[[datetime | None], bool] = partial(_same_day, now)
    past = [Beat(at, "past", _title(cases.get(case)), _("已回音")) for at, case, _verb in answered]
    ends = {(one.face.due_at, one.title): _("等对方回音") for one in waiting}
    ends |= {(row.due_at, row.title): _label(row.verb) for row in open_rows}
    today = sorted(
        (at, title, detail) for (at, title), detail in ends.items() if at and is_today(at)
    )
    past += [Beat(at, "past", title, detail) for at, title, detail in today if at <= now]
    later = [Beat(at, "next", title, detail) for at, title, detail in today if at > now]
    past.sort(key=lambda beat: beat.at)
    return [*past[-4:], Beat(now, "now", _("现在"), ""), *later[:6]]


def clause_face(
    version: int, clause_id: str, why: Iterable[str], *, provisional: bool = False
) -> ClauseFace:
    """The words of a clause in the version a duty was born under."""
    try:
        words = in_force.version(version).clause(clause_id).text
    except KeyError:
        words = ""
    return ClauseFace(clause_id, words, version, tuple(why), provisional)


def headline(clause: Clause) -> str:
    """The first sentence of a clause."""
    return clause.text.replace("；", "。").split("。", 1)[0]


def _row(duty: Duty, case: CaseFace | None, extra: Extra | None, viewer: int, now: datetime) -> Row:
    verb = verbs.of(duty.verb, duty.needs)
    done = duty.state is not State.OPEN
    escalated = bool(extra and extra.overseer)
    face = clocks.face(
        duty.due_at, duty.born_at, now, escalated=escalated,
        done_at=duty.closed_at if done else None,
    )  # fmt: skip
    scenario = case.scenario if case else ""
    page = verbs.page_of(scenario, duty.subject)
    return Row(
        key=f"{duty.obligation_id}-{duty.person_id}",
        obligation_id=duty.obligation_id,
        person_id=duty.person_id,
        scenario=scenario,
        kind=kinds.of(scenario),
        title=_duty_title(verb, case),
        href=page,
        urgency=case.urgency if case else "routine",
        classification=case.classification if case else "internal",
        who=_who(case, extra, viewer),
        instead_of=extra.bearer if extra and duty.person_id != viewer else "",
        clause=clause_face(
            duty.policy_version, duty.clause, duty.derivation, provisional=duty.provisional
        ),
        face=face,
        hui=_hui(face, duty.evidence),
        verb=verb,
        action=verb.address(duty.subject) if verb else page,
        due_at=duty.due_at,
        extension=case.extension if case and case.initiator_id != viewer else "",
        tone=_tone(case, face),
        done=done,
    )


def _duty_title(verb: verbs.Verb | None, case: CaseFace | None) -> str:
    title = _title(case)
    return f"{verb.title}：{title}" if verb and verb.title else title


def _title(case: CaseFace | None) -> str:
    """The case's title; what its marks say stands beside it as tags and as the clock."""
    if case is None:
        return _("事项")
    return _MARKS.sub("", case.title) or case.number or _("未命名")


def _label(verb: verbs.Verb | None) -> str:
    return str(verb.label) if verb else ""


def _who(case: CaseFace | None, extra: Extra | None, viewer: int) -> str:
    """Who -> whom, as short as it stays clear."""
    if case is None:
        return ""
    if extra and extra.below is not None:
        return _("你 → 还没有回音的 %(count)d 人") % {"count": extra.below}
    source = _("你") if case.initiator_id == viewer else f"{case.initiator}（{case.department}）"
    total = extra.total if extra else 1
    target = _("你等 %(count)d 人") % {"count": total} if total > 1 else _("你")
    words = f"{source} → {target}"
    if extra and extra.overseer:
        words += _("，已升级至 %(name)s") % {"name": extra.overseer}
    return words


def _hui(face: clocks.ClockFace, evidence: Evidence) -> str:
    if face.state == "ok" and evidence >= Evidence.OPENED:
        return "read"
    return _HUI[face.state]


def _tone(case: CaseFace | None, face: clocks.ClockFace) -> str:
    """Red only where an urgent thing is overdue."""
    overdue = face.state in {"late", "esc"}
    return "btn--late" if overdue and case and case.urgency == "urgent" else ""


def _waiting(one: Owed, case: CaseFace | None, now: datetime) -> Waiting:
    verb = verbs.of(one.verb)
    scenario = case.scenario if case else ""
    face = clocks.face(one.due_at, one.born_at, now, escalated=one.escalated)
    answered = max(one.total - one.open, 0)
    hui = _HUI[face.state]
    if face.state == "ok" and answered:
        hui = "half"
    phone, nudge = verbs.of("phone_unread"), verbs.of("nudge")
    return Waiting(
        obligation_id=one.obligation_id,
        scenario=scenario,
        kind=kinds.of(scenario),
        title=_duty_title(verb, case),
        href=verbs.page_of(scenario, one.subject),
        total=one.total,
        answered=answered,
        unread=one.unread,
        pct=100 * answered // one.total if one.total else 0,
        clause=clause_face(one.policy_version, one.clause, one.derivation),
        face=face,
        hui=hui,
        phone=phone.address(one.subject) if phone and not one.rung else "",
        nudge=nudge.address(one.subject) if nudge and not one.rung else "",
    )


def _begun(one: Handled, case: CaseFace, now: datetime) -> Begun:
    answered = max(one.total - one.open, 0)
    closed = one.closed_at is not None or (one.total > 0 and one.open == 0)
    state = _("草稿") if one.opened_at is None else _("已闭环") if closed else _("进行中")
    face = None
    if one.due_at is not None and one.opened_at is not None and one.open:
        face = clocks.face(one.due_at, one.opened_at, now)
    return Begun(
        kind=kinds.of(case.scenario),
        title=_title(case),
        number=case.number,
        href=verbs.page_of(case.scenario, one.id),
        urgency=case.urgency,
        classification=case.classification,
        state=state,
        total=one.total,
        answered=answered,
        pct=100 * answered // one.total if one.total else 0,
        face=face,
        hui="sent" if one.opened_at is None else "done" if closed else "half",
    )


def _same_day(now: datetime, at: datetime | None) -> bool:
    return at is not None and timezone.localtime(at).date() == timezone.localtime(now).date()
