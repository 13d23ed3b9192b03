"""Names that imported rules may have, in people's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS: Mapping[str, str | Promise] = {
    "own": _("本公司的事件"),
    "own.happened": _("还没有对应的事件"),
    "own.ended": _("还没有对应的结束事件"),
    "own_role": _("还没有对应的责任人"),
    "own_time": _("还没有对应的时间"),
    "chase": pgettext_lazy("duty", "跟进逾期"),
    "report": pgettext_lazy("duty", "报告"),
    "restate": pgettext_lazy("duty", "复述"),
    "answer": pgettext_lazy("duty", "答复"),
    "give_feedback": pgettext_lazy("duty", "反馈"),
    "confirm_receipt": pgettext_lazy("duty", "确认收到"),
    "return_visit": pgettext_lazy("duty", "回访"),
    "inform": pgettext_lazy("duty", "告知"),
    "review": pgettext_lazy("duty", "审核"),
    "inspect": pgettext_lazy("duty", "检查"),
    "revise": pgettext_lazy("duty", "修订或更新"),
    "compile": pgettext_lazy("duty", "汇总"),
    "hold_meeting": pgettext_lazy("duty", "组织或召开"),
    "study": pgettext_lazy("duty", "学习并通过考核"),
    "register": pgettext_lazy("duty", "登记"),
    "submit": pgettext_lazy("duty", "提交"),
    "handle": pgettext_lazy("duty", "办理"),
    "begin": pgettext_lazy("duty", "启动"),
    "do_duty": pgettext_lazy("duty", "按条文办理"),
}
