"""The verbs of this scenario, and the codes of evidence in people's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.core.evidence import Channel, Evidence, Proof
from huiyin.core.obligation import State

CONFIRM = "confirm_notice"
REPLY = "reply_notice"

CHANNELS: dict[int, str | Promise] = {
    Channel.INBOX: _("站内"),
    Channel.MAIL: _("邮件"),
    Channel.PHONE: _("电话"),
    Channel.FACE: _("当面"),
    Channel.SMS: _("短信"),
    Channel.WECOM: _("企业微信"),
    Channel.DINGTALK: _("钉钉"),
    Channel.FEISHU: _("飞书"),
    Channel.WEBPUSH: _("浏览器推送"),
}

PROOFS: dict[int, str | Promise] = {
    Proof.SUBMITTED: _("已提交发送"),
    Proof.PROVIDER_DELIVERED: _("服务商回执：已送达"),
    Proof.PIXEL: _("邮件内容被加载"),
    Proof.DISPOSITION: _("邮件已读回执"),
    Proof.PROVIDER_READ: _("服务商回执：已读"),
    Proof.PAGE_OPENED: _("打开通知页面"),
    Proof.BUTTON: _("点击确认按钮"),
    Proof.SIGNED_LINK: _("通过专属链接确认"),
    Proof.REPLY: _("回复邮件确认"),
    Proof.KEYPRESS: _("电话按键确认"),
    Proof.SPOKEN: _("口头复述确认"),
    Proof.TEACH_BACK: _("复述要点"),
    Proof.QUIZ: _("通过小测"),
}

EVIDENCE: dict[int, str | Promise] = {
    Evidence.NONE: _("未送达"),
    Evidence.SENT: _("已发出"),
    Evidence.DELIVERED: _("已送达"),
    Evidence.OPENED: _("已读"),
    Evidence.ACKNOWLEDGED: _("已确认"),
    Evidence.UNDERSTOOD: _("已确认理解"),
}

STATES: dict[int, str | Promise] = {
    State.OPEN: _("未确认"),
    State.MET: _("按时确认"),
    State.MET_LATE: _("逾期确认"),
    State.DEEMED: _("默认同意"),
    State.EXCUSED: _("不再要求"),
}
