"""The channel matrix as the composer shows it (N09): one row per urgency, the chosen one marked."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.models import Urgency
from huiyin.core import route
from huiyin.core.due import Duration, Unit
from huiyin.core.evidence import Channel
from huiyin.core.policy import Policy, Rule, fits
from huiyin.policies import in_force
from huiyin.scenarios.notices import words
from huiyin.scenarios.notices.events import PUBLISHED

_SHOWN = (Channel.INBOX, Channel.MAIL, Channel.PHONE)
_MODES = {
    "none": gettext_noop("无需确认"),
    "acknowledge": gettext_noop("收到即可"),
    "teach_back": gettext_noop("复述要点"),
    "spoken": gettext_noop("口头确认收到并理解"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """``now``: sent when published; ``later``: used by a later step of the clause."""

    name: str | Promise
    now: bool
    later: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One urgency."""

    urgency: str
    label: str
    chosen: bool
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Preview:
    """What will happen to a notice with the chosen urgency and classification."""

    rows: list[MatrixRow]
    mode: str
    steps: list[str]
    with_text: bool

    @property
    def names(self) -> list[str]:
        """The channels of the chosen row, in words."""
        chosen = [row for row in self.rows if row.chosen]
        return [str(cell.name) for row in chosen for cell in row.cells if cell.now]


def preview(urgency: str, classification: str) -> Preview:
    """The matrix in force for ``classification``, the row of ``urgency`` chosen."""
    policy = in_force.current()
    rows = [
        _row(policy, value, str(label), classification, chosen=value == urgency)
        for value, label in Urgency.choices
    ]
    mode, with_text = "acknowledge", True
    try:
        found = route.channels(policy, _facts(urgency, classification))
        mode, with_text = found.confirm, found.with_text
    except route.NoRouteError:
        pass
    return Preview(rows, str(_(_MODES.get(mode, mode))), _steps(policy, urgency), with_text)


def _facts(urgency: str, classification: str) -> dict[str, str]:
    return {"urgency": urgency, "classification": classification}


def _row(
    policy: Policy, urgency: str, label: str, classification: str, *, chosen: bool
) -> MatrixRow:
    try:
        now = set(route.channels(policy, _facts(urgency, classification)).channels)
    except route.NoRouteError:
        now = set()
    calls = any(
        rung.do == "phone_unread" for rule in _rules(policy, urgency) for rung in rule.ladder
    )
    later = {"phone"} if calls else set()
    names = {channel.name.lower(): channel for channel in _SHOWN}
    cells = [
        Cell(words.CHANNELS[channel], name in now, name in later and name not in now)
        for name, channel in names.items()
    ]
    return MatrixRow(urgency, label, chosen, cells)


def _rules(policy: Policy, urgency: str) -> list[Rule]:
    facts = {"urgency": urgency}
    return [
        rule
        for rule in policy.rules()
        if rule.on == PUBLISHED and rule.owes == words.CONFIRM and fits(rule.when, facts)
    ]


def _steps(policy: Policy, urgency: str) -> list[str]:
    rungs = [rung for rule in _rules(policy, urgency) for rung in rule.ladder]
    return [_step(rung.who, rung.do) % {"after": _after(rung.after)} for rung in rungs]


def _after(duration: Duration) -> str:
    words_of = {
        Unit.MINUTE: _("%(count)d 分钟"),
        Unit.HOUR: _("%(count)d 小时"),
        Unit.DAY: _("%(count)d 天"),
        Unit.WORKING_DAY: _("%(count)d 个工作日"),
        Unit.WORKING_HOUR: _("%(count)d 个工作小时"),
    }
    return words_of[duration.unit] % {"count": duration.amount}


def _step(who: str, do: str) -> str:
    if do == "remind":
        return _("%(after)s后仍未确认，再提醒一次")
    if who == "initiator":
        return _("%(after)s后生成电话清单，由你逐一致电")
    return _("%(after)s后仍未触达，由其部门负责人跟进")
