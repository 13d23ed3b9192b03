"""The ``glossary`` part of the cases introduces itself."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.cases.glossary.events import EVENTS, TERM_RETIRED, TERM_SET
from huiyin.cases.glossary.names import FACT_WORDS
from huiyin.ui.menu import MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def _sees(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.SEE_DIRECTORY)


class GlossaryConfig(AppConfig):
    """Registers the glossary: its events, their words, its way in."""

    name = "huiyin.cases.glossary"
    label = "glossary"
    events = EVENTS
    event_words = {TERM_SET: _("定义术语"), TERM_RETIRED: _("停用术语")}
    fact_words = {
        "word": _("规范写法"),
        "was_word": _("原写法"),
        "variants": _("不用的写法"),
        "kind": _("类别"),
        "term": _("术语"),
        "format": _("格式"),
        **FACT_WORDS,
    }
    menu = (
        MenuEntry(
            _("术语与格式"),
            "replace",
            "glossary:list",
            section="govern",
            order=22,
            covers=("glossary:*",),
            shown=_sees,
        ),
    )
