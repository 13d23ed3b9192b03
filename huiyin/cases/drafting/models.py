"""A regulation that somebody brought, what was read of it, and what was decided about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Department, Person
from huiyin.kit.ids import new_id


class Verdict(models.TextChoices):
    """What was decided about a card."""

    OPEN = "open", _("待定")
    ACCEPTED = "accepted", _("已采纳")
    ASIDE = "aside", _("已搁置")


class ImportedText(models.Model):
    """``text`` as it was brought; ``reading`` is the clause tree and what could not be read.

    ``binds`` is the department whose own rules it becomes; none: the company's. ``amendment`` is
    set once the draft was made of it. ``without_text`` are pages that hold pictures only.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8)
    text = models.TextField()
    reading = models.JSONField()
    without_text = models.JSONField(default=list)
    binds = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    amendment = models.UUIDField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "drafting_text"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class Card(models.Model):
    """One duty that was read: ``marks`` are its words in the text, ``offered`` what is proposed.

    ``chosen`` is what somebody made of it (empty: as offered). ``value`` of a timing that makes no
    duty (retention, length) is kept with ``sort``; there is nothing to fill in.
    """

    text = models.ForeignKey(ImportedText, models.CASCADE, related_name="cards")
    number = models.PositiveIntegerField()
    clause = models.CharField(max_length=120)
    sort = models.CharField(max_length=12)
    start = models.PositiveIntegerField()
    confidence = models.FloatField()
    marks = models.JSONField()
    offered = models.JSONField()
    chosen = models.JSONField(default=dict, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.OPEN)
    by_model = models.BooleanField(default=False)

    class Meta:
        db_table = "drafting_card"
        ordering = ["start", "number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="drafting_card_once"),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.number}"


class Step(models.Model):
    """One decision, to be taken back: ``before`` holds verdict and choice of each card it touched."""

    text = models.ForeignKey(ImportedText, models.CASCADE, related_name="steps")
    before = models.JSONField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "drafting_step"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.text_id} {self.at:%Y-%m-%d %H:%M}"
