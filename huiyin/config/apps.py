"""The ``config`` room."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the room; a worker keeps the job queue clean and seals the ledger.

    A changed password signs its owner out elsewhere.
    """

    name = "huiyin.config"
    label = "config"
    loops = ("huiyin.config.housekeeping:run", "huiyin.config.sealing:run")

    def ready(self) -> None:
        from huiyin.config.accounts import follow_passwords

        follow_passwords()
