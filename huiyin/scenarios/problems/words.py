"""Events, facts and duties of this scenario in people's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from huiyin.scenarios.problems import events

EVENT_WORDS: Mapping[str, Promise] = {
    events.REPORTED: pgettext_lazy("event", "上报问题"),
    events.REGISTERED: pgettext_lazy("event", "登记问题"),
    events.ASSIGNED: pgettext_lazy("event", "分派问题"),
    events.BOUNCED: pgettext_lazy("event", "退回问题"),
    events.MERGED: pgettext_lazy("event", "并入已有问题"),
    events.WITHDRAWN: pgettext_lazy("event", "撤回问题"),
    events.SOLUTION_REPORTED: pgettext_lazy("event", "提交方案报告"),
    events.SOLUTION_DECIDED: pgettext_lazy("event", "批复方案"),
    events.SOLUTION_BEGUN: pgettext_lazy("event", "执行方案"),
    events.STEP_PLANNED: pgettext_lazy("event", "安排计划的一步"),
    events.STEP_DONE: pgettext_lazy("event", "完成计划的一步"),
    events.STEP_DROPPED: pgettext_lazy("event", "取消计划的一步"),
    events.SOLVED: pgettext_lazy("event", "问题解决"),
    events.REPORTER_TOLD: pgettext_lazy("event", "告知提出人"),
    events.ANSWER_CONFIRMED: pgettext_lazy("event", "提出人确认已答复"),
    events.REOPENED: pgettext_lazy("event", "问题重新处理"),
    events.EXPLAINED: pgettext_lazy("event", "公开说明"),
    events.MONTH_BEGAN: pgettext_lazy("event", "每月开始"),
    events.CLASSIFIED: pgettext_lazy("event", "常见问题分类"),
    events.SORTED: pgettext_lazy("event", "给问题归类"),
    events.DESK_NAMED: pgettext_lazy("event", "指定问题登记人"),
    events.ALERT_AGAIN: pgettext_lazy("event", "告警再次发生"),
    events.ALERT_OVER: pgettext_lazy("event", "告警恢复"),
    events.WROTE: pgettext_lazy("event", "提出人来信"),
    events.WORD_SEEN: pgettext_lazy("event", "看过来信"),
    events.MAILBOX_SET: pgettext_lazy("event", "设置问题邮箱"),
    events.MAILBOX_STOPPED: pgettext_lazy("event", "停用问题邮箱"),
    events.TRACKER_SET: pgettext_lazy("event", "设置任务工具"),
    events.TRACKER_STOPPED: pgettext_lazy("event", "停用任务工具"),
    events.SYNC_FAILED: pgettext_lazy("event", "同步失败"),
    events.SYNCED: pgettext_lazy("event", "同步恢复"),
}
FACT_WORDS: Mapping[str, Promise] = {
    "is_major": pgettext_lazy("regulation", "重大"),
    "nature": pgettext_lazy("regulation", "性质"),
    "source": pgettext_lazy("regulation", "来源"),
    "has_source": pgettext_lazy("regulation", "有来源"),
    "is_complete": pgettext_lazy("regulation", "写全"),
    "is_whole": pgettext_lazy("regulation", "完整"),
    "steps_ended": pgettext_lazy("regulation", "计划走完"),
    "is_outside": pgettext_lazy("regulation", "外部"),
    "tracker": pgettext_lazy("regulation", "任务工具"),
    "is_open": pgettext_lazy("regulation", "未了结"),
    "severity": pgettext_lazy("regulation", "告警级别"),
    "word_reader": pgettext_lazy("regulation", "看信人"),
    "times": pgettext_lazy("regulation", "次数"),
    "problems": pgettext_lazy("regulation", "问题"),
    "deciding_head": pgettext_lazy("regulation", "批复主管"),
    "executing_head": pgettext_lazy("regulation", "执行部门主管"),
    "leading_head": pgettext_lazy("regulation", "牵头部门主管"),
    "managing_head": pgettext_lazy("regulation", "分管管理层"),
    "problem_desk": pgettext_lazy("regulation", "问题登记人"),
    "problem_owner": pgettext_lazy("regulation", "问题负责人"),
    "step_owner": pgettext_lazy("regulation", "步骤负责人"),
    "step_due": pgettext_lazy("regulation", "步骤期限"),
    "reporter": pgettext_lazy("regulation", "提出人"),
    "review_chair": pgettext_lazy("regulation", "评审会主持人"),
    "management_review": pgettext_lazy("regulation", "管理层评审"),
    "coordination": pgettext_lazy("regulation", "协调类"),
    "operational": pgettext_lazy("regulation", "操作类"),
    "strategic": pgettext_lazy("regulation", "战略类"),
    "project": pgettext_lazy("regulation", "项目"),
    "hotline": pgettext_lazy("regulation", "热线"),
    "ticket": pgettext_lazy("regulation", "工单"),
}
ROLES = (
    "deciding_head", "executing_head", "leading_head", "managing_head", "problem_desk",
    "problem_owner", "review_chair", "step_owner", "reporter", "word_reader",
)  # fmt: skip
"""Whom the rules may name, each given as a fact."""
