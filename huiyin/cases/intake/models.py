"""Sources of alerts, what they posted, and the troubles they told of."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.cases.intake.alert import Severity
from huiyin.directory.models import Person
from huiyin.kit.ids import new_id


class SourceKind(models.TextChoices):
    """Whose words it speaks."""

    ALERTMANAGER = "alertmanager", _("Alertmanager、Grafana")
    ZABBIX = "zabbix", _("Zabbix")
    GENERIC = "generic", _("通用 JSON")


class Proof(models.TextChoices):
    """How it shows that it is itself."""

    BEARER = "bearer", _("令牌（Authorization: Bearer）")
    HEX = "hex", _("签名（HMAC-SHA256，十六进制）")
    STANDARD = "standard", _("签名（Standard Webhooks）")


class Grouping(models.TextChoices):
    """What counts as one trouble."""

    ALERT = "alert", _("每条告警各算一件")
    GROUP = "group", _("一组告警算一件")


class Severities(models.TextChoices):
    """``Severity`` with its words."""

    CRITICAL = Severity.CRITICAL.value, _("致命")
    MAJOR = Severity.MAJOR.value, _("严重")
    WARNING = Severity.WARNING.value, _("警告")
    INFO = Severity.INFO.value, _("提示")


class Source(models.Model):
    """A monitor that may post. ``actor`` is in whose name its alerts are reported.

    ``secret`` and ``previous`` are kept by ``kit.vault``; the previous one is good until
    ``previous_until``. ``least`` is the mildest severity that is taken. For ``calm_minutes`` after
    it was over a trouble that fires again is the same one. Up to ``per_minute`` posts are read,
    and in an hour up to ``cases_per_hour`` troubles become cases of their own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=16, choices=SourceKind.choices)
    proof = models.CharField(max_length=12, choices=Proof.choices)
    target = models.CharField(max_length=40)
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    grouping = models.CharField(max_length=8, choices=Grouping.choices, default=Grouping.ALERT)
    least = models.CharField(max_length=8, choices=Severities.choices, default=Severities.INFO)
    calm_minutes = models.PositiveSmallIntegerField(default=30)
    per_minute = models.PositiveSmallIntegerField(default=60)
    cases_per_hour = models.PositiveSmallIntegerField(default=20)
    secret = models.TextField()
    previous = models.TextField(blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "intake_source"
        constraints = [models.UniqueConstraint(fields=["name"], name="source_name_once")]

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """What became of a post."""

    TAKEN = "taken", _("已接收")
    TEST = "test", _("测试")
    PARTLY = "partly", _("部分未接收")
    UNSIGNED = "unsigned", _("签名不对")
    LATE = "late", _("时间不对")
    MALFORMED = "malformed", _("内容不对")
    FAILED = "failed", _("未处理，等待重发")


class Post(models.Model):
    """One message of a source. ``message_id`` is the sender's own name for it, once it was taken.

    ``alerts`` says of each alert what became of it. A post that was not proved keeps no content.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, models.CASCADE, related_name="posts")
    message_id = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.CharField(max_length=300, blank=True)
    size = models.IntegerField(default=0)
    alerts = models.JSONField(default=list)

    class Meta:
        db_table = "intake_post"
        indexes = [models.Index(fields=["source", "-at"], name="posts_of_source")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "message_id"],
                condition=~Q(message_id=""),
                name="post_taken_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.at:%F %T}: {self.outcome}"


class Signal(models.Model):
    """One trouble of a source, by its fingerprint.

    ``round`` counts the cases it opened, ``times`` how often it fired in the present one.
    ``changed_at`` is when it began or ended last, by the monitor's clock; ``seen_at`` by ours.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, models.CASCADE, related_name="signals")
    fingerprint = models.CharField(max_length=128)
    title = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=8, blank=True)
    case = models.UUIDField(null=True, blank=True)
    round = models.IntegerField(default=0)
    times = models.IntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "intake_signal"
        constraints = [
            models.UniqueConstraint(fields=["source", "fingerprint"], name="signal_once"),
        ]
        indexes = [models.Index(fields=["source", "-opened_at"], name="signals_opened")]

    def __str__(self) -> str:
        return self.fingerprint
