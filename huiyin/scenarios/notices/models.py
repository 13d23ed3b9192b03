"""A notice and what belongs to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.directory.models import Person


class NoticeState(models.TextChoices):
    """draft -> published -> closed; nothing goes back."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    CLOSED = "closed", _("已闭环")


class Notice(Case):
    """The template of N08. Texts are Markdown; ``audience`` is a ``directory.Audience`` as JSON.

    ``gist`` is the conclusion that stands before everything else; ``copy_to`` says in words who is
    told besides the recipients. ``digest`` is the SHA-256 of what was published, as in the ledger.
    """

    state = models.CharField(max_length=12, choices=NoticeState.choices, default=NoticeState.DRAFT)
    audience = models.JSONField(default=dict)
    copy_to = models.CharField(max_length=200, blank=True)
    gist = models.CharField(max_length=300, blank=True)
    background = models.TextField(blank=True)
    items = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    reply_by = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    revision = models.IntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notices_notice"


class CallOutcome(models.TextChoices):
    """What came of phoning somebody who had not read (N16)."""

    UNDERSTOOD = "understood", _("已接通并确认理解")
    NO_ANSWER = "no_answer", _("未接")
    WRONG_NUMBER = "wrong_number", _("号码有误")
    UNREACHABLE = "unreachable", _("无法触达")


class CallRecord(models.Model):
    """One phone call about a notice."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    caller = models.ForeignKey(Person, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, choices=CallOutcome.choices)
    again_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    called_at = models.DateTimeField()

    class Meta:
        db_table = "notices_call"
        indexes = [models.Index(fields=["notice", "person", "called_at"], name="call_by_notice")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_outcome_display()}"


class Reply(models.Model):
    """What somebody answered to a notice that asks for a reply (N24)."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField()
    replied_at = models.DateTimeField()

    class Meta:
        db_table = "notices_reply"
        constraints = [
            models.UniqueConstraint(fields=["notice", "person"], name="one_reply_each"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
