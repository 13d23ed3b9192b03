"""The ``problems`` scenario introduces itself to the rooms below it."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.scenarios.problems import events as said
from huiyin.scenarios.problems import words
from huiyin.ui.menu import MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def _works_here(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.WRITE_NOTICE)


def _administers(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.ADMINISTER)


_SETTINGS = ("problems:mailboxes", "problems:trackers", "problems:tracker")


class ProblemsConfig(AppConfig):
    """Registers the scenario: its events, its menu, its verbs, its words."""

    name = "huiyin.scenarios.problems"
    label = "problems"
    number_code = "WT"
    events = said.EVENTS
    event_words = dict(words.EVENT_WORDS)
    fact_words = dict(words.FACT_WORDS)
    fact_values = "huiyin.scenarios.problems.factvalues:FACTS"
    roles = words.ROLES
    api = "huiyin.scenarios.problems.api:router"
    reactions = {
        "obligations.completed": "problems.close_answered",
        said.REPORTER_TOLD: "problems.tell_outside",
        **dict.fromkeys(said.MIRRORED, "problems.mirror"),
    }
    loops = (
        "huiyin.scenarios.problems.classes.rhythm:run",
        "huiyin.scenarios.problems.trackers.loop:run",
    )
    menu = (
        MenuEntry(
            _("问题"),
            "circle-alert",
            "problems:list",
            section="scenes",
            order=30,
            keys="g q",
            covers=("problems:*",),
            apart=_SETTINGS,
            shown=_works_here,
        ),
        MenuEntry(
            _("问题接入"),
            "mail",
            "problems:mailboxes",
            section="govern",
            order=61,
            covers=_SETTINGS,
            shown=_administers,
        ),
        MenuEntry(
            _("报问题"),
            "circle-alert",
            "problems:new",
            section="create",
            order=20,
            keys="c p",
            shown=_works_here,
        ),
    )

    def ready(self) -> None:
        from huiyin.cases import following
        from huiyin.cases.signoff import registry
        from huiyin.delivery import content
        from huiyin.scenarios.problems import duties, followers, outgoing
        from huiyin.scenarios.problems.intake import introduction as intake
        from huiyin.scenarios.problems.solution import deciding, path, text
        from huiyin.scenarios.problems.trackers import introduction as trackers

        duties.introduce()
        content.register(self.label, outgoing.describe)
        following.register(self.label, followers.draft_of, followers.followed)
        intake.introduce()
        trackers.introduce()
        registry.register(
            self.label,
            text.describe,
            seats=path.seats,
            on_completed=deciding.approve,
            on_returned=deciding.take_back,
            allow=path.allow,
        )
