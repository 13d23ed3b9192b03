"""The life of an amendment as a row of steps: what is done, where it stands, what is to come."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.cases.signoff import queries as signing
from huiyin.cases.signoff.models import RoundState
from huiyin.policies import in_force
from huiyin.scenarios.regulation import enacting, showing
from huiyin.scenarios.regulation.models import Amendment, AmendmentState
from huiyin.ui import zh

DONE, NOW, NEXT, WRONG = "done", "now", "next", "wrong"
_RANK = (
    AmendmentState.DRAFT,
    AmendmentState.SIGNING,
    AmendmentState.APPROVED,
    AmendmentState.IN_FORCE,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``state`` is done, now, next or wrong, ``words`` say a little more."""

    name: str
    state: str
    words: str = ""
    at: datetime | None = None


def steps(amendment: Amendment) -> list[Step]:
    """From the draft to being in force."""
    return [
        _drafted(amendment),
        _told("linted", _("检查"), amendment),
        _told("backtested", _("回测"), amendment),
        _signed(amendment),
        _announced(amendment),
        _in_force(amendment),
    ]


def is_overtaken(amendment: Amendment) -> bool:
    """Whether something else came into force meanwhile, so that it has to be put together."""
    if amendment.state in (AmendmentState.IN_FORCE, AmendmentState.WITHDRAWN):
        return False
    return enacting.is_overtaken(amendment, in_force.latest())


def _at_least(amendment: Amendment, state: AmendmentState) -> bool:
    if amendment.state == AmendmentState.WITHDRAWN:
        return False
    return _RANK.index(AmendmentState(amendment.state)) >= _RANK.index(state)


def _drafted(amendment: Amendment) -> Step:
    done = amendment.state != AmendmentState.DRAFT
    who = amendment.initiator.name
    return Step(_("起草"), DONE if done else NOW, who, amendment.saved_at)


def _told(name: str, label: str, amendment: Amendment) -> Step:
    told = showing.told(name, amendment)
    if told is None:
        return Step(label, NEXT, "")
    states = {"done": DONE, "wrong": WRONG}
    return Step(label, states.get(told.state, NEXT), told.words)


def _signed(amendment: Amendment) -> Step:
    last = signing.of_case(amendment)
    if _at_least(amendment, AmendmentState.APPROVED):
        return Step(_("审签"), DONE, _("已批准"), last.ended_at if last else None)
    if amendment.state == AmendmentState.SIGNING:
        return Step(_("审签"), NOW, _("待签"), last.started_at if last else None)
    back = (RoundState.RETURNED, RoundState.REJECTED)
    if last is not None and last.state in back:
        return Step(_("审签"), WRONG, str(RoundState(last.state).label), last.ended_at)
    return Step(_("审签"), NEXT)


def _announced(amendment: Amendment) -> Step:
    if amendment.announced_at is not None:
        return Step(_("公告"), DONE, _("已公告"), amendment.announced_at)
    now = amendment.state == AmendmentState.APPROVED
    return Step(_("公告"), NOW if now else NEXT, _("待公告") if now else "")


def _in_force(amendment: Amendment) -> Step:
    version = amendment.version
    if version is not None:
        words = _("第 %(number)d 版") % {"number": version.pk}
        return Step(_("生效"), DONE, words, version.in_force_from)
    wanted = amendment.wanted_from
    waits = _at_least(amendment, AmendmentState.APPROVED) and amendment.announced_at is not None
    when = _("%(at)s 起") % {"at": zh.moment(wanted)} if wanted else ""
    return Step(_("生效"), NOW if waits else NEXT, when)
