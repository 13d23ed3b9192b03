"""The ``facts`` part of the cases introduces itself."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.cases.facts.events import CHANGED, DEFINED, EVENTS, RETIRED
from huiyin.ui.menu import MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def _sees(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.SEE_DIRECTORY)


class FactsConfig(AppConfig):
    """Registers the registry: its events, their words, its way in."""

    name = "huiyin.cases.facts"
    label = "facts"
    events = EVENTS
    event_words = {
        DEFINED: _("登记口径"),
        CHANGED: _("口径变更"),
        RETIRED: _("口径停用"),
    }
    fact_words = {
        "was": _("原值"),
        "value": _("现值"),
        "owner": _("归口部门"),
    }
    menu = (
        MenuEntry(
            _("口径"),
            "book-open",
            "facts:list",
            section="govern",
            order=20,
            covers=("facts:*",),
            shown=_sees,
        ),
    )
