"""What an act on an incident was refused for, in a sentence."""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.obligations.guards import Refused
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotOpen

WRONG = (IncidentRefused, NotOpen, Refused, ValidationError)
"""What an act in the room may be refused with."""

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
}


def why(error: Exception) -> str:
    """What was wrong, in a sentence."""
    if isinstance(error, Refused):
        return "；".join(each.guard.says for each in error.broken)
    if isinstance(error, ValidationError):
        return "；".join(error.messages)
    if isinstance(error, IncidentRefused):
        return str(_SAID.get((error.field, error.code), _("不能这样做")))
    return _("事件已经结束，不能再改")
