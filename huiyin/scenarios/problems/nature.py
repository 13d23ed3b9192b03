"""What the nature of a problem decides: where it is talked about, and who approves (B03, B05)."""

from django.utils.translation import gettext as _

from huiyin.scenarios.problems.models import Nature, Problem


def forum(problem: Problem) -> str:
    """Where a problem of this nature is talked about."""
    words = {
        Nature.OPERATIONAL.value: _("部门内处理，周例会跟进"),
        Nature.COORDINATION.value: _("牵头部门召集有关部门商量"),
        Nature.STRATEGIC.value: _("管理层会议"),
    }
    said = words.get(problem.nature, "")
    if problem.bounced > 1:
        return _("跨部门沟通会（已被退回 %(count)d 次）") % {"count": problem.bounced}
    return said


def approval(problem: Problem) -> str:
    """Who approves its solution."""
    if not problem.nature:
        return ""
    return _("管理层评审会") if problem.is_major else _("责任部门主管")
