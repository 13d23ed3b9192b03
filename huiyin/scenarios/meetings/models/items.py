"""What somebody has to do after a meeting."""

from django.db import models
from django.utils.translation import pgettext_lazy

from huiyin.directory.models import Person
from huiyin.kit.ids import new_id
from huiyin.scenarios.meetings.models.agenda import AgendaItem
from huiyin.scenarios.meetings.models.live import Resolution
from huiyin.scenarios.meetings.models.meeting import Meeting


class ActionState(models.TextChoices):
    """open -> done or dropped."""

    OPEN = "open", pgettext_lazy("action item", "待完成")
    DONE = "done", pgettext_lazy("action item", "已完成")
    DROPPED = "dropped", pgettext_lazy("action item", "已取消")


class ActionItem(models.Model):
    """One thing to do, with its owner and its date; a duty from ``assigned_at`` on.

    Typed while people talk it may lack the owner or the date; then it cannot be assigned.
    ``carried`` counts the agendas that it came back to. ``part`` is what its duty carries.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="action_items")
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="action_items"
    )
    resolution = models.ForeignKey(
        Resolution, models.SET_NULL, null=True, blank=True, related_name="action_items"
    )
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.OPEN)
    assigned_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=300, blank=True)
    carried = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "meetings_action_item"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="action_item_number_once"),
        ]
        indexes = [models.Index(fields=["owner", "state"], name="action_item_of")]

    def __str__(self) -> str:
        return self.text

    @property
    def part(self) -> str:
        """Its id as its duty carries it: 32 characters."""
        return self.id.hex

    @property
    def is_whole(self) -> bool:
        """Whether it names who does it and until when."""
        return self.owner_id is not None and self.due_at is not None
