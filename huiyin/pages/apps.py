"""The ``pages`` room: the pages that no single scenario owns."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.ui.menu import Count, MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest

    from huiyin.directory.access import Action
    from huiyin.directory.models import Person


def _owed(request: "HttpRequest") -> Count | None:
    from huiyin.kit import clock
    from huiyin.pages.queries import count_owed

    person = _person(request)
    return Count(*count_owed(person.pk, clock.now())) if person else None


def _person(request: "HttpRequest") -> "Person | None":
    return getattr(request.user, "person", None)


def _may(request: "HttpRequest", action: "Action") -> bool:
    from huiyin.directory.access import may

    person = _person(request)
    return person is not None and may(person, action)


def _sees_directory(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action

    return _may(request, Action.SEE_DIRECTORY)


def _sees_compliance(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action

    return _may(request, Action.SEE_COMPLIANCE)


def _sees_whole(request: "HttpRequest") -> bool:
    from huiyin.directory.access_rules import IN_GENERAL, Action
    from huiyin.directory.roles import HEAD, roles_of

    person = _person(request)
    roles = roles_of(person) - {HEAD} if person else frozenset[str]()
    return any(Action.SEE_COMPLIANCE in IN_GENERAL[role] for role in roles)


def _brings_regulation(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action

    return _may(request, Action.AMEND_OVERLAY)


def _administers(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action

    return _may(request, Action.ADMINISTER)


class PagesConfig(AppConfig):
    """Registers the room and its ways in."""

    name = "huiyin.pages"
    label = "pages"
    menu = (
        MenuEntry(
            _("我的待办"),
            "inbox",
            "pages:inbox",
            section="work",
            order=0,
            keys="g i",
            tab=True,
            count=_owed,
        ),
        MenuEntry(
            _("通讯录"),
            "users",
            "pages:people",
            section="work",
            order=20,
            keys="g u",
            covers=("pages:person", "pages:import*", "pages:group*"),
            shown=_sees_directory,
        ),
        MenuEntry(_("检索"), "search", "pages:search", section="work", order=30, keys="g s"),
        MenuEntry(
            _("我的职责"), "list-checks", "pages:duties", section="govern", order=5, keys="g d"
        ),
        MenuEntry(
            _("制度"),
            "scale",
            "pages:policy",
            section="govern",
            order=10,
            keys="g p",
            covers=("pages:clause_*",),
        ),
        MenuEntry(
            _("合规"),
            "chart-no-axes-column",
            "pages:compliance",
            section="govern",
            order=20,
            keys="g c",
            covers=("pages:compliance_*",),
            shown=_sees_compliance,
        ),
        MenuEntry(
            _("回测"),
            "history",
            "pages:backtests",
            section="govern",
            order=22,
            keys="g h",
            covers=("pages:backtest*",),
            shown=_sees_whole,
        ),
        MenuEntry(
            _("导入制度"),
            "upload",
            "pages:drafting",
            section="create",
            order=40,
            covers=("pages:drafting_*",),
            shown=_brings_regulation,
        ),
        MenuEntry(
            _("台账与档案"),
            "archive",
            "pages:ledger",
            section="govern",
            order=30,
            keys="g l",
            covers=("pages:ledger_*",),
        ),
        MenuEntry(
            _("运行状态"),
            "monitor",
            "pages:status",
            section="govern",
            order=90,
            shown=_administers,
        ),
    )

    def ready(self) -> None:
        from huiyin.pages import announced
        from huiyin.pages.backtests import panel
        from huiyin.pages.editor import link
        from huiyin.pages.policy_findings import amendments

        amendments.introduce()
        announced.introduce()
        panel.introduce()
        link.introduce()
