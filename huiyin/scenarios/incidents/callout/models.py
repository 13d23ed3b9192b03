"""What came of calling somebody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Person
from huiyin.scenarios.incidents.models import Incident


class Reached(models.TextChoices):
    """The result of a call."""

    COMING = "coming", _("已接通，知悉或就位")
    NO_ANSWER = "no_answer", _("未接")
    WRONG_NUMBER = "wrong_number", _("号码有误")
    UNABLE = "unable", _("来不了")


class Call(models.Model):
    """Somebody was phoned about an incident."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    caller = models.ForeignKey(Person, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Reached.choices)
    note = models.CharField(max_length=300, blank=True)
    called_at = models.DateTimeField()

    class Meta:
        db_table = "incidents_call"
        indexes = [models.Index(fields=["incident", "called_at"], name="call_of_incident")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.outcome}"
