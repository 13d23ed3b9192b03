"""The ``notices`` scenario introduces itself to the rooms below it."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.scenarios.notices.assigned import events as assigned
from huiyin.scenarios.notices.board import events as board
from huiyin.scenarios.notices.cascade import events as cascade
from huiyin.scenarios.notices.events import CONFIRMED, EVENT_WORDS, EVENTS
from huiyin.scenarios.notices.factwords import FACT_WORDS
from huiyin.scenarios.notices.living import events as living
from huiyin.scenarios.notices.mailing import events as mailing
from huiyin.scenarios.notices.requests import events as requests
from huiyin.scenarios.notices.revisions import events as revisions
from huiyin.ui.menu import Count, MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def _waiting(request: "HttpRequest") -> Count | None:
    from huiyin.scenarios.notices.queries import waiting_count

    person = getattr(request.user, "person", None)
    if person is None:
        return None
    number, late = waiting_count(person)
    return Count(number, late) if number else None


def _unread_news(request: "HttpRequest") -> Count | None:
    from huiyin.scenarios.notices.board.queries import news_count

    person = getattr(request.user, "person", None)
    number = news_count(person) if person is not None else 0
    return Count(number) if number else None


def _may_write(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.WRITE_NOTICE)


class NoticesConfig(AppConfig):
    """Registers the scenario: its events, its menu, its verbs, its words."""

    name = "huiyin.scenarios.notices"
    label = "notices"
    number_code = "TZ"
    events = (
        *EVENTS, *requests.EVENTS, *cascade.EVENTS, *assigned.EVENTS, *living.EVENTS, *board.EVENTS,
        *revisions.EVENTS, *mailing.EVENTS,
    )  # fmt: skip
    roles = (
        "key_people", "action_owner", "team", "relayers", "joiners", "joiners_to_reply", *revisions.ROLES,
    )  # fmt: skip
    event_words = {
        **EVENT_WORDS,
        **requests.EVENT_WORDS,
        **cascade.EVENT_WORDS,
        **assigned.EVENT_WORDS,
        **revisions.WORDS,
        **living.EVENT_WORDS,
        **board.EVENT_WORDS,
        **mailing.EVENT_WORDS,
    }
    fact_words = {
        **assigned.FACT_WORDS,
        **cascade.FACT_WORDS,
        **FACT_WORDS,
        **revisions.FACT_WORDS,
    }
    fact_values = "huiyin.scenarios.notices.factvalues:FACTS"
    case_kinds = {"requests": (_("沟通需求"), "clipboard-list")}
    api = "huiyin.scenarios.notices.api:router"
    loops = ("huiyin.scenarios.notices.releasing:run",)
    reactions = {
        "owed.reach_island": "notices.reach_islands",
        "obligations.completed": "notices.close_complete",
        "facts.changed": "notices.draft_correction",
        "directory.imported": "notices.follow_directory",
        "directory.group_changed": "notices.follow_directory",
        "directory.group_closed": "notices.follow_directory",
    }
    short_path = {r"/notices/([0-9a-f-]{36})/confirm": CONFIRMED}
    menu = (
        MenuEntry(
            _("通知"),
            "megaphone",
            "notices:list",
            section="scenes",
            order=10,
            keys="g n",
            covers=("notices:*",),
            apart=("notices:board*",),
            tab=True,
            count=_waiting,
        ),
        MenuEntry(
            _("公告栏"),
            "newspaper",
            "notices:board",
            section="scenes",
            order=11,
            keys="g b",
            covers=("notices:board_*",),
            count=_unread_news,
        ),
        MenuEntry(
            _("写沟通需求"),
            "clipboard-list",
            "notices:request_new",
            section="create",
            order=9,
            shown=_may_write,
        ),
        MenuEntry(
            _("发通知"),
            "megaphone",
            "notices:new",
            section="create",
            order=10,
            keys="c n",
            shown=_may_write,
        ),
    )

    def import_models(self) -> None:
        """The tables of the topics too: a sub-package keeps its own in ``models``."""
        super().import_models()
        for name in self._topics("models"):
            import_module(name)

    def _topics(self, part: str) -> list[str]:
        """The modules called ``part`` of the sub-packages that have one."""
        found = [
            f"{self.name}.{each.name}.{part}" for each in iter_modules([self.path]) if each.ispkg
        ]
        return [name for name in found if find_spec(name)]

    def _introduce_topics(self) -> None:
        """A sub-package says in ``introduction.introduce`` what it brings to other rooms."""
        for name in (f"{self.name}.introduction", *self._topics("introduction")):
            import_module(name).introduce()

    def ready(self) -> None:
        from huiyin.cases import verbs
        from huiyin.delivery import content, replies
        from huiyin.scenarios.notices import outgoing, words

        self._introduce_topics()
        content.register("notices", outgoing.describe)
        replies.register("notices", outgoing.on_confirm, outgoing.on_reply)
        verbs.register_page("notices", "notices:show")
        verbs.register(words.CONFIRM, _("收到"), "check", "notices:confirm", post=True)
        verbs.register(words.REPLY, _("去回复"), "pen-line", "notices:show", post=False)
        verbs.register(
            "phone_unread",
            _("去致电"),
            "phone",
            "notices:echo",
            post=False,
            title=_("电话通知未确认的人"),
        )
        verbs.register(
            "chase_replies",
            _("去催办"),
            "bell",
            "notices:echo",
            post=False,
            title=_("催办未回复的人"),
        )
        verbs.register(
            "escalate",
            _("去跟进"),
            "users",
            "notices:echo",
            post=False,
            title=_("跟进本部门未确认的人"),
        )
        verbs.register("nudge", _("催一下"), "bell", "notices:remind", post=True)
