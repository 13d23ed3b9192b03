"""What an act on an incident was refused for, in a sentence."""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.signoff.rounds import AlreadyRunning, NothingToSign
from huiyin.cases.signoff.seating import NobodyLeft
from huiyin.obligations.guards import Refused
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotDraft, NotOpen, NotSolved

WRONG = (IncidentRefused, NotOpen, Refused, ValidationError)
"""What an act in the room may be refused with."""

_ADDRESS = "address "

_SAID: dict[tuple[str, str], Promise] = {
    ("title", "empty"): gettext_lazy("写一句发生了什么"),
    ("title", "long"): gettext_lazy("一句话不超过 200 字"),
    ("scope", "long"): gettext_lazy("范围太长"),
    ("impact", "long"): gettext_lazy("影响太长"),
    ("measures", "long"): gettext_lazy("临时措施太长"),
    ("kind", "retired"): gettext_lazy("这一种突发事件已停用"),
    ("kind", "unknown"): gettext_lazy("没有这一种"),
    ("happened_at", "future"): gettext_lazy("发生时间不能晚于现在"),
    ("severity", "unknown"): gettext_lazy("没有这一级"),
    ("person", "not_concerned"): gettext_lazy("只有参与处理的人可以改"),
    ("person", "not_called"): gettext_lazy("不在应急小组里"),
    ("person", "unknown"): gettext_lazy("选一位在职的同事"),
    ("person", "nobody"): gettext_lazy("没有叫这个名字的同事，可以写工号"),
    ("person", "several"): gettext_lazy("有几位同名的同事，请写工号"),
    ("replacement", "unknown"): gettext_lazy("选一位别的同事来接替"),
    ("team", "empty"): gettext_lazy("至少叫上一个人"),
    ("team", "twice"): gettext_lazy("同一个人只写一行"),
    ("role", "unknown"): gettext_lazy("没有这种分工"),
    ("task", "long"): gettext_lazy("任务不超过 200 字"),
    ("known", "empty"): gettext_lazy("写明目前知道什么"),
    ("known", "long"): gettext_lazy("通报太长，每栏不超过 1000 字"),
    ("done", "long"): gettext_lazy("通报太长，每栏不超过 1000 字"),
    ("next", "long"): gettext_lazy("通报太长，每栏不超过 1000 字"),
    ("text", "empty"): gettext_lazy("写一句，或附上文件"),
    ("text", "long"): gettext_lazy("太长，请分几条记"),
    ("files", "several"): gettext_lazy("一次附一个文件"),
    ("reason", "empty"): gettext_lazy("写明原因"),
    ("name", "empty"): gettext_lazy("写明给谁看"),
    ("state", "solved"): gettext_lazy("已经解决，不能作为误报解除"),
    ("state", "stood_down"): gettext_lazy("已作为误报解除"),
    ("report", "submitted"): gettext_lazy("报告已经提交，不能再改"),
    ("outcome", "unknown"): gettext_lazy("选一个通话结果"),
    ("note", "long"): gettext_lazy("备注不超过 300 字"),
    ("kind_name", "empty"): gettext_lazy("写一个名称"),
    ("kind_name", "long"): gettext_lazy("名称不超过 60 字"),
    ("kind_name", "taken"): gettext_lazy("已经有叫这个名称的预案"),
    ("levels", "unnamed"): gettext_lazy("等级最多 9 级，每一级都要有名称"),
    ("playbook", "long"): gettext_lazy("预案不超过 20000 字"),
    ("contacts", "twice"): gettext_lazy("联系人最多 30 位，同一个人只写一次"),
    ("contacts", "deputy"): gettext_lazy("替补不能是本人"),
    ("wording", "empty"): gettext_lazy("写一句客服口径"),
    ("wording", "plain"): gettext_lazy("客服口径写成一句话，不能换行，也不能有花括号"),
    ("happened", "empty"): gettext_lazy("写明发生了什么"),
    ("apology", "empty"): gettext_lazy("写一句致歉"),
    ("contact", "long"): gettext_lazy("联系方式不超过 200 字"),
    ("wording", "long"): gettext_lazy("客服口径不超过 200 字"),
    ("clients", "many"): gettext_lazy("客户太多，最多 5000 位"),
    ("clients", "nobody"): gettext_lazy("写上邮件告知的客户，或至少记一个官方渠道"),
    ("parties", "unknown"): gettext_lazy("通讯录里没有这个外部单位"),
    ("place", "empty"): gettext_lazy("选一个官方渠道，写明链接或说明"),
    ("place", "long"): gettext_lazy("链接或说明不超过 300 字"),
}
_STATES: dict[type[Exception], Promise] = {
    NotOpen: gettext_lazy("事件已经结束，不能再改"),
    NotSolved: gettext_lazy("解决之后才能这样做"),
    NotDraft: gettext_lazy("已经提交，不能再改"),
    AlreadyRunning: gettext_lazy("正在会签"),
    NothingToSign: gettext_lazy("没有人可以会签，请检查制度和市场部门的负责人"),
    NobodyLeft: gettext_lazy("没有人可以会签，请检查制度和市场部门的负责人"),
}
_ANY: dict[str, Promise] = {
    "empty": gettext_lazy("这一栏不能空着"),
    "long": gettext_lazy("这一栏太长，请写短一些"),
    "nobody": gettext_lazy("没有叫这个名字的同事，可以写工号"),
    "several": gettext_lazy("有几位同名的同事，请写工号"),
    "unknown": gettext_lazy("没有这一项"),
}
"""By the code alone, for a field that has no words of its own."""


def why(error: Exception) -> str:
    """What was wrong, in a sentence."""
    if isinstance(error, Refused):
        return "；".join(each.guard.says for each in error.broken)
    if isinstance(error, ValidationError):
        return "；".join(error.messages)
    if isinstance(error, IncidentRefused):
        if error.code.startswith(_ADDRESS):
            address = error.code.removeprefix(_ADDRESS)
            return _("不是邮箱地址：%(address)s") % {"address": address}
        found = _SAID.get((error.field, error.code)) or _ANY.get(error.code)
        return str(found or _("不能这样做"))
    return str(_STATES.get(type(error)) or _("不能这样做"))


def field_of(error: Exception) -> str:
    """The field that is wrong, where a form shows the words; empty for a refusal as a whole."""
    return error.field if isinstance(error, IncidentRefused) else ""
