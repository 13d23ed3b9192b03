"""What each code of ``core.wording`` looks for, as a name in the regulation."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, str | Promise] = {
    "vague_time": _("含糊的时间"),
    "vague_party": _("含糊的对象"),
    "vague_quantity": _("含糊的数量"),
    "vague_degree": _("含糊的程度"),
    "term": _("不规范的术语"),
    "no_owner": _("要求缺负责人"),
    "no_time": _("要求缺时间"),
    "no_owner_time": _("要求缺负责人和时间"),
    "no_contact": _("联系人缺联系方式"),
    "no_aid": _("复杂事项缺书面辅助"),
    "long_paragraph": _("宜分条的长段"),
    "core_late": _("结论不在前"),
    "title_long": _("标题过长"),
    "title_empty": _("标题没有内容"),
    "title_mark": _("标题类别写法不对"),
    "title_date": _("标题期限不可用"),
    "title_unset": _("标题要求回复而未设截止"),
    "sensitive_id": _("身份证号"),
    "sensitive_card": _("银行卡号"),
    "sensitive_mobile": _("个人手机号"),
    "sensitive_salary": _("薪酬金额"),
    "sensitive_secret": _("密码或密钥"),
    "phone_list": _("电话名单"),
    "email_list": _("邮箱名单"),
}
"""One name for every code of ``wording.LEVELS``."""

FACT_WORDS: dict[str, str | Promise] = {
    "has_aid": _("有书面辅助"),
    "has_sensitive": _("含敏感信息"),
    "is_confidential": _("定为机密"),
}
"""The facts that guards ask about a text."""
