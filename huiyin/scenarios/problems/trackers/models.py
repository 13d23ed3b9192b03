"""Trackers, and which issue of a tracker is which problem."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Department, Person
from huiyin.kit.ids import new_id
from huiyin.scenarios.problems.models import Problem


class TrackerKind(models.TextChoices):
    """Whose language it speaks."""

    JIRA = "jira", _("Jira")
    WEBHOOK = "webhook", _("通用 Webhook")


class Tracker(models.Model):
    """One tool. ``token`` and ``secret`` are kept by ``kit.vault``.

    ``account`` with ``token`` signs in (Jira Cloud); without an account the token alone does (a
    personal access token). ``statuses`` says what each state of a problem is called there.
    ``department`` limits it to the problems of one branch. ``actor`` is who acts when nobody of
    the house is known to have changed an issue. ``id`` is in the address that it posts to.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=8, choices=TrackerKind.choices)
    url = models.CharField(max_length=300)
    api = models.PositiveSmallIntegerField(default=3)
    project = models.CharField(max_length=60, blank=True)
    issue_type = models.CharField(max_length=60, default="Task", blank=True)
    account = models.CharField(max_length=200, blank=True)
    token = models.TextField(blank=True)
    secret = models.TextField()
    statuses = models.JSONField(default=dict)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "problems_tracker"

    def __str__(self) -> str:
        return self.name


class LinkState(models.TextChoices):
    """waiting -> sending -> synced; or retry, and in the end failed, until it goes well again."""

    WAITING = "waiting", _("等待同步")
    SENDING = "sending", _("正在同步")
    SYNCED = "synced", _("一致")
    RETRY = "retry", _("稍后再试")
    FAILED = "failed", _("不一致")


class Link(models.Model):
    """A problem as an issue of a tracker.

    ``version`` counts what changed here, ``sent`` is the one that is there. ``unsure``: an issue
    was asked for and no answer came, so it is looked for before another one is made. ``broken``
    is true between ``problems.sync_failed`` and ``problems.synced``. ``run`` is the sender.
    """

    id = models.BigAutoField(primary_key=True)
    tracker = models.ForeignKey(Tracker, models.CASCADE, related_name="links")
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="links")
    key = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=LinkState.choices, default=LinkState.WAITING)
    version = models.IntegerField(default=0)
    sent = models.IntegerField(default=0)
    unsure = models.BooleanField(default=False)
    broken = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    synced_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    run = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "problems_link"
        constraints = [
            models.UniqueConstraint(fields=["tracker", "problem"], name="problem_once_a_tracker"),
            models.UniqueConstraint(
                fields=["tracker", "key"], condition=~Q(key=""), name="issue_once_a_tracker"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(state=LinkState.RETRY), name="links_to_retry"
            ),
        ]

    def __str__(self) -> str:
        return self.key or str(self.problem_id)


class Heard(models.Model):
    """A message of a tracker that was read: each once, however often it is sent."""

    id = models.BigAutoField(primary_key=True)
    tracker = models.ForeignKey(Tracker, models.CASCADE, related_name="heard")
    message_id = models.CharField(max_length=120)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20)

    class Meta:
        db_table = "problems_heard"
        constraints = [
            models.UniqueConstraint(fields=["tracker", "message_id"], name="heard_once"),
        ]

    def __str__(self) -> str:
        return self.message_id
