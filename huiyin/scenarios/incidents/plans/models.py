"""Whom a plan names besides the commander and those on duty."""

from django.db import models

from huiyin.directory.models import Person
from huiyin.scenarios.incidents.models import IncidentKind


class Contact(models.Model):
    """Somebody to call when an incident of this kind happens; ``deputy`` when they do not answer."""

    kind = models.ForeignKey(IncidentKind, models.CASCADE, related_name="contacts")
    order = models.SmallIntegerField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    part = models.CharField(max_length=60, blank=True)
    deputy = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "incidents_contact"
        constraints = [
            models.UniqueConstraint(fields=["kind", "person"], name="contact_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.kind_id}"
