"""The statement to clients, whom it goes to, and where else it was published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.facts.models import Fact
from huiyin.cases.models import Attachment, Case
from huiyin.directory.models import Person
from huiyin.scenarios.incidents.models import Incident

SCENARIO = "client_statements"
"""What the clauses of sign-off call these cases."""


class StatementState(models.TextChoices):
    """draft <-> signing -> agreed -> sent; a later statement about the incident replaces it."""

    DRAFT = "draft", _("起草中")
    SIGNING = "signing", _("审签中")
    AGREED = "agreed", _("口径已同意")
    SENT = "sent", _("已告知")


class Statement(Case):
    """What clients are told about an incident, with an apology (I06).

    ``wording`` is the one sentence that client service uses; agreed, it becomes the value of
    ``fact``. ``parties`` names external parties of the directory whose people are told by e-mail.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    happened = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    apology = models.TextField(blank=True)
    compensation = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    wording = models.CharField(max_length=200, blank=True)
    parties = models.JSONField(default=list)
    state = models.CharField(
        max_length=8, choices=StatementState.choices, default=StatementState.DRAFT
    )
    fact = models.ForeignKey(Fact, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "incidents_statement"


class Client(models.Model):
    """Somebody outside, without an account, who is told by e-mail."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="clients")
    name = models.CharField(max_length=120, blank=True)
    address = models.EmailField()

    class Meta:
        db_table = "incidents_client"
        constraints = [
            models.UniqueConstraint(fields=["statement", "address"], name="client_told_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.address


class OutletKind(models.TextChoices):
    """The official channels that are not e-mail."""

    WEBSITE = "website", _("官网公告")
    ACCOUNT = "account", _("公众号")
    APP = "app", _("应用内公告")
    HOTLINE = "hotline", _("客服热线")
    VISIT = "visit", _("当面或电话")


class Outlet(models.Model):
    """Where else it was published, by whom and when: the evidence that it was official."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="outlets")
    kind = models.CharField(max_length=8, choices=OutletKind.choices)
    where = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "incidents_outlet"
        constraints = [
            models.UniqueConstraint(fields=["statement", "kind", "where"], name="outlet_once"),
        ]

    def __str__(self) -> str:
        return self.where
