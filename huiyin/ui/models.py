"""What open pages were told, so that a part that many see alike is drawn once for each change."""

from django.db import models
from django.db.models.functions import Now


class News(models.Model):
    """A change of a case that was announced (``kit.live.announce``), in the same transaction.

    Rows are only added, without a lock; how many there are of a topic and the sum of their ids is
    its version. They are needed for as long as a part is kept, and deleted minutes later.
    """

    id = models.BigAutoField(primary_key=True)
    topic = models.CharField(max_length=64)
    told_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "live_news"
        indexes = [models.Index(fields=["topic", "id"], name="live_news_of_topic")]

    def __str__(self) -> str:
        return self.topic
