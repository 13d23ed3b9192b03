"""The ``journal`` scenario introduces itself to the rooms below it."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.scenarios.journal.events import (
    DETAIL,
    DROPPED,
    EVENTS,
    EXPLAINED,
    FIRST_WORD,
    FORMAL,
    GIVE_DETAIL,
    GIVE_FIRST_WORD,
    PASSED,
    RECORDED,
    TEAM_LIST,
    WEEK,
    WRITE_FORMAL,
    WRITE_TWIN,
)
from huiyin.ui.menu import MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def _keeps(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.WRITE_NOTICE)


def _leads(request: "HttpRequest") -> bool:
    from huiyin.directory.heads import heads_anything

    person = getattr(request.user, "person", None)
    return person is not None and heads_anything(person)


class JournalConfig(AppConfig):
    """Registers the scenario: its events, its menu, its verbs, its words."""

    name = "huiyin.scenarios.journal"
    label = "journal"
    number_code = "RZ"
    events = EVENTS
    fact_values = "huiyin.scenarios.journal.factvalues:FACTS"
    reactions = {"obligations.completed": "journal.close_complete"}
    loops = ("huiyin.scenarios.journal.rhythm:run",)
    event_words = {
        RECORDED: _("记入日志"),
        FIRST_WORD: _("先行通报"),
        DETAIL: _("详细通报"),
        FORMAL: _("补发正式通知"),
        DROPPED: _("说明不再通报"),
        WEEK: _("本周清单开始"),
        EXPLAINED: _("说明一项"),
        PASSED: _("传达完成"),
    }
    fact_words = {
        "monday": _("这一周的周一"),
        "recorder": _("记录人"),
        "with": _("对象"),
        "happened_at": _("发生时间"),
        "decision": _("重要决定"),
        "talk": _("当面"),
        "im": _("即时消息"),
        "occurrence": _("发生的事"),
        "team_heads": _("各部门主管"),
        "follower": _("后续文件"),
    }
    menu = (
        MenuEntry(
            _("沟通日志"),
            "history",
            "journal:log",
            section="scenes",
            order=80,
            keys="g l",
            covers=("journal:show", "journal:new"),
            shown=_keeps,
        ),
        MenuEntry(
            _("本周传达清单"),
            "clipboard-list",
            "journal:week",
            section="scenes",
            order=82,
            keys="g w",
            shown=_leads,
        ),
        MenuEntry(
            _("记一笔沟通"),
            "pen-line",
            "journal:new",
            section="create",
            order=80,
            keys="c l",
            shown=_keeps,
        ),
    )

    def ready(self) -> None:
        from huiyin.cases import following, verbs
        from huiyin.delivery import content
        from huiyin.scenarios.journal import followers, outgoing

        content.register("journal", outgoing.describe)
        following.register("journal", followers.draft_of, followers.followed)
        verbs.register_page("journal", "journal:show")
        for verb, label, title in (
            (GIVE_FIRST_WORD, _("写先行通报"), _("先行通报")),
            (GIVE_DETAIL, _("写详细通报"), _("详细通报")),
            (WRITE_TWIN, _("写正式通知"), _("补发正式通知")),
            (WRITE_FORMAL, _("写正式通知"), _("补发正式通知")),
        ):
            verbs.register(verb, label, "pen-line", f"journal:{verb}", post=False, title=title)
        verbs.register(
            "urge_word", _("去督促"), "bell", "journal:show", post=False, title=_("督促补发通报")
        )
        verbs.register(TEAM_LIST, _("去核对"), "clipboard-list", "journal:show", post=False)
        verbs.register(
            "urge_list", _("去督促"), "bell", "journal:show", post=False, title=_("督促每周传达")
        )
