"""What findings in texts weigh, as the regulation is read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.cases.glossary.names import NAMES
from huiyin.cases.terms import span
from huiyin.core.policy import Lint
from huiyin.core.wording import Level


@dataclass(frozen=True, slots=True)
class WeightWords:
    """Findings of one weight; ``offers`` says which date is offered in place of a vague one."""

    names: str
    level: str
    offers: str = ""


def weight_words(lints: Iterable[Lint]) -> tuple[WeightWords, ...]:
    """Findings in the order of the clause, those of one weight together."""
    groups: dict[tuple[Level, str], list[str]] = {}
    for lint in lints:
        offers = _("建议 %(span)s后") % {"span": span(lint.within)} if lint.within else ""
        groups.setdefault((lint.level, offers), []).append(str(NAMES[lint.code]))
    said = {Level.MUST: _("必须改"), Level.SHOULD: _("建议改"), Level.OFF: _("不提")}
    return tuple(
        WeightWords(_("、").join(names), said[level], offers)
        for (level, offers), names in groups.items()
    )
