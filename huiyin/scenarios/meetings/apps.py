"""The ``meetings`` scenario introduces itself to the rooms below it."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.scenarios.meetings import duties, factwords
from huiyin.scenarios.meetings import events as said
from huiyin.ui.menu import MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def _arranges(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.WRITE_NOTICE)


class MeetingsConfig(AppConfig):
    """Registers the scenario: its events, its menu, its verbs, its words."""

    name = "huiyin.scenarios.meetings"
    label = "meetings"
    number_code = "HU"
    events = said.EVENTS
    event_words = said.EVENT_WORDS
    roles = factwords.ROLES
    fact_words = factwords.FACT_WORDS
    api = "huiyin.scenarios.meetings.api:router"
    loops = (
        "huiyin.scenarios.meetings.series.making:run",
        "huiyin.scenarios.meetings.rhythm.beginning:run",
    )
    reactions = {
        "owed.put_on_agenda": "meetings.put_on_agenda",
        "owed.call_coordination": "meetings.call_coordination",
    }
    case_kinds = {"meetings": (pgettext_lazy("problem", "会议"), "calendar")}
    menu = (
        MenuEntry(
            _("日历与会议"),
            "calendar",
            "meetings:calendar",
            section="work",
            order=12,
            keys="g m",
            covers=("meetings:*",),
            tab=True,
            shown=_arranges,
        ),
        MenuEntry(
            _("约会议"),
            "calendar",
            "meetings:new",
            section="create",
            order=12,
            keys="c m",
            shown=_arranges,
        ),
    )

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from huiyin.cases import following, verbs
        from huiyin.scenarios.meetings import followers, kinds

        post_migrate.connect(kinds.ensure, sender=self, dispatch_uid="meetings.kinds")
        verbs.register_page(self.label, "meetings:show")
        following.register(self.label, followers.draft_of, followers.followed)
        duties.register()
        for topic in iter_modules([self.path]):
            part = f"{self.name}.{topic.name}.introduction"
            if topic.ispkg and find_spec(part):
                import_module(part).introduce()
