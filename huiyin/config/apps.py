"""The ``config`` room."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the room; a worker keeps the job queue clean and seals the ledger."""

    name = "huiyin.config"
    label = "config"
    loops = ("huiyin.config.housekeeping:run", "huiyin.config.sealing:run")
