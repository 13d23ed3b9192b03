"""A term, or the format of a report."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Department, Person
from huiyin.kit.ids import new_id


class TermKind(models.TextChoices):
    """A word with its wrong twins, or how a kind of report is laid out."""

    TERM = "term", _("术语")
    FORMAT = "format", _("报告格式")


class Term(models.Model):
    """``word`` is to be used; ``variants`` are replaced by it, except inside one of ``unless``.

    ``folded`` is ``word`` as two words are compared (width, case and spaces apart). Of a format
    ``word`` is the name and ``meaning`` the layout, as Markdown. ``department`` answers for it;
    ``since`` is the day from which it holds.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=TermKind.choices, default=TermKind.TERM)
    word = models.CharField(max_length=60)
    folded = models.CharField(max_length=60)
    variants = models.JSONField(default=list)
    unless = models.JSONField(default=list)
    meaning = models.TextField(blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    since = models.DateField()
    sort_key = models.CharField(max_length=720, blank=True, db_index=True)
    search_key = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "glossary_term"
        constraints = [
            models.UniqueConstraint(
                fields=["folded"], condition=Q(retired_at__isnull=True), name="term_once"
            ),
        ]

    def __str__(self) -> str:
        return self.word
