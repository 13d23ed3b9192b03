"""Names of events, facts and roles in people's words, for the regulation and the ledger."""

from functools import cache

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_EVENTS: dict[str, str | Promise] = {
    "receipts.received": _("收到回执"),
    "clock.passed": _("时限到达"),
    "policy.breached": _("未满足规定的条件"),
    "obligations.opened": _("产生待办"),
    "obligations.completed": _("全部回音"),
    "directory.imported": _("导入名单"),
    "directory.people_joined": _("新同事加入"),
    "directory.people_moved": _("同事调动"),
    "directory.person_left": _("同事离职"),
    "directory.account_opened": _("开通账号"),
    "directory.accounts_opened": _("批量开通账号"),
    "directory.absence_registered": _("登记外出"),
    "directory.absence_ended": _("销假"),
}
_NAMES: dict[str, str | Promise] = {
    "urgency": _("紧急程度"),
    "routine": _("常规"),
    "important": _("重要"),
    "urgent": _("紧急"),
    "classification": _("密级"),
    "public": _("公开"),
    "internal": pgettext_lazy("classification", "内部"),
    "confidential": _("机密"),
    "has_reply_by": _("要求回复"),
    "true": _("是"),
    "false": _("否"),
    "null": pgettext_lazy("in a sentence", "无"),
    "reply_by": _("回复期限"),
    "recipients": _("接收人"),
    "initiator": _("发起人"),
    "bearer": _("本人"),
    "head_of(bearer)": pgettext_lazy("in a sentence", "主管"),
    "inbox": _("站内"),
    "mail": _("邮件"),
    "phone": _("电话"),
    "acknowledge": _("确认收到"),
    "spoken": pgettext_lazy("in a sentence", "口头复述"),
    "teach_back": _("复述要点"),
    "quiz": _("通过小测"),
    "none": _("无需确认"),
    "acknowledged": _("确认收到"),
    "understood": _("确认理解"),
    "as confirm": _("按确认方式"),
    "key_people": _("关键人员"),
    "kind": _("类型"),
    "stage": _("阶段"),
    "complexity": _("复杂程度"),
    "simple": _("简单"),
    "complex": _("复杂"),
    "audience": _("受众"),
    "confirm": _("确认方式"),
    "part": _("所涉部分"),
    "button": pgettext_lazy("in a sentence", "点击按钮"),
    "signed_link": pgettext_lazy("in a sentence", "专属链接"),
    "reply": pgettext_lazy("in a sentence", "回复邮件"),
    "page_opened": pgettext_lazy("in a sentence", "打开页面"),
    "person": pgettext_lazy("in a sentence", "对象"),
    "proof": _("凭据"),
    "channel": _("渠道"),
    "verb": _("事项"),
    "rule": _("规则"),
    "due_at": _("到期"),
    "starts_at": _("开始"),
    "ends_at": _("结束"),
    "delegate": _("代理人"),
    "heir": _("接手人"),
    "number": _("编号"),
    "digest": _("正文指纹"),
    "department": _("部门"),
    "policy_version": _("制度版本"),
    "cohort": _("批次"),
    "parent": _("上一级批次"),
    "step": _("步骤"),
    "count": _("人数"),
}


def word(name: str) -> str:
    """``name`` in words; the name itself when no room has any for it."""
    return str(_EVENTS.get(name) or _NAMES.get(name.lower()) or _said().get(name) or name)


@cache
def _said() -> dict[str, str | Promise]:
    """What the rooms say about their own events and facts (``event_words``, ``fact_words``)."""
    said: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        said |= getattr(config, "event_words", {}) | getattr(config, "fact_words", {})
    return said
