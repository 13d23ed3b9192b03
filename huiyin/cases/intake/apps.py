"""The ``intake`` part of the cases introduces itself."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.cases.intake import events as said
from huiyin.ui.menu import MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def _administers(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.ADMINISTER)


class IntakeConfig(AppConfig):
    """Registers the intake: its events, their words, its way in, its housekeeping."""

    name = "huiyin.cases.intake"
    label = "intake"
    events = said.EVENTS
    event_words = {
        said.SOURCE_MADE: _("接入监控"),
        said.SOURCE_CHANGED: _("更改监控来源"),
        said.SECRET_ROTATED: _("更换监控密钥"),
        said.SOURCE_STOPPED: _("停用监控来源"),
        said.SOURCE_RESUMED: _("恢复监控来源"),
    }
    fact_words = {
        "proof": _("证明方式"),
        "target": _("去向"),
        "reported_by": _("上报人"),
    }
    loops = ("huiyin.cases.intake.purge:run",)
    menu = (
        MenuEntry(
            _("监控接入"),
            "bell-ring",
            "intake:list",
            section="govern",
            order=60,
            covers=("intake:*",),
            shown=_administers,
        ),
    )
