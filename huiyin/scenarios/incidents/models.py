"""Incidents: what happened, who was called, what was said while it lasted."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Attachment, Case
from huiyin.directory.models import Group, Person
from huiyin.kit.ids import new_id


class IncidentKind(models.Model):
    """What can happen, prepared for: who leads, whom to call, which group, what to do (I08).

    ``levels`` is its ladder of severities, the gravest first: ``{"key", "name", "text"}``;
    ``on_duty`` an ``Audience`` as JSON; ``tasks`` what is usually given out. ``shipped`` kinds come
    with the product and can be retired, not deleted.
    """

    key = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=60)
    levels = models.JSONField(default=list)
    commander = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    client_lead = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    on_duty = models.JSONField(default=dict)
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")
    group_words = models.CharField(max_length=200, blank=True)
    tasks = models.JSONField(default=list)
    playbook = models.TextField(blank=True)
    shipped = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "incidents_kind"

    def __str__(self) -> str:
        return self.name


class IncidentState(models.TextChoices):
    """open -> solved -> reviewed, or open -> stood_down (a false alarm)."""

    OPEN = "open", _("处理中")
    SOLVED = "solved", _("已解决")
    REVIEWED = "reviewed", _("已复盘")
    STOOD_DOWN = "stood_down", _("误报解除")


class Incident(Case):
    """Something that cannot wait; ``title`` is the line it was declared with.

    ``scope``, ``impact`` and ``measures`` complete the first report (I01). ``source_ref`` names
    the alert or the request that declared it, so that one alert declares one incident.
    ``cause`` and ``measures_taken`` are what was known when it was solved.
    """

    case_ptr = models.OneToOneField(
        Case, models.CASCADE, parent_link=True, primary_key=True, related_name="as_incident"
    )
    kind = models.ForeignKey(IncidentKind, models.PROTECT, related_name="+")
    severity = models.CharField(max_length=12)
    happened_at = models.DateTimeField()
    scope = models.CharField(max_length=300, blank=True)
    impact = models.CharField(max_length=300, blank=True)
    measures = models.CharField(max_length=500, blank=True)
    commander = models.ForeignKey(Person, models.PROTECT, related_name="+")
    clients_affected = models.BooleanField(default=False)
    source_ref = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=12, choices=IncidentState.choices, default=IncidentState.OPEN
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    cause = models.TextField(blank=True)
    measures_taken = models.TextField(blank=True)

    class Meta:
        db_table = "incidents_incident"
        constraints = [
            models.UniqueConstraint(
                fields=["source_ref"], condition=~Q(source_ref=""), name="incident_source_once"
            ),
        ]
        indexes = [
            models.Index(fields=["state"], condition=Q(state="open"), name="incident_open"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.state == IncidentState.OPEN

    def lasted(self, now: datetime) -> timedelta:
        """How long it has gone on, or went on."""
        return (self.resolved_at or self.closed_at or now) - self.happened_at


class Role(models.TextChoices):
    """What somebody is in the room."""

    COMMANDER = "commander", _("应急负责人")
    SCRIBE = "scribe", pgettext_lazy("incident", "记录")
    SPEAKER = "speaker", _("对外口径")
    MEMBER = "member", _("成员")
    OBSERVER = "observer", _("旁观")


class MemberState(models.TextChoices):
    """called -> ready; replaced from either."""

    CALLED = "called", _("已叫")
    READY = "ready", _("到位")
    REPLACED = "replaced", _("已换人")


class Member(models.Model):
    """Somebody of the response team with their task."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    task = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=MemberState.choices, default=MemberState.CALLED)
    called_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "incidents_member"
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person"],
                condition=~Q(state="replaced"),
                name="member_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.incident_id}"


class EntryKind(models.TextChoices):
    """What somebody wrote into the timeline; updates and events stand in it by themselves."""

    NOTE = "note", pgettext_lazy("note", "记录")
    DECISION = "decision", pgettext_lazy("note", "决定")
    FILE = "file", pgettext_lazy("note", "文件")
    QUESTION = "question", pgettext_lazy("note", "追问")


class Entry(models.Model):
    """One line that somebody wrote; ``key`` is given by the page, so that it is kept once.

    ``at`` is when it was written down there, ``kept_at`` when it arrived (a lost connection).
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    kept_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=EntryKind.choices, default=EntryKind.NOTE)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.UUIDField(default=new_id)

    class Meta:
        db_table = "incidents_entry"
        constraints = [
            models.UniqueConstraint(fields=["incident", "key"], name="entry_kept_once"),
        ]
        indexes = [models.Index(fields=["incident", "at"], name="entry_of_incident")]

    def __str__(self) -> str:
        return self.text[:40]


class Update(models.Model):
    """What is known, what was done, what comes next: the word every half hour (I04).

    ``audience`` lists to whom it went: ``management``, ``team``, ``clients`` (client service),
    ``group``.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="updates")
    number = models.IntegerField()
    known = models.CharField(max_length=1000)
    done = models.CharField(max_length=1000, blank=True)
    next = models.CharField(max_length=1000, blank=True)
    audience = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.UUIDField(default=new_id)

    class Meta:
        db_table = "incidents_update"
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="update_number_once"),
            models.UniqueConstraint(fields=["incident", "key"], name="update_given_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.number} of {self.incident_id}"


class Watch(models.Model):
    """A quiet observer's link: signed, read-only, open until it is taken back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="watches")
    name = models.CharField(max_length=60)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "incidents_watch"

    def __str__(self) -> str:
        return self.name
