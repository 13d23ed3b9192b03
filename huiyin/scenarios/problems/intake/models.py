"""Mailboxes that take problems, and what was written about a problem afterwards."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Person
from huiyin.scenarios.problems.models import LONGEST, Problem, Source


class Mailbox(models.Model):
    """An address whose mail becomes problems, written down in the name of ``keeper``."""

    address = models.EmailField(max_length=200)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.MAILBOX)
    keeper = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "problems_mailbox"
        constraints = [models.UniqueConstraint(Lower("address"), name="problems_mailbox_once")]

    def __str__(self) -> str:
        return self.address


class WordFrom(models.TextChoices):
    """Whose words they are."""

    REPORTER = "reporter", _("提出人来信")
    HOUSE = "house", _("去信")
    TRACKER = "tracker", _("任务工具")


class Word(models.Model):
    """Something that was written about a problem: by whoever raised it, to them, in a tracker.

    ``name`` is who says so; an address proves nothing. ``key`` makes the same words one row.
    """

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="words")
    origin = models.CharField(max_length=8, choices=WordFrom.choices)
    name = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=LONGEST, blank=True)
    key = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "problems_word"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def part(self) -> str:
        """What the duty to read it is called."""
        return f"word{self.pk}"
