"""The word that it is over, and the report on it."""

from django.db import models

from huiyin.directory.models import Person
from huiyin.scenarios.incidents.models import Incident


class Announcement(models.Model):
    """That it is over, as it went to all who had been told; ``notice`` is the formal one, if any."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    notice = models.UUIDField(null=True, blank=True)
    told = models.IntegerField(default=0)

    class Meta:
        db_table = "incidents_announcement"
        indexes = [models.Index(fields=["incident", "at"], name="announcement_of_incident")]

    def __str__(self) -> str:
        return self.text[:40]


class Report(models.Model):
    """What happened, why, what was done, how long it took (I05).

    Written until it is submitted; when the incident comes back it is open again, with its words.
    ``revision`` counts how often it was submitted.
    """

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="+")
    summary = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    remaining = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "incidents_report"

    def __str__(self) -> str:
        return f"{self.incident_id} r{self.revision}"

    @property
    def is_whole(self) -> bool:
        """Whether it says what the regulation asks for: cause, measures, and how long it took."""
        told = self.cause.strip() and self.measures.strip()
        return bool(told) and self.incident.resolved_at is not None
