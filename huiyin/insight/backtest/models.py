"""A backtest: what was tried on which span of the ledger, and what came of it (Z02)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Person
from huiyin.policies.models import PolicyVersion


class RunState(models.TextChoices):
    """queued -> running -> done, failed or cancelled; a run that was interrupted starts again."""

    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("推演中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("没有完成")
    CANCELLED = "cancelled", _("已取消")


class Run(models.Model):
    """One backtest; a result is never changed, a new question is a new run.

    ``source`` is the draft's TOML, ``binds`` the department whose own rules it is (``None``: the
    company's regulation), ``base`` the version that it is compared with. The span is ``first`` to
    ``last``, days in the organisation's zone, but nothing later than the entry ``entries``.
    """

    id = models.UUIDField(primary_key=True)
    title = models.CharField(max_length=160)
    source = models.TextField()
    digest = models.CharField(max_length=64)
    binds = models.IntegerField(null=True)
    base = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    amendment = models.UUIDField(null=True, db_index=True)
    first = models.DateField()
    last = models.DateField()
    until = models.DateTimeField()
    entries = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    progress = models.FloatField(default=0)
    seconds = models.FloatField(default=0)
    report = models.JSONField(null=True)
    hash = models.CharField(max_length=64, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "backtest_run"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="done", report__isnull=False)
                | (~models.Q(state="done") & models.Q(report__isnull=True)),
                name="backtest_done_has_report",
            ),
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last")), name="backtest_span_ascends"
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="backtest_newest")]

    def __str__(self) -> str:
        return f"{self.title} {self.first}-{self.last}"

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in {RunState.DONE, RunState.FAILED, RunState.CANCELLED}
