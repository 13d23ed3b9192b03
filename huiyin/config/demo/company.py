"""云桥科技, the demo company: its people through the import, its past through the door.

Everybody in it is marked as simulated, lives at an address that cannot exist, and has a phone
number that nobody has. It is made in one transaction: whole, or not at all.
"""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from huiyin.cases.people import import_people
from huiyin.config.demo import cast, glossary, year
from huiyin.config.demo.notices import Company, Story
from huiyin.directory import roles
from huiyin.directory.importing import Table, read_table
from huiyin.directory.models import Account, Person, Role
from huiyin.kit import clock
from huiyin.ledger.sealer import seal_once
from huiyin.obligations.models import Obligation
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion

PASSWORD = "demo"  # noqa: S105 - printed for everybody to see, refused with HUIYIN_DEMO=0
LOGINS = (
    ("lin", "林若溪", "运营部主管 · publisher, has a phone list"),
    ("chen", "陈屿", "技术部 · employee"),
    ("zhao", "赵衡", "总经理 · management"),
    ("he", "何青", "行政部主管 · publisher"),
    ("qiu", "邱然", "人力资源部主管 · compliance officer"),
    ("auditor", "叶蓁", "财务部主管 · auditor"),
    ("admin", "罗一鸣", "数据组 · administrator"),
)
_ROLES = (
    ("林若溪", Role.PUBLISHER),
    ("何青", Role.PUBLISHER),
    ("叶蓁", Role.PUBLISHER),
    ("叶蓁", Role.AUDITOR),
    ("罗一鸣", Role.ADMINISTRATOR),
    ("邱然", Role.COMPLIANCE),
    ("赵衡", Role.MANAGEMENT),
)
_AGE = timedelta(days=30)
_QUIET = timedelta(days=5)
"""Days before today that belong to the story alone."""


def create(days: int = 0, say: Callable[[str], object] = str) -> bool:
    """Make the demo company in an empty house; ``False`` and nothing done when somebody is there.

    Its past is told relative to now and ends now: what was due has been climbed, and the ledger
    is sealed. With ``days`` it lives so many days first, and ``say`` hears how far it is; stopped on
    the way, it has lived that much less.
    """
    now = clock.now()
    with transaction.atomic():
        if Person.objects.exists():
            return False
        found(now - max(_AGE, timedelta(days=days + 1)))
    today = timezone.localtime(now).date()
    if days:
        year.live(Company.read(), today - timedelta(days=days), today - _QUIET, say)
    with transaction.atomic():
        Story(Company.read(), now).tell()
    seal_once()
    return True


def accounts() -> list[tuple[str, str, str]]:
    """Login, password and who it is, of the demo accounts that exist."""
    held = Account.objects.filter(person__simulated=True, is_active=True)
    known = set(held.values_list("username", flat=True))
    return [
        (login, PASSWORD, f"{name}（{part}）") for login, name, part in LOGINS if login in known
    ]


def admit(*, allowed: bool) -> int:
    """Open or close the accounts of simulated people; how many that changed."""
    held = Account.objects.filter(person__simulated=True, person__active=True)
    return held.exclude(is_active=allowed).update(is_active=allowed)


def staff_table() -> Table:
    """The whole company as the import reads it."""
    out = io.StringIO()
    csv.writer(out).writerows([cast.HEADER, *cast.rows()])
    return read_table(out.getvalue().encode(), "demo.csv")


def found(at: datetime) -> None:
    """Import everybody at the instant ``at``, and let some of them sign in."""
    with clock.frozen(at):
        _bind_from(at)
        import_people(staff_table(), by=None)
    Person.objects.update(simulated=True)
    people = Person.objects.in_bulk(
        [cast.number_of(member.name) for member in cast.CAST], field_name="employee_no"
    )
    for name, role in _ROLES:
        roles.grant(people[cast.number_of(name)], role)
    with clock.frozen(at):
        glossary.install(people[cast.number_of("何青")])
    password = make_password(PASSWORD)  # one hash: the password is no secret, hashing is slow
    Account.objects.bulk_create(
        Account(
            username=login,
            password=password,
            person=people[cast.number_of(name)],
            date_joined=timezone.localtime(at),
        )
        for login, name, _part in LOGINS
    )


def _bind_from(at: datetime) -> None:
    """Let the shipped regulation bind since ``at``: a past needs the clauses it happened under.

    Only while nothing was born under it, so that no duty ever changes its ground.
    """
    version = in_force.install_shipped()
    if version.in_force_from > at and not Obligation.objects.exists():
        PolicyVersion.objects.filter(pk=version.pk).update(in_force_from=at)
    in_force.forget()
