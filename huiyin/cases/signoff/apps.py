"""Sign-off, which all scenarios share, introduces itself."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.cases.signoff import events as said
from huiyin.ui.menu import Count, MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def _count(request: "HttpRequest") -> Count | None:
    from huiyin.cases.signoff.queries import waiting_count

    person = getattr(request.user, "person", None)
    number = waiting_count(person) if person is not None else 0
    return Count(number) if number else None


def _asked(request: "HttpRequest") -> bool:
    return _count(request) is not None


class SignOffConfig(AppConfig):
    """Registers the part: its events, its verbs, its words, the loop that names stand-ins."""

    name = "huiyin.cases.signoff"
    label = "signoff"
    events = said.EVENTS
    fact_values = "huiyin.cases.signoff.factvalues:FACTS"
    roles = ("signers",)
    api = "huiyin.cases.signoff.api:router"
    loops = ("huiyin.cases.signoff.standins:run",)
    event_words = {
        said.STARTED: _("提交审签"),
        said.ASKED: _("请求签署"),
        said.SIGNED: _("签署意见"),
        said.RELEASED: _("无需再签"),
        said.RETURNED: _("退回修改"),
        said.REJECTED: _("审签未通过"),
        said.ADDED: _("加签"),
        said.TRANSFERRED: _("转签"),
        said.STOOD_IN: _("代签人变更"),
        said.WITHDRAWN: _("撤回审签"),
        said.VOIDED: _("审签作废"),
        said.COMPLETED: _("审签完成"),
    }
    fact_words = {
        "scenario": _("场景"),
        "notices": _("通知"),
        "round": _("轮次"),
        "part": _("部分"),
        "outcome": _("结果"),
        "approved": _("同意"),
        "returned": _("退回"),
        "rejected": _("不同意"),
        "stand_ins": _("代签"),
        "signers": _("签署人"),
        "necessity": _("必要性审核"),
        "information": _("信息审核"),
        "double_check": _("数据双核对"),
        "co_sign": _("会签"),
        "approve": _("批准"),
        "has_path": _("须审签"),
        "signed_off": _("已签完"),
        "head_of(author)": _("作者的主管"),
        "source_departments": _("数据来源部门"),
        "concerned_departments": _("相关部门"),
        "marketing": _("市场部门"),
        "management": _("管理层"),
        "reviewer": _("审核人"),
    }
    menu = (
        MenuEntry(
            _("待我审签"),
            "pen-line",
            "signoff:list",
            section="work",
            order=15,
            covers=("signoff:*",),
            count=_count,
            shown=_asked,
        ),
    )

    def ready(self) -> None:
        from huiyin.cases import verbs
        from huiyin.cases.signoff import outgoing
        from huiyin.delivery import content, replies

        content.register("signoff", outgoing.describe)
        replies.register("signoff", outgoing.on_confirm, outgoing.on_reply)
        for verb, label in (
            ("sign_necessity", _("审批")),
            ("sign_information", _("审核")),
            ("sign_double_check", _("核对")),
            ("sign_co_sign", _("会签")),
            ("sign_approve", _("审批")),
        ):
            verbs.register(verb, label, "pen-line", "signoff:sign", post=False)
        verbs.register(
            "chase_signer",
            _("去催办"),
            "bell",
            "signoff:sign",
            post=False,
            title=_("督促签署人签署"),
        )
