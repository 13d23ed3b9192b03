"""The ``finding`` part of the cases introduces itself."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FindingConfig(AppConfig):
    """Keeps the words of every scenario's cases ready to be looked for."""

    name = "huiyin.cases.finding"
    label = "finding"

    def ready(self) -> None:
        from huiyin.cases.finding import keeping

        post_migrate.connect(keeping.after_migration, sender=self, dispatch_uid="finding")
