"""Who came to an audience after the publishing, and who went."""

from django.db import models


class Change(models.IntegerChoices):
    """What happened to one person. Codes are stored; never renumber."""

    JOINED = 1
    LEFT = 2
    GONE = 3


class AudienceChange(models.Model):
    """One person's coming or going; ``number`` counts the changes of a notice from 1.

    Large, as audiences are, so it carries no enforced foreign keys.
    """

    pk = models.CompositePrimaryKey("notice_id", "number", "person_id")
    notice_id = models.UUIDField()
    number = models.IntegerField()
    person_id = models.BigIntegerField()
    change = models.SmallIntegerField(choices=Change.choices)
    at = models.DateTimeField()

    class Meta:
        app_label = "notices"
        db_table = "notices_audience_change"

    def __str__(self) -> str:
        return f"{self.person_id} {Change(self.change).name} {self.notice_id}"
