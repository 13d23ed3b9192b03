"""The action items at the end of a notice (N18)."""

from django.db import models

from huiyin.directory.models import Person


class ActionItem(models.Model):
    """One thing that one person does by a moment. ``order`` counts from 1, and names the part.

    ``named`` is the owner as typed in a draft, until it names exactly one person.
    """

    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="+")
    order = models.SmallIntegerField()
    text = models.CharField(max_length=300)
    named = models.CharField(max_length=120, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "notices_action_item"
        constraints = [
            models.UniqueConstraint(fields=["notice", "order"], name="action_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text}"

    @property
    def part(self) -> str:
        """The part of the notice that this duty is about."""
        return f"a{self.order}"
