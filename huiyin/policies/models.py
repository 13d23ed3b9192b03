"""Versions of the regulation, as they were put in force."""

from django.db import models


class PolicyVersion(models.Model):
    """One version: its TOML source, its hash, and since when it binds what is born.

    ``base`` is the version that it was made from, ``case`` the amendment by which it came;
    ``shipped`` came with the product. A roll back is a new version with an old source.
    ``overlays`` are the ids of the departments' own rules that stand on it: a change of any of them
    is a new version with the same source.
    """

    id = models.AutoField(primary_key=True)
    title = models.CharField(max_length=120)
    source = models.TextField()
    digest = models.CharField(max_length=64, db_index=True)
    in_force_from = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField()
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    case = models.UUIDField(null=True, unique=True)
    shipped = models.BooleanField(default=False)
    overlays = models.JSONField(default=list)

    class Meta:
        db_table = "policies_version"
        constraints = [
            models.UniqueConstraint(
                "digest", condition=models.Q(shipped=True), name="shipped_once_per_content"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} (v{self.pk})"


class Overlay(models.Model):
    """A department's own rules on top of the regulation, as they were put in force (G04).

    They bind the people of the department and of those below it. ``case`` is the amendment by
    which they came; ``waivers`` say in which clauses they may be laxer, why, who allowed it and
    until when. Rows never change but for ``ended_at``.
    """

    id = models.AutoField(primary_key=True)
    department_id = models.IntegerField(db_index=True)
    source = models.TextField()
    digest = models.CharField(max_length=64)
    case = models.UUIDField(db_index=True)
    waivers = models.JSONField(default=list)
    in_force_from = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "policies_overlay"
        constraints = [
            models.UniqueConstraint(
                fields=["department_id"],
                condition=models.Q(ended_at__isnull=True),
                name="one_overlay_a_department",
            )
        ]

    def __str__(self) -> str:
        return f"{self.department_id} ({self.pk})"
