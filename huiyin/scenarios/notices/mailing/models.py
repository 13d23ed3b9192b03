"""What people send along with their answers."""

from django.db import models

from huiyin.kit.ids import new_id
from huiyin.scenarios.notices.models import Reply


class ReplyFile(models.Model):
    """A file that came with a reply; whoever may read the reply may have it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="replies/%Y/%m/")
    received_at = models.DateTimeField()

    class Meta:
        app_label = "notices"
        db_table = "notices_reply_file"
        constraints = [
            models.UniqueConstraint(fields=["reply", "name", "sha256"], name="reply_file_once"),
        ]

    def __str__(self) -> str:
        return self.name
