"""The ``regulation`` scenario introduces itself to the rooms below it."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.scenarios.regulation import events as said
from huiyin.ui.menu import MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def _concerned(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.SEE_COMPLIANCE)


class RegulationConfig(AppConfig):
    """Registers the scenario: its events, its menu, its verbs, its words."""

    name = "huiyin.scenarios.regulation"
    label = "regulation"
    number_code = "XD"
    events = said.EVENTS
    roles = ("compliance",)
    fact_values = "huiyin.scenarios.regulation.factvalues:FACTS"
    api = "huiyin.scenarios.regulation.api:router"
    loops = ("huiyin.scenarios.regulation.rhythm:run",)
    event_words = {
        said.BEGUN: _("起草修订"),
        said.PROPOSED: _("提出修订建议"),
        said.APPROVED: _("修订获批准"),
        said.ANNOUNCED: _("公告修订"),
        said.PUT_IN_FORCE: _("修订生效"),
        said.WITHDRAWN: _("撤回修订"),
        said.REOPENED: _("修订退回起草"),
        said.REBASED: _("并入现行版本"),
        said.WAIVED: _("申请豁免"),
        said.WAIVER_ENDED: _("豁免到期"),
        said.REVIEW_BEGAN: _("半年修订检查开始"),
        said.REVIEWED: _("完成修订检查"),
    }
    fact_words = {
        "regulation": _("制度修订"),
        "scope": _("范围"),
        "company": _("全公司"),
        "waives": _("有豁免"),
        "compliance": _("合规官"),
        "announced": _("已公告"),
        "version": _("版本"),
        "base": _("底稿版本"),
        "clauses": _("条款"),
        "wanted_from": _("生效时间"),
        "proposer": _("建议人"),
        "origin": _("来由"),
        "clause": _("条款"),
        "executable": _("系统执行"),
        "guidance": _("指引"),
        "out_of_scope": _("不由系统执行"),
        "restores": _("恢复旧版本"),
        "amended": _("作了修订"),
        "until": _("截至"),
    }
    menu = (
        MenuEntry(
            _("制度修订"),
            "git-pull-request-arrow",
            "regulation:list",
            section="govern",
            order=12,
            covers=("regulation:*",),
            shown=_concerned,
        ),
    )

    def ready(self) -> None:
        from huiyin.cases import following, proposals, verbs
        from huiyin.cases.signoff import registry
        from huiyin.delivery import content
        from huiyin.scenarios.regulation import (
            announcing,
            approving,
            outgoing,
            path,
            proposing,
            text,
        )

        registry.register(
            self.label,
            text.describe,
            seats=path.seats,
            on_completed=approving.approve,
            on_returned=approving.take_back,
        )
        following.register(self.label, announcing.draft_of, announcing.followed)
        content.register(self.label, outgoing.describe)
        proposals.register(proposing.begin, proposing.of_origin)
        verbs.register_page(self.label, "regulation:show")
        verbs.register(
            said.ANNOUNCE,
            _("写公告"),
            "megaphone",
            "regulation:announce",
            post=False,
            title=_("公告制度修订"),
        )
        for verb, label, icon, title in (
            (said.MEND, _("去修改"), "pen-line", _("修改被退回的制度修订")),
            (said.CONSIDER, _("去起草"), "pen-line", _("答复修订建议")),
            ("urge_proposal", _("去督促"), "bell", _("督促答复修订建议")),
            (said.REVIEW, _("去检查"), "clipboard-list", _("检查规定是否需要修订")),
            ("urge_announcement", _("去督促"), "bell", _("督促公告制度修订")),
            ("urge_review", _("去督促"), "bell", _("督促制度修订检查")),
        ):
            verbs.register(verb, label, icon, "regulation:show", post=False, title=title)
