"""The ``incidents`` scenario introduces itself to the rooms below it."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.scenarios.incidents import events as said
from huiyin.scenarios.incidents import words
from huiyin.ui.menu import Count, MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def _running(request: "HttpRequest") -> Count | None:
    from huiyin.scenarios.incidents.queries import running_count

    person = getattr(request.user, "person", None)
    number = running_count(person) if person is not None else 0
    return Count(number, late=True) if number else None


def _may_declare(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.WRITE_NOTICE)


def _plans(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.MANAGE_PLANS)


class IncidentsConfig(AppConfig):
    """Registers the scenario: its events, its menu, its verbs, its words."""

    name = "huiyin.scenarios.incidents"
    label = "incidents"
    number_code = "TF"
    events = said.EVENTS
    event_words = words.EVENT_WORDS
    fact_words = words.FACT_WORDS
    roles = said.ROLES
    fact_values = "huiyin.scenarios.incidents.factvalues:FACTS"
    api = "huiyin.scenarios.incidents.api:router"
    short_parts = {
        r"/incidents/([0-9a-f-]{36})/live": "huiyin.scenarios.incidents.room.sharing:signed_in",
    }
    case_kinds = {"client_statements": (_("对客户的说明"), "message-square")}
    reactions = {
        said.TEAM_NAMED: "incidents.replace_absent",
        said.MEMBER_CALLED: "incidents.replace_absent",
        "owed.call_stand_in": "incidents.call_stand_ins",
        "obligations.completed": "incidents.close_complete",
    }
    menu = (
        MenuEntry(
            pgettext_lazy("menu", "突发事件"),
            "siren",
            "incidents:list",
            section="scenes",
            order=30,
            keys="g e",
            covers=("incidents:*",),
            apart=("incidents:new", "incidents:plan*"),
            count=_running,
        ),
        MenuEntry(
            _("预案"),
            "book-open",
            "incidents:plans",
            section="govern",
            order=22,
            covers=("incidents:plan*",),
            shown=_plans,
        ),
        MenuEntry(
            _("报突发事件"),
            "siren",
            "incidents:new",
            section="create",
            order=11,
            keys="c e",
            shown=_may_declare,
        ),
    )

    def import_models(self) -> None:
        """The tables of the topics too: a sub-package keeps its own in ``models``."""
        super().import_models()
        for topic in iter_modules([self.path]):
            part = f"{self.name}.{topic.name}.models"
            if topic.ispkg and find_spec(part):
                import_module(part)

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from huiyin.cases import verbs
        from huiyin.delivery import content
        from huiyin.scenarios.incidents import kinds, outgoing

        content.register("incidents", outgoing.describe)
        verbs.register_page("incidents", "incidents:room")
        words.introduce_duties()
        post_migrate.connect(kinds.install_shipped, sender=self, dispatch_uid="incidents.kinds")
        for topic in iter_modules([self.path]):
            part = f"{self.name}.{topic.name}.introduction"
            if topic.ispkg and find_spec(part):
                import_module(part).introduce()
