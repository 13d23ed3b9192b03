"""What is wrong with something that was typed into a review, in a sentence."""

from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.proposals import ProposalRefused
from huiyin.scenarios.incidents.refusal import IncidentRefused
from huiyin.scenarios.incidents.saying import why as general

_SAID: dict[tuple[str, str], Promise] = {
    ("text", "empty"): gettext_lazy("写一句话"),
    ("text", "long"): gettext_lazy("一句话不超过 300 字"),
    ("text", "many"): gettext_lazy("改进项太多，合并几项"),
    ("owner", "nobody"): gettext_lazy("写明负责人的姓名或工号"),
    ("owner", "several"): gettext_lazy("有几位同名的同事，写工号"),
    ("owner", "unknown"): gettext_lazy("选一位在职的同事"),
    ("due_at", "empty"): gettext_lazy("写明期限"),
    ("due_at", "past"): gettext_lazy("期限应在现在之后"),
    ("process_owner", "nobody"): gettext_lazy("没有找到流程负责人，写姓名或工号"),
    ("process_owner", "several"): gettext_lazy("有几位同名的同事，流程负责人请写工号"),
    ("process_owner", "empty"): gettext_lazy("写明流程负责人：由谁决定流程要不要改"),
    ("people", "nobody"): gettext_lazy("参加的人里有找不到的姓名"),
    ("people", "several"): gettext_lazy("参加的人里有同名的，请写工号"),
    ("causes", "empty"): gettext_lazy("至少写一个原因"),
    ("parent", "unknown"): gettext_lazy("上一层原因已经删除"),
    ("review", "completed"): gettext_lazy("复盘已经完成，不能再改"),
    ("review", "not_completed"): gettext_lazy("先完成复盘"),
    ("state", "not_solved"): gettext_lazy("解决之后才能复盘"),
    ("words", "empty"): gettext_lazy("写明改了什么，或不必改的理由"),
    ("words", "long"): gettext_lazy("不超过 500 字"),
}
_REFUSED: dict[tuple[str, str], Promise] = {
    ("reason", "empty"): gettext_lazy("写明为什么要改这一条"),
    ("clause", "unknown"): gettext_lazy("现行制度没有这一条"),
    ("by", "nobody"): gettext_lazy("还没有合规官，没有人能起草修订"),
}


def why(error: IncidentRefused) -> str:
    """What was wrong."""
    found = _SAID.get((error.field, error.code))
    return str(found) if found else general(error)


def said(error: Exception) -> str:
    """What was wrong, whatever refused it."""
    if isinstance(error, ProposalRefused):
        return refused(error)
    return why(error) if isinstance(error, IncidentRefused) else general(error)


def refused(error: ProposalRefused) -> str:
    """What was wrong with a proposal."""
    return str(_REFUSED.get((error.field, error.code)) or _("不能这样做"))


def moment(text: str) -> datetime:
    """A moment of the company's wall clock; ``IncidentRefused`` for none."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise IncidentRefused("due_at", "empty")
    return found if timezone.is_aware(found) else timezone.make_aware(found)
