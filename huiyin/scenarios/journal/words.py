"""Codes of the log in people's words."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.scenarios.journal.models import Entry, EntryKind
from huiyin.ui import zh

ICONS = {
    EntryKind.TALK.value: "users",
    EntryKind.PHONE.value: "phone",
    EntryKind.IM.value: "message-square",
    EntryKind.OCCURRENCE.value: "zap",
}
_CHANNELS: dict[int, str | Promise] = {
    Channel.INBOX: gettext_lazy("站内"),
    Channel.MAIL: gettext_lazy("邮件"),
    Channel.PHONE: gettext_lazy("电话"),
    Channel.FACE: gettext_lazy("当面"),
    Channel.SMS: gettext_lazy("短信"),
    Channel.WECOM: gettext_lazy("企业微信"),
    Channel.DINGTALK: gettext_lazy("钉钉"),
    Channel.FEISHU: gettext_lazy("飞书"),
    Channel.WEBPUSH: gettext_lazy("浏览器推送"),
}
_PROOFS: dict[int, str | Promise] = {
    Proof.PAGE_OPENED: gettext_lazy("打开页面"),
    Proof.BUTTON: gettext_lazy("点击按钮"),
    Proof.SIGNED_LINK: gettext_lazy("专属链接"),
    Proof.REPLY: gettext_lazy("回复邮件"),
    Proof.KEYPRESS: gettext_lazy("电话按键"),
    Proof.SPOKEN: gettext_lazy("口头复述"),
    Proof.TEACH_BACK: gettext_lazy("复述要点"),
    Proof.QUIZ: gettext_lazy("通过小测"),
}
_OUTCOMES: dict[str, str | Promise] = {
    "understood": gettext_lazy("已接通并确认理解"),
    "no_answer": gettext_lazy("未接"),
    "wrong_number": gettext_lazy("号码有误"),
    "unreachable": gettext_lazy("无法触达"),
}


def of_event(kind: str) -> str:
    """What an event is called by the room that records it; its bare kind without words."""
    for config in apps.get_app_configs():
        known = getattr(config, "event_words", {})
        if kind in known:
            return str(known[kind])
    return kind


def channel(code: int | None) -> str:
    """A channel by its code."""
    return str(_CHANNELS.get(code or 0, ""))


def proof(code: int | None) -> str:
    """What kind of thing was received."""
    return str(_PROOFS.get(code or 0, ""))


def people(count: int) -> str:
    """So many people."""
    return ngettext("%(count)d 人", "%(count)d 人", count) % {"count": count}


def outcome(facts: dict[str, Any]) -> str:
    """What came of an act, as far as its facts say."""
    if known := _OUTCOMES.get(str(facts.get("outcome", ""))):
        return str(known)
    return _("更正") if facts.get("correction") is True else ""


def answered(state: State, at: datetime | None) -> str:
    """How a duty ended, or that it waits."""
    if state == State.OPEN or at is None:
        return _("待回音")
    endings = {
        State.MET: _("%(at)s 按时回音"),
        State.MET_LATE: _("%(at)s 逾期回音"),
        State.DEEMED: _("%(at)s 视为接受"),
        State.EXCUSED: _("%(at)s 不再要求"),
    }
    return endings[state] % {"at": zh.moment(at)}


def tags(entry: Entry) -> tuple[str, ...]:
    """What stands beside an entry."""
    found = [_("重要决定")] if entry.decision else []
    if entry.urgency == "urgent":
        found.append(_("紧急"))
    return tuple(found)
