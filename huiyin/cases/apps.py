"""The ``cases`` room."""

from django.apps import AppConfig
from django.core import checks


class CasesConfig(AppConfig):
    """Registers the room with Django, and the start-up check of the scenarios."""

    name = "huiyin.cases"
    label = "cases"
    events = ("directory.absence_registered", "directory.absence_ended")
    loops = ("huiyin.cases.absence:run",)

    def ready(self) -> None:
        from huiyin.cases.registry import check_scenarios

        checks.register(check_scenarios)
