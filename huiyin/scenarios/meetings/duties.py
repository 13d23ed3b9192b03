"""Every duty of the clauses of meetings: its name, its button, and where the button leads.

A topic that has a page of its own for a duty names it here.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SHOW = "meetings:show"
MINUTES = "meetings:minutes"
ROOM = "meetings:room"
AGENDA = "meetings:agenda"
ITEMS = "meetings:items"
TABLE = "meetings:table"

CALL = "meetings:coordination"

DUTIES: tuple[tuple[str, Promise, Promise, str, str], ...] = (
    (
        "call_coordination",
        _("去处理"),
        pgettext_lazy("duty", "请主管开跨部门沟通会"),
        "users",
        CALL,
    ),
    ("chase_record", _("去催办"), pgettext_lazy("duty", "催确认沟通纪要"), "bell", SHOW),
    ("close_meeting", _("去处理"), pgettext_lazy("duty", "按时散会"), "calendar", ROOM),
    ("collect_needs", _("去处理"), pgettext_lazy("duty", "收齐各方需要"), "calendar", AGENDA),
    ("collect_round", _("去处理"), pgettext_lazy("duty", "补收站会说明"), "calendar", ROOM),
    ("confirm_notes", _("去确认"), pgettext_lazy("duty", "确认面谈要点"), "check", SHOW),
    ("confirm_record", _("去确认"), pgettext_lazy("duty", "确认沟通纪要"), "check", MINUTES),
    (
        "confirm_understanding",
        _("去确认"),
        pgettext_lazy("duty", "逐一确认是否理解"),
        "check",
        ROOM,
    ),
    ("do_item", _("去完成"), pgettext_lazy("duty", "完成会议待办"), "list-checks", ITEMS),
    ("evaluate_quarter", _("去处理"), pgettext_lazy("duty", "评估本季沟通"), "calendar", SHOW),
    ("explain_overrun", _("去写"), pgettext_lazy("duty", "写明超时原因"), "pen-line", ROOM),
    ("file_recording", _("去处理"), pgettext_lazy("duty", "归档录音录像"), "calendar", SHOW),
    ("follow_item", _("去跟进"), pgettext_lazy("duty", "跟进会议待办"), "users", ITEMS),
    ("hold_coordination", _("去处理"), pgettext_lazy("duty", "开跨部门沟通会"), "calendar", SHOW),
    ("hold_monthly", _("去处理"), pgettext_lazy("duty", "开月度总结会"), "calendar", SHOW),
    ("hold_review", _("去处理"), pgettext_lazy("duty", "开部门沟通复盘"), "calendar", SHOW),
    ("hold_talks", _("去处理"), pgettext_lazy("duty", "与下属各谈一次"), "calendar", SHOW),
    ("hold_weekly", _("去处理"), pgettext_lazy("duty", "开周例会"), "calendar", SHOW),
    ("prepare_opinion", _("去写"), pgettext_lazy("duty", "准备书面意见"), "pen-line", AGENDA),
    ("publish_minutes", _("去写"), pgettext_lazy("duty", "发会议纪要"), "pen-line", MINUTES),
    ("put_on_agenda", _("去排"), pgettext_lazy("duty", "把重大问题排进会议"), "calendar", TABLE),
    ("review_meetings", _("去处理"), pgettext_lazy("duty", "回顾会议效率"), "calendar", SHOW),
    ("send_plan", _("去写"), pgettext_lazy("duty", "发行动计划"), "pen-line", "meetings:plan"),
    ("send_topics", _("去发出"), pgettext_lazy("duty", "发议题"), "send", AGENDA),
    ("set_goals", _("去写"), pgettext_lazy("duty", "定改进计划"), "pen-line", SHOW),
    ("settle_cooperation", _("去处理"), pgettext_lazy("duty", "出面解决协作"), "calendar", SHOW),
    ("share_agenda", _("去发出"), pgettext_lazy("duty", "发议程和材料"), "send", AGENDA),
    ("stand_up", _("去处理"), pgettext_lazy("duty", "在站会上说明"), "calendar", ROOM),
    (
        "understand_resolution",
        _("去确认"),
        pgettext_lazy("duty", "勾选已理解"),
        "check-check",
        ROOM,
    ),
    ("urge_agenda", _("去督促"), pgettext_lazy("duty", "督促会前准备"), "bell", AGENDA),
    ("urge_coordination", _("去督促"), pgettext_lazy("duty", "督促开跨部门沟通会"), "bell", CALL),
    ("urge_evaluation", _("去督促"), pgettext_lazy("duty", "督促季度评估"), "bell", SHOW),
    ("urge_explanation", _("去督促"), pgettext_lazy("duty", "督促写明超时原因"), "bell", SHOW),
    ("urge_filing", _("去督促"), pgettext_lazy("duty", "督促归档"), "bell", SHOW),
    ("urge_meeting", _("去督促"), pgettext_lazy("duty", "督促开会"), "bell", SHOW),
    ("urge_minutes", _("去督促"), pgettext_lazy("duty", "督促会议纪要"), "bell", SHOW),
    ("urge_notes", _("去督促"), pgettext_lazy("duty", "督促记下面谈要点"), "bell", SHOW),
    ("urge_plan", _("去督促"), pgettext_lazy("duty", "督促计划"), "bell", SHOW),
    ("urge_retrospect", _("去督促"), pgettext_lazy("duty", "督促复盘和复核"), "bell", SHOW),
    ("urge_tabling", _("去督促"), pgettext_lazy("duty", "督促重大问题上会"), "bell", TABLE),
    ("urge_talks", _("去督促"), pgettext_lazy("duty", "督促一对一谈话"), "bell", SHOW),
    ("write_notes", _("去写"), pgettext_lazy("duty", "记面谈要点"), "pen-line", SHOW),
)
"""Verb, words of the button, title, icon, view (it takes the id of the case)."""


def register() -> None:
    """Introduce all of them (called when the application starts)."""
    from huiyin.cases import verbs

    for verb, label, title, icon, view in DUTIES:
        verbs.register(verb, label, icon, view, post=False, title=title)
