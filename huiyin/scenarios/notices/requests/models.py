"""A communication request 沟通需求单: why something shall be said, before anybody writes it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case


class RequestState(models.TextChoices):
    """draft -> review -> approved | rejected, back to draft when sent back; or draft -> unneeded."""

    DRAFT = "draft", _("草稿")
    REVIEW = "review", _("待审核")
    APPROVED = "approved", _("已同意")
    REJECTED = "rejected", _("未同意")
    UNNEEDED = "unneeded", _("不必发")


class NoticeRequest(Case):
    """The form of Reg 2.1.1; its title is the matter.

    The three questions of the need check are ``None`` until answered. ``audience`` and ``tell``
    (the few who are told instead) are ``directory.Audience`` as JSON; ``effect_target`` is a share
    of 1, reached by ``effect_by``. ``decision`` is what the head said.
    """

    state = models.CharField(
        max_length=12, choices=RequestState.choices, default=RequestState.DRAFT
    )
    reason = models.TextField(blank=True)
    audience = models.JSONField(default=dict)
    effect = models.CharField(max_length=200, blank=True)
    effect_measure = models.CharField(max_length=16, blank=True)
    effect_target = models.FloatField(null=True, blank=True)
    effect_by = models.DateTimeField(null=True, blank=True)
    affects_work = models.BooleanField(null=True, blank=True)
    must_synchronise = models.BooleanField(null=True, blank=True)
    may_be_misunderstood = models.BooleanField(null=True, blank=True)
    tell = models.JSONField(default=dict)
    decision = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notices_request"

    @property
    def answers(self) -> tuple[bool | None, bool | None, bool | None]:
        """The need check: affects others' work, must be synchronised, may be misunderstood."""
        return self.affects_work, self.must_synchronise, self.may_be_misunderstood

    @property
    def needed(self) -> bool | None:
        """Whether a notice is the right means: one yes is enough; ``None`` while it is open."""
        if any(self.answers):
            return True
        return None if None in self.answers else False
