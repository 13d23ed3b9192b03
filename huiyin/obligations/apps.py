"""The ``obligations`` room."""

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    """Registers the room; a worker keeps its clock and folds its roll-up."""

    name = "huiyin.obligations"
    label = "obligations"
    loops = ("huiyin.obligations.clock:run", "huiyin.obligations.coverage:run")
