"""Versions of the regulation, as they were put in force."""

from django.db import models


class PolicyVersion(models.Model):
    """One version: its TOML source, its hash, and since when it binds what is born.

    ``base`` is the version that it was made from, ``case`` the amendment by which it came;
    ``shipped`` came with the product. A roll back is a new version with an old source.
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

    class Meta:
        db_table = "policies_version"
        constraints = [
            models.UniqueConstraint(
                "digest", condition=models.Q(shipped=True), name="shipped_once_per_content"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} (v{self.pk})"
