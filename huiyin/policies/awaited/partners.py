"""Suppliers and partners: orders, documents, access."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENTS: Mapping[str, Promise] = {
    "partners.access_granted": pgettext_lazy("event", "开通访问"),
    "partners.change_passed_on": pgettext_lazy("event", "转达交期变更"),
    "partners.delivery_changed": pgettext_lazy("event", "交期变更"),
    "partners.document_cited": pgettext_lazy("event", "引用文件"),
    "partners.document_replaced": pgettext_lazy("event", "文件出新版"),
    "partners.document_shared": pgettext_lazy("event", "共享文件"),
    "partners.month_began": pgettext_lazy("event", "每月开始"),
    "partners.order_cancelled": pgettext_lazy("event", "取消订单"),
    "partners.order_confirmed": pgettext_lazy("event", "供应商确认订单"),
    "partners.order_placed": pgettext_lazy("event", "发出订单"),
    "partners.progress_shared": pgettext_lazy("event", "向伙伴通报"),
    "partners.quality_answered": pgettext_lazy("event", "答复质量反馈"),
    "partners.quality_reported": pgettext_lazy("event", "质量反馈"),
    "partners.version_confirmed": pgettext_lazy("event", "确认换用新版"),
}
DUTIES: Mapping[str, Promise] = {
    "answer_quality": pgettext_lazy("duty", "答复质量反馈"),
    "chase_supplier": pgettext_lazy("duty", "催供应商"),
    "chase_version": pgettext_lazy("duty", "催换用新版"),
    "confirm_order": pgettext_lazy("duty", "确认订单"),
    "confirm_version": pgettext_lazy("duty", "确认换用新版"),
    "pass_change": pgettext_lazy("duty", "转达交期变更"),
    "share_progress": pgettext_lazy("duty", "向伙伴通报"),
    "urge_supply": pgettext_lazy("duty", "督促供应事项"),
}
NAMES: Mapping[str, Promise] = {
    "is_current": pgettext_lazy("regulation", "是最新版"),
    "is_encrypted": pgettext_lazy("regulation", "已加密"),
    "nda_signed": pgettext_lazy("regulation", "已签保密协议"),
    "within_level": pgettext_lazy("regulation", "在合作级别之内"),
    "buyer": pgettext_lazy("regulation", "采购人"),
    "holders": pgettext_lazy("regulation", "持有人"),
    "partner_managers": pgettext_lazy("regulation", "伙伴经理"),
    "supplier_contact": pgettext_lazy("regulation", "供应商联系人"),
}
