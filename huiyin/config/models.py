"""What the processes know of one another, and when the operators' own work was done last."""

import uuid

from django.db import models
from django.db.models.functions import Now


class Node(models.Model):
    """One living process; ``seen_at`` is by the database's clock, for nodes' own may differ.

    ``keys`` is a fingerprint of the secrets that all nodes must share; ``facts`` what the process
    says of itself (loops and the seconds since their last round, free disk space, open pages).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    version = models.CharField(max_length=40)
    step = models.SmallIntegerField()
    keys = models.CharField(max_length=32)
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "config_node"

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Mark(models.Model):
    """When something was done last, by its name: ``schema``, ``backup.made``, ``backup.proved``."""

    name = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField(db_default=Now())
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "config_mark"

    def __str__(self) -> str:
        return self.name
