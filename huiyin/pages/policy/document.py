"""The whole regulation as one text (Markdown), in legal order: for print, review and the docs."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from huiyin.core.policy import Kind, Policy, Story
from huiyin.core.precedence import Tension
from huiyin.pages import clauses
from huiyin.pages.clauses import ClauseWords, RuleWords
from huiyin.pages.policy.told import Told, teller
from huiyin.pages.regulation import Section, sections


def markdown(policy: Policy) -> str:
    """Every clause with its clocks, conditions, steps and stories, then the channel matrix."""
    lines = [f"# {_('沟通规定')}", "", _summary(policy), ""]
    told = teller(policy)
    for section in sections(policy):
        lines += _section(section, policy, told)
    lines += [f"## {_('渠道矩阵')}", "", *_matrix(policy)]
    return "\n".join(lines) + "\n"


def _summary(policy: Policy) -> str:
    every = policy.clauses
    return _(
        "共 %(all)d 条：系统执行 %(acting)d 条，待场景安装后执行 %(waiting)d 条，"
        "指引 %(guidance)d 条，不由系统执行 %(out)d 条。"
    ) % {
        "all": len(every),
        "acting": sum(one.kind is Kind.EXECUTABLE and not one.waits_for for one in every),
        "waiting": sum(bool(one.waits_for) for one in every),
        "guidance": sum(one.kind is Kind.GUIDANCE for one in every),
        "out": sum(one.kind is Kind.OUT_OF_SCOPE for one in every),
    }


def _section(section: Section, policy: Policy, told: Callable[[Story], Told]) -> Iterator[str]:
    depth = section.depth
    if section.chapter is not None:
        yield f"{'#' * (depth + 2)} {_numbered(section.chapter.id)}{section.chapter.title}"
        yield ""
        depth += 1
    for clause in section.clauses:
        tensions = [one for one in policy.tensions if clause.id in one.between]
        words = clauses.words(clause)
        yield from _clause(words, depth + 2)
        points = [*_points(words), *(_tension(one) for one in tensions)]
        yield from ("", *points) if points else ()
        yield from _stories([told(story) for story in clause.stories])
        yield ""


def _numbered(chapter: str) -> str:
    """Books (``K``, ``R``) have a letter that numbers their clauses, but no number themselves."""
    return "" if chapter.isalpha() else f"{chapter} "


def _clause(words: ClauseWords, level: int) -> Iterator[str]:
    yield f"{'#' * level} {words.id} {words.title}".rstrip()
    yield from ("", words.text, "")
    waits = _("，待场景：%(name)s") % {"name": words.waits_for} if words.waits_for else ""
    shows = "、".join(words.requirement)
    yield f"*{words.kind}{waits}*" + (f" · {shows}" if shows else "")
    if words.reason:
        yield f"\n{words.reason}"


def _stories(stories: list[Told]) -> Iterator[str]:
    if stories:
        yield from ("", _("什么会发生："), "")
    for story in stories:
        yield f"- **{story.title}**"
        yield from (f"  - {line}" for line in story.happens)
        yield from (f"  - → {line}" for line in story.follows)


def _points(clause: ClauseWords) -> Iterator[str]:
    for rule in clause.rules:
        yield from _rule(rule)
    for guard in clause.guards:
        when = _joined(guard.when, guard.conditions)
        yield (
            f"- {_('之前')}{_('：')}{when}，{_('须')}{guard.asks}，{guard.otherwise}：{guard.says}"
        )
    for sign in clause.signings:
        yield f"- {_('审签')}：{'，'.join(sign.conditions)} → {sign.step}，{sign.who}，{sign.mode}"
    for weight in clause.weights:
        offers = f"，{weight.offers}" if weight.offers else ""
        yield f"- {_('写作检查')}：{weight.names}，{weight.level}{offers}"
    for target in clause.targets:
        yield f"- {_('目标')}：{target}"


def _rule(rule: RuleWords) -> Iterator[str]:
    needs = f"（{_('须')}{rule.needs}）" if rule.needs else ""
    yield (
        f"- {_joined(rule.when, rule.conditions)} → {rule.who}：**{rule.what}**，{rule.term}，"
        f"{_('以“%(met)s”闭环') % {'met': rule.met}}{needs}"
    )
    for step in rule.ladder[1:]:
        yield f"  - {step.when}：{step.what}"


def _tension(one: Tension) -> str:
    between = _("、").join(one.between)
    said = f"- {_('矛盾')}（{between}）：{one.about}。"
    return said + (_("%(clause)s 优先：") % {"clause": one.wins} if one.wins else "") + one.why


def _matrix(policy: Policy) -> Iterator[str]:
    yield f"| {_('适用')} | {_('渠道')} | {_('确认方式')} |"
    yield "|---|---|---|"
    for row in clauses.routes(policy):
        text = "" if row.with_text else _("（只通知有事项，不带正文）")
        yield f"| {'，'.join(row.conditions) or _('其余')} | {row.channels}{text} | {row.confirm} |"


def _joined(first: str, more: tuple[str, ...]) -> str:
    return "，".join((first, *more))
