"""Versions of the regulation, as they were put in force."""

from django.db import models


class PolicyVersion(models.Model):
    """One version: its TOML source, its hash, and since when it binds what is born."""

    id = models.AutoField(primary_key=True)
    title = models.CharField(max_length=120)
    source = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    in_force_from = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "policies_version"

    def __str__(self) -> str:
        return f"{self.title} (v{self.pk})"
