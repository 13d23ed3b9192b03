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
    "kind": _("类型"),
    "policy": _("战略与制度"),
    "emergency": _("突发事件"),
    "operating": _("运营信息"),
    "stage": _("阶段"),
    "pre_notice": _("预先通知"),
    "release": _("正式发布"),
    "pre_noticed_at": _("预先通知发出"),
    "publish_at": _("约定的发布时间"),
    "people": _("人数"),
    "joiners": _("后来加入的人"),
    "joiners_to_reply": _("后来加入、须回复的人"),
    "affected": _("收到错误版本的人"),
    "requests": _("沟通需求"),
    "scope": _("发布范围"),
    "outside": _("对外"),
    "told": _("告知人数"),
    "cause": _("原因"),
    "wrong_data": _("数据有误"),
    "wrong_word": _("用词有误"),
    "other": _("其他"),
    "news": _("新闻"),
    "pixel": _("阅读像素"),
    "face": _("当面"),
    "override": _("特批"),
}
"""Facts that other rooms have no words for."""
