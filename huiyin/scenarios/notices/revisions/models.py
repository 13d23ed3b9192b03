"""The texts of a notice, one row per revision that was published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Urgency
from huiyin.directory.models import Person


class RevisionKind(models.TextChoices):
    """What a revision asks of people: minor nothing, the others to confirm anew."""

    ORIGINAL = "original", _("首发")
    MINOR = "minor", _("小改")
    MATERIAL = "material", _("实质修订")
    CORRECTION = "correction", _("更正")


class Cause(models.TextChoices):
    """Why what went out was wrong; counted as an information error (Kit 4.4)."""

    WRONG_DATA = "wrong_data", _("数据有误")
    WRONG_WORD = "wrong_word", _("措辞有误")
    WRONG_AUDIENCE = "wrong_audience", _("范围有误")
    STALE_FACT = "stale_fact", _("口径过期")
    OTHER = "other", _("其他")


class Revision(models.Model):
    """Revision ``number`` of a notice, as it was published ``at``.

    ``texts`` are the words that people read, ``sources`` the same with their references to facts
    (``{{客服热线}}``), for whoever writes the next revision. ``what`` says what changed in a sentence.
    """

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="+")
    number = models.IntegerField()
    kind = models.CharField(max_length=12, choices=RevisionKind.choices)
    what = models.CharField(max_length=300, blank=True)
    cause = models.CharField(max_length=16, choices=Cause.choices, blank=True)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    texts = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "notices_revision"
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="revision_number_once"),
            models.CheckConstraint(
                condition=models.Q(kind=RevisionKind.CORRECTION) ^ models.Q(cause=""),
                name="corrections_have_causes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} r{self.number}"

    @property
    def part(self) -> str:
        """The part of the case that duties about this revision are about; empty for the first."""
        return part_of(self.number)

    @property
    def asks(self) -> bool:
        """Whether people were asked to confirm this text."""
        return self.kind != RevisionKind.MINOR


def number_of(part: str) -> int:
    """The revision that a part of a case is about; 0 for any other part."""
    number = part.removeprefix("r")
    return int(number) if part != number and number.isdecimal() else 0


def part_of(number: int) -> str:
    """``r2`` for the second revision; the first is the whole case."""
    return f"r{number}" if number > 1 else ""
