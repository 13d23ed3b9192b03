"""Problems: where they come from, who has them, how they are solved."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENTS: Mapping[str, Promise] = {
    "problems.assigned": pgettext_lazy("event", "分派问题"),
    "problems.classified": pgettext_lazy("event", "常见问题分类"),
    "problems.explained_in_public": pgettext_lazy("event", "公开说明"),
    "problems.merged": pgettext_lazy("event", "并入已有问题"),
    "problems.month_began": pgettext_lazy("event", "每月开始"),
    "problems.registered": pgettext_lazy("event", "登记问题"),
    "problems.reported": pgettext_lazy("event", "上报问题"),
    "problems.reporter_told": pgettext_lazy("event", "告知提出人"),
    "problems.solution_begun": pgettext_lazy("event", "执行方案"),
    "problems.solution_decided": pgettext_lazy("event", "批复方案"),
    "problems.solution_reported": pgettext_lazy("event", "提交方案报告"),
    "problems.solved": pgettext_lazy("event", "问题解决"),
    "problems.sync_failed": pgettext_lazy("event", "同步失败"),
    "problems.synced": pgettext_lazy("event", "同步恢复"),
    "problems.withdrawn": pgettext_lazy("event", "撤回问题"),
}
DUTIES: Mapping[str, Promise] = {
    "assign_problem": pgettext_lazy("duty", "定人处理"),
    "classify_problems": pgettext_lazy("duty", "分类常见问题"),
    "decide_solution": pgettext_lazy("duty", "批复方案"),
    "explain_in_public": pgettext_lazy("duty", "公开说明"),
    "mend_sync": pgettext_lazy("duty", "恢复同步"),
    "register_problem": pgettext_lazy("duty", "登记问题"),
    "report_solution": pgettext_lazy("duty", "提交解决方案"),
    "tell_reporter": pgettext_lazy("duty", "告知提出人"),
    "urge_assignment": pgettext_lazy("duty", "督促定人"),
    "urge_decision": pgettext_lazy("duty", "督促批复"),
    "urge_feedback": pgettext_lazy("duty", "督促反馈"),
    "urge_registration": pgettext_lazy("duty", "督促问题登记"),
    "urge_solution": pgettext_lazy("duty", "督促解决方案"),
}
NAMES: Mapping[str, Promise] = {
    "is_major": pgettext_lazy("regulation", "重大"),
    "nature": pgettext_lazy("regulation", "性质"),
    "source": pgettext_lazy("regulation", "来源"),
    "has_source": pgettext_lazy("regulation", "有来源"),
    "is_complete": pgettext_lazy("regulation", "写全"),
    "is_whole": pgettext_lazy("regulation", "完整"),
    "problems": pgettext_lazy("regulation", "问题"),
    "deciding_head": pgettext_lazy("regulation", "批复主管"),
    "executing_head": pgettext_lazy("regulation", "执行部门主管"),
    "leading_head": pgettext_lazy("regulation", "牵头部门主管"),
    "managing_head": pgettext_lazy("regulation", "分管管理层"),
    "problem_desk": pgettext_lazy("regulation", "问题登记人"),
    "problem_owner": pgettext_lazy("regulation", "问题负责人"),
    "review_chair": pgettext_lazy("regulation", "评审会主持人"),
    "management_review": pgettext_lazy("regulation", "管理层评审"),
    "coordination": pgettext_lazy("regulation", "协调类"),
    "operational": pgettext_lazy("regulation", "操作类"),
    "strategic": pgettext_lazy("regulation", "战略类"),
    "project": pgettext_lazy("regulation", "项目"),
    "hotline": pgettext_lazy("regulation", "热线"),
    "ticket": pgettext_lazy("regulation", "工单"),
}
