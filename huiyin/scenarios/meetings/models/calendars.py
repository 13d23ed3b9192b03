"""A person's private calendar feed: a secret address that can be taken back."""

from django.db import models

from huiyin.directory.models import Person


class Feed(models.Model):
    """Where a calendar program fetches somebody's meetings and deadlines.

    Only the SHA-256 of the secret is kept: who reads the table cannot fetch the calendar.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "meetings_feed"

    def __str__(self) -> str:
        return f"{self.person_id}"
