"""Incidents: the first report, the team, updates, the end and after."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENTS: Mapping[str, Promise] = {
    "incidents.change_declined": pgettext_lazy("event", "说明不必改流程"),
    "incidents.clients_notified": pgettext_lazy("event", "告知客户"),
    "incidents.end_announced": pgettext_lazy("event", "公告解决"),
    "incidents.incident_reported": pgettext_lazy("event", "提交事件报告"),
    "incidents.member_replaced": pgettext_lazy("event", "换人"),
    "incidents.noticed": pgettext_lazy("event", "确认知悉"),
    "incidents.process_changed": pgettext_lazy("event", "改好流程"),
    "incidents.raised": pgettext_lazy("event", "初报突发事件"),
    "incidents.ready_reported": pgettext_lazy("event", "回报就位"),
    "incidents.resolved": pgettext_lazy("event", "突发事件解决"),
    "incidents.reviewed": pgettext_lazy("event", "事后复盘"),
    "incidents.stood_down": pgettext_lazy("event", "误报解除"),
    "incidents.team_named": pgettext_lazy("event", "指定应急小组"),
    "incidents.update_given": pgettext_lazy("event", "通报进展"),
}
DUTIES: Mapping[str, Promise] = {
    "announce_end": pgettext_lazy("duty", "公告解决"),
    "ask_update": pgettext_lazy("duty", "追问进展"),
    "call_in": pgettext_lazy("duty", "逐一叫人"),
    "change_process": pgettext_lazy("duty", "改流程"),
    "name_team": pgettext_lazy("duty", "指定应急小组"),
    "notify_clients": pgettext_lazy("duty", "告知客户"),
    "phone_on_duty": pgettext_lazy("duty", "致电没有回应的负责人"),
    "report_incident": pgettext_lazy("duty", "提交事件报告"),
    "report_ready": pgettext_lazy("duty", "回报就位"),
    "review_incident": pgettext_lazy("duty", "事后复盘"),
    "take_command": pgettext_lazy("duty", "接手指挥"),
    "take_notice": pgettext_lazy("duty", "确认知悉"),
    "take_notice_for": pgettext_lazy("duty", "代为接手"),
    "update_management": pgettext_lazy("duty", "向管理层通报进展"),
    "urge_change": pgettext_lazy("duty", "督促改流程"),
    "urge_statement": pgettext_lazy("duty", "督促公告和告知"),
}
NAMES: Mapping[str, Promise] = {
    "clients_affected": pgettext_lazy("regulation", "影响客户"),
    "has_first_report": pgettext_lazy("regulation", "有初报内容"),
    "has_kind": pgettext_lazy("regulation", "有种类"),
    "tasks_given": pgettext_lazy("regulation", "每个人都有任务"),
    "wording_agreed": pgettext_lazy("regulation", "口径已同意"),
    "client_statements": pgettext_lazy("regulation", "对客户的说明"),
    "client_lead": pgettext_lazy("regulation", "客户负责人"),
    "incident_commander": pgettext_lazy("regulation", "应急负责人"),
    "on_duty": pgettext_lazy("regulation", "有关负责人"),
    "process_owner": pgettext_lazy("regulation", "流程负责人"),
    "response_team": pgettext_lazy("regulation", "应急小组"),
}
