"""The employees' voice: feedback, surveys, suggestions."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENTS: Mapping[str, Promise] = {
    "feedback.answered": pgettext_lazy("event", "答复意见"),
    "feedback.half_year_began": pgettext_lazy("event", "每半年开始"),
    "feedback.improvement_chosen": pgettext_lazy("event", "选出改进"),
    "feedback.letter_found": pgettext_lazy("event", "取出纸面来信"),
    "feedback.letter_registered": pgettext_lazy("event", "登记纸面来信"),
    "feedback.month_began": pgettext_lazy("event", "每月开始"),
    "feedback.received": pgettext_lazy("event", "收到意见"),
    "feedback.results_published": pgettext_lazy("event", "公布结果"),
    "feedback.reward_given": pgettext_lazy("event", "给予奖励"),
    "feedback.suggestion_adopted": pgettext_lazy("event", "采纳建议"),
    "feedback.suggestion_declined": pgettext_lazy("event", "不采纳建议"),
    "feedback.suggestion_filed": pgettext_lazy("event", "提交建议表"),
    "feedback.suggestions_reviewed": pgettext_lazy("event", "评审建议"),
    "feedback.survey_closed": pgettext_lazy("event", "调查结束"),
    "feedback.survey_opened": pgettext_lazy("event", "发出调查"),
}
DUTIES: Mapping[str, Promise] = {
    "answer_feedback": pgettext_lazy("duty", "答复意见"),
    "draw_from_box": pgettext_lazy("duty", "从意见中选改进"),
    "give_reward": pgettext_lazy("duty", "给予奖励"),
    "open_survey": pgettext_lazy("duty", "发出调查"),
    "publish_results": pgettext_lazy("duty", "公布结果"),
    "register_letter": pgettext_lazy("duty", "登记纸面来信"),
    "review_suggestions": pgettext_lazy("duty", "评审建议"),
}
NAMES: Mapping[str, Promise] = {
    "groups_large_enough": pgettext_lazy("regulation", "各组人数足够"),
    "has_improvements": pgettext_lazy("regulation", "有改进"),
    "has_reason": pgettext_lazy("regulation", "有理由"),
    "box_keeper": pgettext_lazy("regulation", "意见箱保管人"),
    "feedback_author": pgettext_lazy("regulation", "提意见的人"),
    "feedback_handler": pgettext_lazy("regulation", "意见处理人"),
    "reward_keeper": pgettext_lazy("regulation", "奖励发放人"),
    "suggestion_reviewer": pgettext_lazy("regulation", "建议评审负责人"),
    "survey_owner": pgettext_lazy("regulation", "调查负责人"),
    "awareness": pgettext_lazy("regulation", "知晓率"),
}
