"""The communication log of daily matters, and each week's list of what heads pass on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.directory.models import Person


class EntryKind(models.TextChoices):
    """How a word was exchanged, or that something happened (R07, N11)."""

    TALK = "talk", _("当面")
    PHONE = "phone", _("电话")
    IM = "im", _("即时消息")
    OCCURRENCE = "occurrence", _("发生的事")


class Entry(Case):
    """One line of the log: when, with whom, what, with which result.

    The people of the company are ``Party`` rows; ``others`` names those outside it. A ``decision``
    is an important one, which clauses want in writing.
    """

    kind = models.CharField(max_length=12, choices=EntryKind.choices, default=EntryKind.TALK)
    happened_at = models.DateTimeField(db_index=True)
    content = models.TextField()
    result = models.CharField(max_length=300, blank=True)
    others = models.CharField(max_length=200, blank=True)
    decision = models.BooleanField(default=False)

    class Meta:
        db_table = "journal_entry"


class Party(models.Model):
    """Somebody of the company who took part."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="parties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "journal_party"
        constraints = [
            models.UniqueConstraint(fields=["entry", "person"], name="one_party_each"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.entry_id}"


class Week(Case):
    """One week of what every head passes on to their team; ``monday`` is its first day."""

    monday = models.DateField(unique=True)

    class Meta:
        db_table = "journal_week"


class Explanation(models.Model):
    """Why a head leaves something open, or how it was passed on, in one line."""

    week = models.ForeignKey(Week, models.CASCADE, related_name="+")
    head = models.ForeignKey(Person, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "journal_explanation"
        constraints = [
            models.UniqueConstraint(fields=["week", "head", "case"], name="one_line_each"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
