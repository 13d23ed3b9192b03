"""Findings of ``core.wording`` in people's words: what is wrong, what to do, and the button."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.core.wording import Finding

Words = str | Promise
_TAKE = _("替换")


@dataclass(frozen=True, slots=True)
class Phrase:
    """How a code is told; ``%`` takes the facts of the finding. ``icon`` is one of the sprite."""

    title: Words
    hint: Words = ""
    icon: str = "circle-help"
    button: Words = _TAKE


FIELDS: dict[str, Words] = {
    "title": _("标题"),
    "gist": _("要点"),
    "background": _("背景"),
    "items": _("具体事项"),
    "requirements": _("执行要求"),
    "contact": _("联系人"),
}
_VAGUE = _("「%(word)s」会有不同理解")
_OUTSIDE = _("机密以外的通知不能写，改为机密或删去。")
PHRASES: dict[str, Phrase] = {
    "vague_time": Phrase(_VAGUE, _("写成具体的日期和时刻。")),
    "vague_party": Phrase(_VAGUE, _("写明是哪个部门、哪个岗位或哪个人。")),
    "vague_quantity": Phrase(_VAGUE, _("写成数字，或给出上限和下限。")),
    "vague_degree": Phrase(_VAGUE, _("写明标准，以及什么情况例外。")),
    "term": Phrase(_("术语：「%(word)s」应为「%(right)s」"), _("见术语与格式。"), "replace"),
    "no_owner": Phrase(
        _("执行要求第 %(item)d 条缺少负责人"), _("写明由谁完成。"), "user-x", _("补上")
    ),
    "no_time": Phrase(_("执行要求第 %(item)d 条缺少时间"), _("写明何时完成。"), "clock", _("补上")),
    "no_owner_time": Phrase(
        _("执行要求第 %(item)d 条缺少负责人和时间"),
        _("每条要求写明谁、何时完成。"),
        "user-x",
        _("补上"),
    ),
    "no_contact": Phrase(_("联系人没有联系方式"), _("写明姓名和分机。"), "phone-off", _("补上")),
    "no_aid": Phrase(
        _("复杂事项缺少书面辅助"),
        _("附上流程图、对照表或说明文件，或在事项里列表格。"),
        "paperclip",
        _("去添加"),
    ),
    "long_paragraph": Phrase(
        _("这一段有 %(length)d 字，宜分条"),
        _("一条写一件事。"),
        "list-checks",
        _("分条"),
    ),
    "core_late": Phrase(
        _("结论前有 %(length)d 字铺垫"),
        _("先写结论，依据放到背景。"),
        "arrow-up",
        _("去修改"),
    ),
    "title_long": Phrase(
        _("标题有 %(length)d 字"),
        _("一句话写清事项，细节放到正文。"),
        button=_("去修改"),
    ),
    "title_empty": Phrase(
        _("标题没有说是什么事"),
        _("写出对象，如：关于年终盘点的安排。"),
        button=_("去修改"),
    ),
    "title_mark": Phrase(
        _("标题的类别写法不对"), _("类别写在【】里，放在最前。"), button=_("改正")
    ),
    "title_date": Phrase(
        _("标题的回复期限「%(word)s」不可用"), button=_("去修改"), icon="hourglass"
    ),
    "title_unset": Phrase(
        _("标题要求回复，但没有设置截止时间"),
        _("在“需要回复，截止”里选择时间，到期会自动催办。"),
        "hourglass",
        _("去设置"),
    ),
    "sensitive_id": Phrase(_("%(field)s含身份证号"), _OUTSIDE, "shield-alert", _("只留尾号")),
    "sensitive_card": Phrase(_("%(field)s含银行卡号"), _OUTSIDE, "shield-alert", _("只留尾号")),
    "sensitive_mobile": Phrase(
        _("%(field)s含个人手机号"),
        _("机密以外的通知不能写，改用分机号。"),
        "shield-alert",
        _("改为分机"),
    ),
    "phone_list": Phrase(
        _("%(field)s含 %(count)d 个电话号码的名单"), _OUTSIDE, "shield-alert", _("去修改")
    ),
    "email_list": Phrase(
        _("%(field)s含 %(count)d 个邮箱的名单"), _OUTSIDE, "shield-alert", _("去修改")
    ),
    "sensitive_salary": Phrase(_("%(field)s含薪酬金额"), _OUTSIDE, "shield-alert", _("去修改")),
    "sensitive_secret": Phrase(
        _("%(field)s含密码或密钥"),
        _("密码不写进通知，当面或电话告知。"),
        "key-round",
        _("去修改"),
    ),
}
"""One phrase for every code of ``wording.LEVELS``."""


def title(finding: Finding) -> str:
    """What is wrong, in one line."""
    if finding.code == "title_mark" and not finding.facts["word"]:
        return gettext("标题里有空的【】")
    facts = {"field": FIELDS[finding.field], **finding.facts}
    return str(PHRASES[finding.code].title) % facts


def hint(finding: Finding) -> str:
    """What to do about it; with a text to take over, that text."""
    if finding.code in _HINTS:
        return _HINTS[finding.code](finding)
    if finding.code == "vague_time" and finding.mend:
        return gettext("建议写成「%(mend)s」。") % {"mend": finding.mend.strip()}
    return str(PHRASES[finding.code].hint)


def button(finding: Finding) -> str:
    """What the button does: take the text over, or go there."""
    if finding.mend is None and finding.code in _MENDED:
        return gettext("去修改")
    if finding.code == "sensitive_mobile" and not finding.mend:
        return gettext("删去")
    return str(PHRASES[finding.code].button)


def icon(finding: Finding) -> str:
    """The name of a symbol."""
    return PHRASES[finding.code].icon


def _date(finding: Finding) -> str:
    reasons = {
        "past": gettext("这个时间已经过去。"),
        "invalid": gettext("日历上没有这一天。"),
        "none": gettext("写成【需12月5日回复】，写明几月几日。"),
    }
    return reasons[str(finding.facts["reason"])]


_HINTS: dict[str, Callable[[Finding], str]] = {"title_date": _date}
_MENDED = {
    "vague_time",
    "vague_party",
    "vague_quantity",
    "vague_degree",
    "long_paragraph",
    "sensitive_mobile",
}
"""Codes whose button takes a text over, if there is one."""
