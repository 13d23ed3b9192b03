"""People, departments, absence and delegation, roles, and the accounts people sign in with."""

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class Department(models.Model):
    """A node of the organisation's tree; ``path`` is ``/1/7/`` from the root down to itself."""

    id = models.AutoField(primary_key=True)
    external_id = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=720, blank=True)
    search_key = models.CharField(max_length=900, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=400, blank=True, db_index=True)
    head = models.ForeignKey("Person", models.SET_NULL, null=True, blank=True, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "directory_department"
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=models.Q(active=True),
                nulls_distinct=False,
                name="department_name_once_per_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who can owe or be owed: an employee, or a contact of an external party."""

    id = models.BigAutoField(primary_key=True)
    employee_no = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=720, blank=True, db_index=True)
    search_key = models.CharField(max_length=900, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    position = models.CharField(max_length=120, blank=True, db_index=True)
    mobile = models.CharField(max_length=32, blank=True)
    extension = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    email_suspect = models.BooleanField(default=False)
    manager = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    party = models.CharField(max_length=120, blank=True)
    active = models.BooleanField(default=True)
    simulated = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "directory_person"
        indexes = [
            models.Index(
                fields=["department"],
                condition=models.Q(active=True),
                name="person_active_by_department",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupKind(models.TextChoices):
    """What brings the people of a group together."""

    DEPARTMENT = "department", _("部门")
    PROJECT = "project", _("项目")
    CROSS = "cross", _("跨部门")


class Group(models.Model):
    """A circle of people with announcements and files of its own.

    ``rule`` is an ``Audience`` as JSON, without groups in it; whom it means is asked anew each
    time, so a group follows the directory by itself. Its ``people`` are the members who were named
    beyond the rule. A closed group means nobody.
    """

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=720, blank=True)
    search_key = models.CharField(max_length=900, blank=True)
    kind = models.CharField(max_length=12, choices=GroupKind.choices, default=GroupKind.PROJECT)
    purpose = models.CharField(max_length=200, blank=True)
    rule = models.JSONField(default=dict)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "directory_group"
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(closed_at__isnull=True),
                name="open_group_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListedPerson(models.Model):
    """Somebody in the stored set ``list_id``: exactly these people, however many (an ``Audience``)."""

    pk = models.CompositePrimaryKey("list_id", "person_id")
    list_id = models.UUIDField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        db_table = "directory_listed_person"

    def __str__(self) -> str:
        return f"{self.person_id} in {self.list_id}"


class Absence(models.Model):
    """Somebody is away in ``[starts_at, ends_at)``; ``delegate`` answers instead."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    delegate = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "directory_absence"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="absence_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at:%Y-%m-%d}"


class Role(models.TextChoices):
    """What somebody is to the whole company. Being a head follows from the department tree."""

    PUBLISHER = "publisher", _("发布人")
    ADMINISTRATOR = "administrator", _("管理员")
    AUDITOR = "auditor", _("审计员")
    COMPLIANCE = "compliance", _("合规官")
    MANAGEMENT = "management", _("管理层")


class RoleGrant(models.Model):
    """``person`` holds ``role``; everybody active is an employee without a row."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        db_table = "directory_role_grant"
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], name="role_granted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Account(AbstractUser):
    """A way to sign in as a person."""

    person = models.OneToOneField(
        Person, models.CASCADE, null=True, blank=True, related_name="account"
    )

    class Meta:
        db_table = "directory_account"


class SignIn(AbstractBaseSession):
    """A session that knows whose it is: ended with the account, found in one statement."""

    account_id = models.BigIntegerField(null=True, db_index=True)

    class Meta(AbstractBaseSession.Meta):
        db_table = "directory_sign_in"


class Tally(models.Model):
    """How often something was tried by whom (a keyed digest) until ``ends_at``; not logged for crashes."""

    key = models.BinaryField(primary_key=True)
    ends_at = models.DateTimeField()
    count = models.IntegerField()

    class Meta:
        db_table = "directory_tally"

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%F %T}"
