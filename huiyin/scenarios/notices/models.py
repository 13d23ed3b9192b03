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


class NoticeKind(models.TextChoices):
    """The type of information (N09, N25): it decides channels, lead times and the board."""

    NOTICE = "notice", _("通知")
    OPERATING = "operating", _("运营信息")
    POLICY = "policy", _("战略与制度")
    EMERGENCY = "emergency", _("突发事件")
    NEWS = "news", _("新闻")
    RECOGNITION = "recognition", _("表彰")
    EVENT = "event", _("活动")
    DOWNLOAD = "download", _("资料")


class Stage(models.TextChoices):
    """Which word of several this notice is (N11, N12)."""

    WHOLE = "", _("完整通知")
    PRE_NOTICE = "pre_notice", _("预先通知")
    RELEASE = "release", _("正式发布")
    FIRST_WORD = "first_word", _("先行通报")
    FULL_DETAIL = "full_detail", _("详细通报")


class Complexity(models.TextChoices):
    """How hard it is to understand: complex matter needs a written aid and a restatement."""

    SIMPLE = "simple", _("简单")
    COMPLEX = "complex", _("复杂")


class ConfirmMode(models.TextChoices):
    """How somebody shows that it arrived (N14); empty: as the matrix says."""

    MATRIX = "", _("按矩阵")
    NONE = "none", _("无需确认")
    ACKNOWLEDGE = "acknowledge", _("收到即可")
    TEACH_BACK = "teach_back", _("复述要点")
    QUIZ = "quiz", _("通过小测")
    SPOKEN = "spoken", _("口头确认收到并理解")


class Notice(Case):
    """The template of N08. Texts are Markdown.

    ``audience``, ``key_people`` (told by the strongest channel) and ``copies`` (told without owing
    anything) are each a ``directory.Audience`` as JSON; ``sources`` and ``concerned`` are lists of
    department ids: whose figures it carries, and who must agree to it. ``gist`` is the conclusion
    that stands before everything else; ``copy_to`` says in words who is told besides the
    recipients. ``effect`` is the expected effect as a sentence, measured as ``effect_measure``
    against ``effect_target`` (a share of 1) at ``effect_by``. ``digest`` is the SHA-256 of what was published, as
    in the ledger.
    """

    state = models.CharField(max_length=12, choices=NoticeState.choices, default=NoticeState.DRAFT)
    kind = models.CharField(max_length=12, choices=NoticeKind.choices, default=NoticeKind.NOTICE)
    stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    complexity = models.CharField(
        max_length=8, choices=Complexity.choices, default=Complexity.SIMPLE
    )
    confirm_mode = models.CharField(max_length=12, choices=ConfirmMode.choices, blank=True)
    audience = models.JSONField(default=dict)
    key_people = models.JSONField(default=dict)
    copies = models.JSONField(default=dict)
    follow = models.BooleanField(default=False)
    cascade = models.BooleanField(default=False)
    sources = models.JSONField(default=list)
    concerned = models.JSONField(default=list)
    publish_when_signed = models.BooleanField(default=True)
    effect = models.CharField(max_length=200, blank=True)
    effect_measure = models.CharField(max_length=16, blank=True)
    effect_target = models.FloatField(null=True, blank=True)
    effect_by = models.DateTimeField(null=True, blank=True)
    topic = models.CharField(max_length=60, blank=True)
    pinned_until = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    override_reason = models.CharField(max_length=200, blank=True)
    copy_to = models.CharField(max_length=200, blank=True)
    gist = models.CharField(max_length=300, blank=True)
    background = models.TextField(blank=True)
    items = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    reply_by = models.DateTimeField(null=True, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True, db_index=True)
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
