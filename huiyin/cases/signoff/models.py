"""A round of sign-off, its steps, its seats, and what a reviewer found point by point."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Attachment, Case
from huiyin.directory.models import Department, Person


class RoundState(models.TextChoices):
    """running -> one of the others; a new round is a new row."""

    RUNNING = "running", _("审签中")
    COMPLETED = "completed", _("已签完")
    RETURNED = "returned", _("已退回")
    REJECTED = "rejected", _("未通过")
    WITHDRAWN = "withdrawn", _("已撤回")
    VOIDED = "voided", _("已作废")


class StepKind(models.TextChoices):
    """What is asked of a signer."""

    NECESSITY = "necessity", _("必要性审核")
    INFORMATION = "information", _("信息审核")
    DOUBLE_CHECK = "double_check", _("数据双核对")
    CO_SIGN = "co_sign", _("会签")
    APPROVE = "approve", _("批准")
    MANAGEMENT_REVIEW = "management_review", _("管理层评审")


class SeatState(models.TextChoices):
    """``progress.Outcome`` in words."""

    OPEN = "open", _("待签")
    APPROVED = "approved", _("已同意")
    RETURNED = "returned", _("已退回")
    REJECTED = "rejected", _("不同意")
    RELEASED = "released", _("无需再签")
    TRANSFERRED = "transferred", _("已转交")


class PointKind(models.TextChoices):
    """What an information review looks at (N03)."""

    FACTS = "facts", _("事实与数据来源可查")
    WORDING = "wording", _("表述客观、不含歧义")
    CONDUCT = "conduct", _("符合价值观与行为准则")


class SignOff(models.Model):
    """One round for one text. ``digest`` is the SHA-256 of ``text``, which is what is signed.

    ``facts`` are those that the path followed from, ``policy_version`` the regulation it is of.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    round = models.SmallIntegerField()
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=RoundState.choices, default=RoundState.RUNNING)
    digest = models.CharField(max_length=64)
    text = models.JSONField()
    facts = models.JSONField(default=dict)
    policy_version = models.IntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "signoff"
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="signoff_round_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="running"), name="signoff_one_running"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.round}"


class Step(models.Model):
    """One step as the policy gave it; steps run one after another."""

    signoff = models.ForeignKey(SignOff, models.CASCADE, related_name="steps")
    order = models.SmallIntegerField()
    step = models.CharField(max_length=24, choices=StepKind.choices)
    mode = models.CharField(max_length=4)
    who = models.CharField(max_length=48)
    clause = models.CharField(max_length=32)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "signoff_step"
        constraints = [
            models.UniqueConstraint(fields=["signoff", "order"], name="signoff_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.step}"


class Seat(models.Model):
    """Somebody asked to sign. ``acting`` stands in while they are away; both names are kept.

    ``part`` is the part of the case that the duty belongs to; ``pair`` says that no two seats of
    the step may be signed by the same person.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    step = models.ForeignKey(Step, models.CASCADE, related_name="seats")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    acting = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    acted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    named_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=SeatState.choices, default=SeatState.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    part = models.CharField(max_length=32, blank=True)
    pair = models.BooleanField(default=False)
    proof = models.SmallIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "signoff_seat"
        constraints = [
            models.UniqueConstraint(
                fields=["step", "person"],
                condition=~Q(outcome="transferred"),
                name="signoff_asked_once",
            ),
            models.UniqueConstraint(
                fields=["step", "acted_by"], condition=Q(pair=True), name="signoff_two_people"
            ),
            models.CheckConstraint(
                condition=Q(acted_by__isnull=True) | Q(at__isnull=False),
                name="signoff_act_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"],
                condition=Q(outcome="open", asked_at__isnull=False),
                name="signoff_asked_of",
            ),
            models.Index(
                fields=["acting"],
                condition=Q(outcome="open", acting__isnull=False),
                name="signoff_acting_for",
            ),
            models.Index(fields=["case", "person"], name="signoff_seat_of"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.outcome}"


class ChecklistPoint(models.Model):
    """What the reviewer found about one point: ticked or not, and by which evidence."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="points")
    point = models.CharField(max_length=12, choices=PointKind.choices)
    ticked = models.BooleanField(default=False)
    evidence = models.CharField(max_length=500, blank=True)
    attachment = models.ForeignKey(
        Attachment, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "signoff_point"
        constraints = [
            models.UniqueConstraint(fields=["seat", "point"], name="signoff_point_once"),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.ticked}"
