"""Accounts and roles of people, given by an operator: through the door, like everything else.

An account without a password is opened by its owner through the link of a password mail.
"""

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.translation import gettext as _

from huiyin.core.event import Event, Fact
from huiyin.directory import roles
from huiyin.directory.models import Account, Person, Role
from huiyin.kit import clock, ids
from huiyin.obligations.record import record, record_batch

OPENED = "directory.account_opened"
OPENED_FOR_ALL = "directory.accounts_opened"


class AccountRefused(ValueError):
    """The name is taken, or the person has an account already; the words say which."""


def open_account(
    person: Person, username: str, password: str | None, *, by: Person | None, given: Sequence[Role]
) -> Account:
    """Let ``person`` sign in as ``username`` and hold the ``given`` roles.

    Without a password the owner sets one by mail. ``by`` is ``None`` for the command line.
    ``AccountRefused`` changes nothing.
    """
    if Account.objects.filter(person=person).exists():
        raise AccountRefused(_("%(name)s 已有账号") % {"name": person.name})
    if Account.objects.filter(username=username).exists():
        raise AccountRefused(_("登录名 %(name)s 已被使用") % {"name": username})
    with transaction.atomic():
        account = Account.objects.create(
            username=username, email=person.email, person=person, password=make_password(password)
        )
        for role in given:
            roles.grant(person, role)
        facts: dict[str, Fact] = {"person": person.pk, "roles": tuple(role.value for role in given)}
        actor = None if by is None else by.pk
        record(Event(OPENED, str(ids.new_id()), clock.now(), actor, facts))
    return account


def open_for_all(*, by: Person | None) -> int:
    """Give everybody active who lacks one an account named by employee number; how many.

    Nobody can sign in with it before setting a password by mail.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_FOR_ALL, [make_password(None), clock.now()])
            people = [row[0] for row in cursor.fetchall()]
        if people:
            actor = None if by is None else by.pk
            record_batch(OPENED_FOR_ALL, str(ids.new_id()), clock.now(), people, {"by": actor})
    return len(people)


_FOR_ALL = """
INSERT INTO directory_account
       (username, email, person_id, password, date_joined, is_active, is_staff, is_superuser,
        first_name, last_name)
SELECT p.employee_no, p.email, p.id, %s, %s, true, false, false, '', ''
  FROM directory_person p
 WHERE p.active AND NOT p.simulated
   AND NOT EXISTS (SELECT 1 FROM directory_account a WHERE a.person_id = p.id)
   AND NOT EXISTS (SELECT 1 FROM directory_account a WHERE a.username = p.employee_no)
RETURNING person_id
"""
