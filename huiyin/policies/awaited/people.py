"""Positions, training, the knowledge base and the archive."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENTS: Mapping[str, Promise] = {
    "positions.description_changed": pgettext_lazy("event", "岗位说明书变动"),
    "positions.description_confirmed": pgettext_lazy("event", "确认岗位说明书"),
    "positions.description_drafted": pgettext_lazy("event", "起草岗位说明书"),
    "positions.description_reviewed": pgettext_lazy("event", "审核岗位说明书"),
    "positions.newcomer_introduced": pgettext_lazy("event", "完成入职讲解"),
    "positions.newcomer_joined": pgettext_lazy("event", "新人入职"),
    "positions.onboarding_confirmed": pgettext_lazy("event", "确认入职事项"),
    "training.invitation_answered": pgettext_lazy("event", "答复培训邀请"),
    "training.session_announced": pgettext_lazy("event", "通知培训"),
    "training.session_cancelled": pgettext_lazy("event", "取消培训"),
    "training.session_held": pgettext_lazy("event", "培训结束"),
    "training.training_recorded": pgettext_lazy("event", "记录培训"),
    "knowledge.answer_missing": pgettext_lazy("event", "缺标准答复"),
    "knowledge.answer_published": pgettext_lazy("event", "发布标准答复"),
    "knowledge.answer_used": pgettext_lazy("event", "使用标准答复"),
    "knowledge.client_left": pgettext_lazy("event", "客户离开"),
    "knowledge.handed_to_person": pgettext_lazy("event", "转人工"),
    "knowledge.taken_over": pgettext_lazy("event", "人工接手"),
    "records.disposal_recorded": pgettext_lazy("event", "登记处置"),
    "records.disposed": pgettext_lazy("event", "处置档案"),
    "records.paper_received": pgettext_lazy("event", "收到纸件"),
    "records.paper_registered": pgettext_lazy("event", "登记纸件"),
    "records.thread_archived": pgettext_lazy("event", "邮件归档"),
}
DUTIES: Mapping[str, Promise] = {
    "answer_invitation": pgettext_lazy("duty", "答复培训邀请"),
    "ask_newcomer": pgettext_lazy("duty", "询问新人"),
    "confirm_description": pgettext_lazy("duty", "确认岗位说明书"),
    "confirm_onboarding": pgettext_lazy("duty", "确认入职事项"),
    "explain_description": pgettext_lazy("duty", "当面讲解"),
    "introduce_newcomer": pgettext_lazy("duty", "完成入职讲解"),
    "record_disposal": pgettext_lazy("duty", "登记处置"),
    "record_training": pgettext_lazy("duty", "记录培训"),
    "register_paper": pgettext_lazy("duty", "登记纸件"),
    "review_description": pgettext_lazy("duty", "审核岗位说明书"),
    "take_over": pgettext_lazy("duty", "接手客户"),
    "take_over_for": pgettext_lazy("duty", "代为接手客户"),
    "urge_knowledge": pgettext_lazy("duty", "督促标准答复"),
    "urge_position": pgettext_lazy("duty", "督促岗位事项"),
    "urge_records": pgettext_lazy("duty", "督促档案登记"),
    "urge_training": pgettext_lazy("duty", "督促培训记录"),
    "write_answer": pgettext_lazy("duty", "写标准答复"),
}
NAMES: Mapping[str, Promise] = {
    "is_valid": pgettext_lazy("regulation", "在有效期内"),
    "answer_owner": pgettext_lazy("regulation", "标准答复负责人"),
    "archivist": pgettext_lazy("regulation", "档案员"),
    "invited": pgettext_lazy("regulation", "受邀人"),
    "mentor": pgettext_lazy("regulation", "带教人"),
    "newcomer": pgettext_lazy("regulation", "新人"),
    "reviewing_head": pgettext_lazy("regulation", "审核主管"),
    "service_agent": pgettext_lazy("regulation", "客服"),
    "trainer": pgettext_lazy("regulation", "培训讲师"),
    "ended_at": pgettext_lazy("regulation", "结束时间"),
}
