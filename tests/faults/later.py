"""What a release after the first might do to the largest table, the way our migrations must do it."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import models
from django.db.migrations import AddField
from django.db.migrations.operations.base import Operation

from huiyin.kit.migrating import AddIndexPatiently

_CHECK = models.CheckConstraint(condition=models.Q(later__gte=0), name="later_not_negative")
_INDEX = models.Index(
    fields=["person_id", "obligation_id"], condition=models.Q(later__gt=0), name="bearers_later"
)

STEPS: list[tuple[bool, list[Operation]]] = [
    (True, [AddField("bearer", "later", models.IntegerField(null=True))]),
    (True, [AddField("bearer", "grade", models.SmallIntegerField(db_default=0))]),
    (False, [AddIndexPatiently("bearer", _INDEX)]),
    (True, [AddConstraintNotValid("bearer", _CHECK)]),
    (True, [ValidateConstraint("bearer", "later_not_negative")]),
]
"""Atomic or not, and the operations of one migration."""
