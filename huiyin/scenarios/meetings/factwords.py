"""The facts, values and roles of meetings in people's words, as sentences of the regulation name them."""

from django.utils.translation import pgettext_lazy

ROLES = (
    "attendees", "chair", "core_members", "evaluator", "heads_concerned", "item_owner",
    "month_chair", "parties", "plan_owner", "talk_holder", "talk_partner",
)  # fmt: skip
"""Whom the case itself names, as a set of people or as one person in a fact."""

FACT_WORDS = {
    "meetings": pgettext_lazy("regulation", "会议"),
    "form": pgettext_lazy("regulation", "形式"),
    "is_recorded": pgettext_lazy("regulation", "有录音录像"),
    "needs_minutes": pgettext_lazy("regulation", "要求纪要"),
    "recurring": pgettext_lazy("regulation", "例行"),
    "all_heard": pgettext_lazy("regulation", "人人有发言机会"),
    "all_understood": pgettext_lazy("regulation", "人人勾选已理解"),
    "asked_question": pgettext_lazy("regulation", "问到固定问题"),
    "agenda_shared": pgettext_lazy("regulation", "已发议程"),
    "topics_sent": pgettext_lazy("regulation", "已发议题"),
    "needs_collected": pgettext_lazy("regulation", "已收齐需要"),
    "calendar_entry": pgettext_lazy("regulation", "日历邀请"),
    "has_agenda": pgettext_lazy("regulation", "有议程"),
    "has_place": pgettext_lazy("regulation", "有地点或链接"),
    "has_recorder": pgettext_lazy("regulation", "有记录人"),
    "has_subject_and_date": pgettext_lazy("regulation", "有主题和日期"),
    "has_topic": pgettext_lazy("regulation", "有主题和目标"),
    "items_complete": pgettext_lazy("regulation", "待办写全负责人和时间"),
    "problems_named": pgettext_lazy("regulation", "公开说明重要问题"),
    "attendees": pgettext_lazy("regulation", "参会人"),
    "chair": pgettext_lazy("regulation", "主持人"),
    "core_members": pgettext_lazy("regulation", "核心成员"),
    "evaluator": pgettext_lazy("regulation", "评估负责人"),
    "heads_concerned": pgettext_lazy("regulation", "有关部门主管"),
    "item_owner": pgettext_lazy("regulation", "待办负责人"),
    "month_chair": pgettext_lazy("regulation", "月会主持人"),
    "parties": pgettext_lazy("regulation", "各方"),
    "plan_owner": pgettext_lazy("regulation", "计划负责人"),
    "talk_holder": pgettext_lazy("regulation", "谈话人"),
    "talk_partner": pgettext_lazy("regulation", "谈话对象"),
    "item_due": pgettext_lazy("regulation", "待办的截止"),
    "standup_at": pgettext_lazy("regulation", "站会时间"),
    "daily_standup": pgettext_lazy("regulation", "每日站会"),
    "issue_meeting": pgettext_lazy("regulation", "问题会"),
    "joint_meeting": pgettext_lazy("regulation", "联席会"),
    "kick_off": pgettext_lazy("regulation", "启动会"),
    "monthly_meeting": pgettext_lazy("regulation", "月度总结会"),
    "one_on_one": pgettext_lazy("regulation", "一对一"),
    "partner_meeting": pgettext_lazy("regulation", "伙伴联席会"),
    "project_standup": pgettext_lazy("regulation", "项目站会"),
    "weekly_meeting": pgettext_lazy("regulation", "周例会"),
    "management_meeting": pgettext_lazy("regulation", "管理层沟通会"),
}
