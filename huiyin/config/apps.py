"""The ``config`` room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

RESTORED = "ledger.restored"
"""The record goes on after a restore with an entry that says so."""


class ConfigConfig(AppConfig):
    """Registers the room; a worker keeps the job queue clean and seals the ledger.

    A changed password signs its owner out elsewhere; all nodes go by the database's clock.
    """

    name = "huiyin.config"
    label = "config"
    events = (RESTORED,)
    event_words = {RESTORED: _("从备份恢复")}
    loops = (
        "huiyin.config.housekeeping:run",
        "huiyin.config.sealing:run",
        "huiyin.config.upgrading:run",
    )

    def ready(self) -> None:
        from huiyin.config import timekeeping
        from huiyin.config.accounts import follow_passwords
        from huiyin.config.attempts import follow_sign_ins

        follow_passwords()
        follow_sign_ins()
        timekeeping.follow()
