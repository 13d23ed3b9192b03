"""Events, duties and facts of incidents in people's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.scenarios.incidents import events as said

EVENT_WORDS: Mapping[str, Promise] = {
    said.RAISED: pgettext_lazy("event", "初报突发事件"),
    said.DESCRIBED: pgettext_lazy("event", "补充初报"),
    said.GRADED: pgettext_lazy("event", "调整等级"),
    said.NOTICED: pgettext_lazy("event", "确认知悉"),
    said.TEAM_NAMED: pgettext_lazy("event", "指定应急小组"),
    said.READY_REPORTED: pgettext_lazy("event", "回报就位"),
    said.MEMBER_REPLACED: pgettext_lazy("event", "换人"),
    said.COMMAND_HANDED: pgettext_lazy("event", "移交指挥"),
    said.UPDATE_GIVEN: pgettext_lazy("event", "通报进展"),
    said.NOTED: pgettext_lazy("event", "记一条"),
    said.WATCH_OPENED: pgettext_lazy("event", "给出旁观链接"),
    said.WATCH_CLOSED: pgettext_lazy("event", "收回旁观链接"),
    said.STOOD_DOWN: pgettext_lazy("event", "误报解除"),
    said.RESOLVED: pgettext_lazy("event", "突发事件解决"),
    said.SOLVED_AGAIN: pgettext_lazy("event", "突发事件再次解决"),
    said.END_ANNOUNCED: pgettext_lazy("event", "公告解决"),
    said.CLIENTS_NOTIFIED: pgettext_lazy("event", "告知客户"),
    said.INCIDENT_REPORTED: pgettext_lazy("event", "提交事件报告"),
    said.REVIEWED: pgettext_lazy("event", "事后复盘"),
    said.PROCESS_CHANGED: pgettext_lazy("event", "改好流程"),
    said.CHANGE_DECLINED: pgettext_lazy("event", "说明不必改流程"),
    said.REOPENED: pgettext_lazy("event", "重新打开"),
    said.CALLED: pgettext_lazy("event", "致电"),
    said.MEMBER_CALLED: pgettext_lazy("event", "叫人补位"),
    said.IMPROVEMENT_ASSIGNED: pgettext_lazy("event", "分派改进项"),
    said.IMPROVEMENT_DONE: pgettext_lazy("event", "完成改进项"),
    said.PLAN_CHANGED: pgettext_lazy("event", "修改预案"),
}

FACT_WORDS: Mapping[str, Promise] = {
    "clients_affected": pgettext_lazy("regulation", "影响客户"),
    "has_first_report": pgettext_lazy("regulation", "有初报内容"),
    "has_kind": pgettext_lazy("regulation", "有种类"),
    "tasks_given": pgettext_lazy("regulation", "每个人都有任务"),
    "team_named": pgettext_lazy("regulation", "已指定小组"),
    "wording_agreed": pgettext_lazy("regulation", "口径已同意"),
    "severity": pgettext_lazy("regulation", "等级"),
    "client_statements": pgettext_lazy("regulation", "对客户的说明"),
    "client_lead": pgettext_lazy("regulation", "客户负责人"),
    "incident_commander": pgettext_lazy("regulation", "应急负责人"),
    "on_duty": pgettext_lazy("regulation", "有关负责人"),
    "process_owner": pgettext_lazy("regulation", "流程负责人"),
    "response_team": pgettext_lazy("regulation", "应急小组"),
    "report_waits": pgettext_lazy("regulation", "还欠报告"),
    "review_waits": pgettext_lazy("regulation", "还欠复盘"),
    "improver": pgettext_lazy("regulation", "改进项负责人"),
    "improvement_due": pgettext_lazy("regulation", "改进项期限"),
}

ROOM = "incidents:room"

DUTIES: tuple[tuple[str, Promise, str, str, bool, Promise], ...] = (
    (said.TAKE_NOTICE, _("知悉"), "check", "incidents:notice", True,
     pgettext_lazy("duty", "确认知悉")),
    (said.NAME_TEAM, _("去分工"), "users", "incidents:team", False,
     pgettext_lazy("duty", "指定应急小组")),
    (said.REPORT_READY, _("就位"), "check", "incidents:ready", True,
     pgettext_lazy("duty", "回报就位")),
    (said.UPDATE_MANAGEMENT, _("去通报"), "megaphone", ROOM, False,
     pgettext_lazy("duty", "向管理层通报进展")),
    ("phone_on_duty", _("去致电"), "phone", "incidents:calls", False,
     pgettext_lazy("duty", "致电没有回应的负责人")),
    ("take_notice_for", _("去接手"), "users", ROOM, False, pgettext_lazy("duty", "代为接手")),
    ("take_command", _("去接手"), "users", ROOM, False, pgettext_lazy("duty", "接手指挥")),
    ("call_in", _("去叫人"), "phone", "incidents:calls", False, pgettext_lazy("duty", "逐一叫人")),
    ("ask_update", _("去追问"), "bell", ROOM, False, pgettext_lazy("duty", "追问进展")),
    ("announce_end", _("去公告"), "megaphone", "incidents:announce", False, pgettext_lazy("duty", "公告解决")),
    ("report_incident", _("写报告"), "pen-line", "incidents:report", False,
     pgettext_lazy("duty", "提交事件报告")),
    ("notify_clients", _("去告知"), "megaphone", "incidents:clients", False, pgettext_lazy("duty", "告知客户")),
    ("review_incident", _("去复盘"), "clipboard-list", "incidents:review", False,
     pgettext_lazy("duty", "事后复盘")),
    ("change_process", _("去改流程"), "pen-line", "incidents:review", False, pgettext_lazy("duty", "改流程")),
    ("urge_statement", _("去督促"), "bell", ROOM, False,
     pgettext_lazy("duty", "督促公告和告知")),
    ("urge_incident_report", _("去督促"), "bell", "incidents:report", False,
     pgettext_lazy("duty", "督促事件报告")),
    ("urge_incident_review", _("去督促"), "bell", "incidents:review", False,
     pgettext_lazy("duty", "督促事件复盘")),
    ("urge_change", _("去督促"), "bell", "incidents:review", False, pgettext_lazy("duty", "督促改流程")),
)  # fmt: skip
"""Verb, the button's words, icon, where it leads, whether it is one tap, what the duty is called."""


def introduce_duties() -> None:
    """Give every duty its button."""
    from huiyin.cases import verbs

    for verb, label, icon, url_name, post, title in DUTIES:
        verbs.register(verb, label, icon, url_name, post, title=title)
