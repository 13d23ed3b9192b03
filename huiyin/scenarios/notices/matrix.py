"""The channel matrix as the composer shows it (N09): for this notice, by urgency and by audience."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.models import Urgency
from huiyin.cases.terms import span
from huiyin.core import route
from huiyin.core.event import Fact
from huiyin.core.evidence import Channel
from huiyin.core.obligation import NEEDED
from huiyin.core.policy import AS_CONFIRM, Policy, Rule, Rung
from huiyin.policies import in_force
from huiyin.scenarios.notices import mode, published, words
from huiyin.scenarios.notices.events import PUBLISHED
from huiyin.scenarios.notices.models import Notice

_SHOWN = (Channel.INBOX, Channel.MAIL, Channel.PHONE)
_CALLS = "phone_unread"
_MODES = {
    "none": gettext_noop("无需确认"),
    "acknowledge": gettext_noop("收到即可"),
    "teach_back": gettext_noop("复述要点"),
    "quiz": gettext_noop("通过小测"),
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
class RoleLine:
    """What the matrix says for one part of the audience: 全体：站内 + 邮件，复述要点."""

    who: str
    channels: list[str]
    mode: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What will happen to a notice as it stands; ``least`` is set when its mode is too weak."""

    rows: list[MatrixRow]
    roles: list[RoleLine]
    mode: str
    by_matrix: str
    least: str
    steps: list[str]
    with_text: bool

    @property
    def names(self) -> list[str]:
        """The channels of the chosen row, in words."""
        chosen = [row for row in self.rows if row.chosen]
        return [str(cell.name) for row in chosen for cell in row.cells if cell.now]


def preview(notice: Notice) -> Preview:
    """The matrix in force for ``notice``, the row of its urgency chosen."""
    policy, facts = in_force.current(), mode.matrix_facts(notice)
    rows = [
        _row(policy, facts | {"urgency": value}, str(label), chosen=value == notice.urgency)
        for value, label in Urgency.choices
    ]
    asked, least, with_text = "acknowledge", "", True
    try:
        found = mode.row(facts)
        asked, with_text = found.confirm, found.with_text
        held = mode.of(notice)
    except route.NoRouteError:
        held = asked
    except mode.TooWeak as error:
        held, least = notice.confirm_mode, error.least
    return Preview(
        rows=rows,
        roles=list(_roles(policy, notice, facts, held)),
        mode=mode_words(held),
        by_matrix=mode_words(asked),
        least=mode_words(least) if least else "",
        steps=_steps(policy, facts),
        with_text=with_text,
    )


def mode_words(name: str) -> str:
    """A confirmation mode in words."""
    return str(_(_MODES.get(name, name)))


def _row(policy: Policy, facts: dict[str, Fact], label: str, *, chosen: bool) -> MatrixRow:
    now = set(_channels(policy, facts, mode.RECIPIENTS))
    rules = _rules(policy, facts, mode.RECIPIENTS)
    later = {"phone"} if any(rung.do == _CALLS for rule in rules for rung in rule.ladder) else set()
    names = {channel.name.lower(): channel for channel in _SHOWN}
    cells = [
        Cell(words.CHANNELS[channel], name in now, name in later and name not in now)
        for name, channel in names.items()
    ]
    return MatrixRow(str(facts["urgency"]), label, chosen, cells)


def _roles(policy: Policy, notice: Notice, facts: dict[str, Fact], held: str) -> Iterator[RoleLine]:
    yield RoleLine(_("全体"), _named(_channels(policy, facts, mode.RECIPIENTS)), mode_words(held))
    if published.read(notice.key_people).names_nobody():
        return
    channels = _named(_channels(policy, facts, mode.KEY_PEOPLE))
    rules = _rules(policy, facts, mode.KEY_PEOPLE)
    if any(_at_once(rung) for rule in rules for rung in rule.ladder):
        channels.append(_("立即电话"))
    yield RoleLine(_("关键人员"), channels, mode_words(_strictest(rules, held)))


def _strictest(rules: list[Rule], held: str) -> str:
    """What key people are asked for: a rule may want more than the mode of all."""
    asks_more = any(rule.needs not in {"", AS_CONFIRM} for rule in rules)
    return "spoken" if asks_more and NEEDED[held] < NEEDED["spoken"] else held


def _at_once(rung: Rung) -> bool:
    return rung.do == _CALLS and not rung.after.amount


def _channels(policy: Policy, facts: dict[str, Fact], audience: str) -> tuple[str, ...]:
    try:
        return route.channels(policy, {**facts, "audience": audience}).channels
    except route.NoRouteError:
        return ()


def _named(names: tuple[str, ...]) -> list[str]:
    return [str(words.CHANNELS[Channel[name.upper()]]) for name in names]


def _rules(policy: Policy, facts: dict[str, Fact], bearer: str) -> list[Rule]:
    return [
        rule
        for rule in policy.rules_for(PUBLISHED, facts)
        if (rule.owes, rule.bearer) == (words.CONFIRM, bearer)
    ]


def _steps(policy: Policy, facts: dict[str, Fact]) -> list[str]:
    rungs = [rung for rule in _rules(policy, facts, mode.RECIPIENTS) for rung in rule.ladder]
    said = (_step(rung.who, rung.do) % {"after": span(rung.after)} for rung in rungs)
    return list(dict.fromkeys(said))  # departments' own rules may say the same again


def _step(who: str, do: str) -> str:
    if do == "remind":
        return _("%(after)s后仍未确认，再提醒一次")
    if who == "initiator":
        return _("%(after)s后生成电话清单，由你逐一致电")
    return _("%(after)s后仍未触达，由其部门负责人跟进")
