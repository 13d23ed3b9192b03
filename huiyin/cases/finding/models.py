"""The words of cases as they are looked for."""

from django.db import models


class Words(models.Model):
    """What a case says: ``HEAD`` is its number and title, ``INSIDE`` the free text of its scenario.

    Triggers write it beside the case, so that what was said is found at once and no act can forget
    it. ``text`` is in lower case, its fields set apart by a control sign; ``kind`` is the
    classification, empty for a draft; ``at`` is when the case began. No foreign key: the case's
    own trigger takes its words along.
    """

    HEAD, INSIDE = 0, 1

    pk = models.CompositePrimaryKey("case_id", "part")
    case_id = models.UUIDField()
    part = models.SmallIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    text = models.TextField()

    class Meta:
        db_table = "finding_words"

    def __str__(self) -> str:
        return f"{self.part} of {self.case_id}"
