"""The ``cases`` room."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Registers the room with Django, and the start-up check of the scenarios."""

    name = "huiyin.cases"
    label = "cases"
    events = (
        "directory.absence_registered",
        "directory.absence_ended",
        "directory.group_made",
        "directory.group_changed",
        "directory.group_closed",
    )
    event_words = {
        "directory.group_made": _("建立群组"),
        "directory.group_changed": _("调整群组"),
        "directory.group_closed": _("群组已关闭"),
    }
    loops = ("huiyin.cases.absence:run",)

    def ready(self) -> None:
        from huiyin.cases import urgency
        from huiyin.cases.registry import check_scenarios
        from huiyin.delivery import attention

        checks.register(check_scenarios)
        attention.register("", urgency.facts)
