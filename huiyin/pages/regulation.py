"""The whole regulation as one text (Markdown), in legal order: for print, review and the docs."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiyin.core.policy import Policy
from huiyin.pages import clauses
from huiyin.pages.clauses import ClauseWords, RuleWords

_PART = re.compile(r"\d+|\D+")


def legal_order(number: str) -> tuple[bool, list[tuple[int, str]]]:
    """Numbers sort as lawyers count: ``2.1.10`` after ``2.1.9``, plain ones before lettered ones."""
    parts = [part for part in _PART.findall(number) if part not in {".", "-"}]
    places = [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
    return not number[:1].isdecimal(), places


def markdown(policy: Policy) -> str:
    """Every clause with its clocks, conditions, steps and examples, then the channel matrix."""
    ordered = sorted(clauses.clauses(policy), key=lambda clause: legal_order(clause.id))
    lines = [f"# {_('沟通规定')}", ""]
    for clause in ordered:
        lines += [*_clause(clause), ""]
    lines += [f"## {_('渠道矩阵')}", "", *_matrix(policy)]
    return "\n".join(lines) + "\n"


def _clause(clause: ClauseWords) -> Iterator[str]:
    yield f"## {clause.id}"
    yield ""
    yield clause.text
    yield ""
    shows = "、".join(clause.requirement)
    yield f"*{clause.kind}*" + (f" · {shows}" if shows else "")
    if clause.reason:
        yield f"\n{clause.reason}"
    points = [
        *(line for rule in clause.rules for line in _rule(rule)),
        *(
            f"- {_('之前')}：{_joined(guard.when, guard.conditions)}，{_('须')}{guard.asks}，"
            f"{guard.otherwise}：{guard.says}"
            for guard in clause.guards
        ),
        *(
            f"- {_('审签')}：{'，'.join(sign.conditions)} → {sign.step}，{sign.who}，{sign.mode}"
            for sign in clause.signings
        ),
        *(
            f"- {_('写作检查')}：{one.names}，{one.level}"
            + (f"，{one.offers}" if one.offers else "")
            for one in clause.weights
        ),
    ]
    if points:
        yield ""
        yield from points
    if clause.stories:
        yield ""
        yield f"{_('例子')}：{'；'.join(clause.stories)}。"


def _rule(rule: RuleWords) -> Iterator[str]:
    needs = f"（{_('须')}{rule.needs}）" if rule.needs else ""
    yield (
        f"- {_joined(rule.when, rule.conditions)} → {rule.who}：**{rule.what}**，{rule.term}，"
        f"{_('以“%(met)s”闭环') % {'met': rule.met}}{needs}"
    )
    for step in rule.ladder[1:]:
        yield f"  - {step.when}：{step.what}"


def _matrix(policy: Policy) -> Iterator[str]:
    yield f"| {_('适用')} | {_('渠道')} | {_('确认方式')} |"
    yield "|---|---|---|"
    for row in clauses.routes(policy):
        text = "" if row.with_text else _("（只通知有事项，不带正文）")
        yield f"| {'，'.join(row.conditions) or _('其余')} | {row.channels}{text} | {row.confirm} |"


def _joined(first: str, more: tuple[str, ...]) -> str:
    return "，".join((first, *more))
