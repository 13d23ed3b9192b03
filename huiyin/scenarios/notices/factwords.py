"""The facts of a notice's events in people's words, for the regulation and the ledger."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FACT_WORDS: dict[str, str | Promise] = {
    "again_at": _("再拨时间"),
    "no_answer": _("未接"),
    "wrong_number": _("号码有误"),
    "author": _("发文人身份"),
    "publisher": _("发布员"),
    "employee": _("员工"),
    "cascade": _("逐级转达"),
    "follow": _("名单随人事变动"),
    "has_concerned": _("有会签部门"),
    "has_data": _("有数据来源部门"),
    "has_key_people": _("有关键人员"),
}
"""Facts that other rooms have no words for."""
