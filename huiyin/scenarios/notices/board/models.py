"""What one person did with an entry of the board: seen, kept, put away."""

from django.db import models


class Mark(models.Model):
    """One person's marks on one entry; no row means new.

    Narrow and large (readers times entries), so it carries no enforced foreign keys.
    """

    pk = models.CompositePrimaryKey("person_id", "notice_id")
    person_id = models.BigIntegerField()
    notice_id = models.UUIDField()
    seen_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    away_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "notices"
        db_table = "notices_board_mark"

    def __str__(self) -> str:
        return f"{self.person_id} on {self.notice_id}"
