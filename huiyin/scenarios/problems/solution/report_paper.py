"""The solution report as a paper: DOCX and PDF say the same."""

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.papers.paper import Paper, Section, Table
from huiyin.scenarios.problems.models import Answer, Problem, Solution
from huiyin.scenarios.problems.solution.content import options_of, recommended_of
from huiyin.ui import zh


def paper(problem: Problem, solution: Solution) -> Paper:
    """The report of ``problem`` as it stands, with its decision when there is one."""
    answer = problem.answers.order_by("-at").first()
    sections = [
        Section(_("问题"), _lines(problem.text) or [problem.title]),
        Section(_("原因"), _lines(solution.cause)),
        Section(_("影响"), _lines(solution.impact)),
        Section(_("备选方案"), table=_options(solution)),
        Section(_("推荐方案"), _recommended(solution)),
        Section(_("计划"), table=_steps(solution)),
        Section(_("资源"), _lines(solution.resources)),
        *_end(problem, answer),
    ]
    return Paper(
        title=problem.title,
        kind=_("解决方案报告"),
        number=problem.number,
        facts=[(name, value) for name, value in _facts(problem, solution) if value],
        sections=sections,
        classification=problem.get_classification_display(),
    )


def _facts(problem: Problem, solution: Solution) -> list[tuple[str, str]]:
    decided = solution.decided_by
    outcomes = {"approved": _("已批准"), "returned": _("退回修改")}
    said = outcomes.get(solution.outcome, _("待批复"))
    if decided is not None and solution.decided_at is not None:
        said += f"（{decided.name}，{zh.moment(solution.decided_at)}）"
    return [
        (_("来源"), problem.get_source_display()),
        (_("提出人"), problem.raised_by),
        (_("性质"), problem.get_nature_display()),
        (_("责任部门"), problem.in_charge.name if problem.in_charge else ""),
        (_("负责人"), problem.owner.name if problem.owner else ""),
        (_("解决期限"), zh.moment(problem.due_at) if problem.due_at else ""),
        (_("批复"), said),
    ]


def _options(solution: Solution) -> Table:
    rows = [
        [f"{one.key} {one.label}", one.name, one.text, one.cost or "—", one.risk or "—"]
        for one in options_of(solution)
    ]
    head = [_("方案"), _("名称"), _("做法"), _("费用"), _("风险")]
    return Table(head, rows, (14, 18, 40, 13, 15))


def _recommended(solution: Solution) -> list[str]:
    chosen = recommended_of(solution)
    first = f"{chosen.key} {chosen.name}（{chosen.label}）" if chosen else ""
    return [line for line in (first, *_lines(solution.plan)) if line]


def _steps(solution: Solution) -> Table:
    rows = [
        [str(number), one.text, one.owner.name, _at(one), one.get_state_display()]
        for number, one in enumerate(solution.steps.select_related("owner"), 1)
    ]
    head = [_("序号"), _("做什么"), _("负责人"), _("期限"), _("状态")]
    return Table(head, rows, (8, 44, 14, 20, 14))


def _end(problem: Problem, answer: Answer | None) -> list[Section]:
    made = []
    if problem.solved_at is not None:
        made.append(Section(_("结果"), _lines(problem.result)))
    if answer is not None:
        head = f"{zh.moment(answer.at)} {answer.get_how_display()}："
        made.append(Section(_("答复提出人"), [head + answer.text]))
    return made


def _at(step: object) -> str:
    due_at = getattr(step, "due_at", None)
    return timezone.localtime(due_at).strftime("%Y-%m-%d %H:%M") if due_at else ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
