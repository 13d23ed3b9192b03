"""Amendments of the regulation, and the half-yearly review that the regulation owes itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.directory.models import Department, Person
from huiyin.policies.models import PolicyVersion


class AmendmentState(models.TextChoices):
    """draft <-> signing -> approved -> in_force; withdrawn from any of the first three."""

    DRAFT = "draft", _("起草中")
    SIGNING = "signing", _("审签中")
    APPROVED = "approved", _("已批准")
    IN_FORCE = "in_force", _("已生效")
    WITHDRAWN = "withdrawn", _("已撤回")


class Amendment(Case):
    """A new version of the regulation on its way into force, or a department's own rules.

    ``base`` is the version in force from which it was written; ``binds`` the department whose own
    rules these are (``None``: the company's regulation). ``source`` is TOML files joined as
    ``policies.in_force.texts`` reads them, ``digest`` its SHA-256. ``waivers`` allow a department
    to be laxer in a clause until a day: clause, reason, until, and who allowed it once signed.
    ``despite`` says why it was put forward although examples do not come true under it.
    ``restores`` is the version that a roll back brings back, ``version`` what it became in force.
    """

    base = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    binds = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    source = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True)
    despite = models.CharField(max_length=500, blank=True)
    wanted_from = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=AmendmentState.choices, default=AmendmentState.DRAFT
    )
    waivers = models.JSONField(default=list)
    restores = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    version = models.OneToOneField(PolicyVersion, models.PROTECT, null=True, related_name="+")
    announced_at = models.DateTimeField(null=True, blank=True)
    announced_by = models.UUIDField(null=True, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "regulation_amendment"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="in_force", version__isnull=False)
                | (~Q(state="in_force") & Q(version__isnull=True)),
                name="amendment_in_force_has_version",
            ),
        ]
        indexes = [
            models.Index(
                fields=["wanted_from"], condition=Q(state="approved"), name="amendment_waiting"
            ),
        ]


class Review(Case):
    """Whether the regulation still fits, asked each half-year; ``begins`` is the month's first day."""

    begins = models.DateField(unique=True)
    settled_by = models.ForeignKey(Amendment, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "regulation_review"
