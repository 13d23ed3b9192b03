"""Why something could not be done, in words for people."""

from django.utils.translation import gettext as _

from huiyin.obligations.guards import Refused
from huiyin.scenarios.problems.actions import NotNow, ProblemRefused
from huiyin.scenarios.problems.models import ProblemState
from huiyin.scenarios.problems.reporting import NotWhole

REFUSALS = (ProblemRefused, NotNow, NotWhole, Refused)


def words(error: Exception) -> list[str]:
    """One sentence for each thing that stands against it."""
    if isinstance(error, Refused):
        return [_with_clause(one.guard.says, one.guard.clause) for one in error.broken]
    if isinstance(error, NotWhole):
        return list(error.problems)
    if isinstance(error, ProblemRefused):
        return [_field(error)]
    state = ProblemState(error.state).label if isinstance(error, NotNow) else ""
    return [_("这个问题现在是“%(state)s”，不能这样做") % {"state": state}]


def _with_clause(says: str, clause: str) -> str:
    return _("%(says)s（依据 %(clause)s）") % {"says": says, "clause": clause}


def _field(error: ProblemRefused) -> str:
    said = {
        ("title", "empty"): _("写明是什么问题"),
        ("text", "empty"): _("写明答复的内容"),
        ("text", "long"): _("内容太长，请放进附件"),
        ("result", "empty"): _("写明怎样解决的"),
        ("result", "long"): _("内容太长，请放进附件"),
        ("reason", "empty"): _("写明原因"),
        ("reason", "long"): _("原因太长，不超过 300 字"),
        ("words", "long"): _("补充太长，不超过 500 字"),
        ("where", "long"): _("太长，不超过 200 字"),
        ("how", "unknown"): _("选一种答复的渠道"),
        ("step", "unknown"): _("计划里没有这一步"),
        ("words", "empty"): _("写明还差什么"),
        ("where", "empty"): _("写明在哪次会议或哪份通知里说明"),
        ("owner", "unknown"): _("没有找到这位同事，或有重名；请用工号"),
        ("into", "unknown"): _("没有找到这个问题，或它已经结束"),
        ("nature", "unknown"): _("选一种性质"),
        ("due_at", "past"): _("期限要在现在之后"),
    }
    return said.get((error.field, error.code), _("填写的内容不对"))
