"""What is signed of a solution: every part of the report, in words."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.signoff.registry import Text
from huiyin.scenarios.problems.models import PlanStep, Problem, Solution
from huiyin.scenarios.problems.solution.content import Option, options_of, recommended_of


def describe(problem_id: UUID) -> Text:
    """The newest report of a problem; nothing in it depends on who looks, or when."""
    problem = Problem.objects.select_related("in_charge").get(pk=problem_id)
    solution = Solution.objects.filter(problem=problem).order_by("-round").first()
    if solution is None:
        return Text(problem.title, ((gettext_noop("问题"), problem.text),))
    steps = solution.steps.select_related("owner")
    return Text(
        title=problem.title,
        parts=(
            (gettext_noop("问题"), problem.text),
            (gettext_noop("原因"), solution.cause),
            (gettext_noop("影响"), solution.impact),
            (gettext_noop("备选方案"), "\n".join(_option(one) for one in options_of(solution))),
            (gettext_noop("推荐"), _recommended(solution)),
            (gettext_noop("计划"), "\n".join(_step(n, one) for n, one in enumerate(steps, 1))),
            (gettext_noop("资源"), solution.resources),
        ),
        facts=(
            (gettext_noop("责任部门"), problem.in_charge.name if problem.in_charge else ""),
            (gettext_noop("性质"), problem.get_nature_display()),
            (gettext_noop("重大"), _("是") if problem.is_major else _("否")),
        ),
    )


def _option(option: Option) -> str:
    more = [
        _("费用 %(cost)s") % {"cost": option.cost} if option.cost else "",
        _("风险 %(risk)s") % {"risk": option.risk} if option.risk else "",
    ]
    said = f"{option.key}（{option.label}）{option.name}：{option.text}"
    return "；".join([said, *(one for one in more if one)])


def _recommended(solution: Solution) -> str:
    chosen = recommended_of(solution)
    name = f"{chosen.key} {chosen.name}" if chosen else ""
    return "\n".join(part for part in (name, solution.plan) if part)


def _step(number: int, step: PlanStep) -> str:
    due = timezone.localtime(step.due_at, timezone.get_default_timezone())
    return f"{number}. {step.text}（{step.owner.name}，{due:%Y-%m-%d %H:%M}）"
