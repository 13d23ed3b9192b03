"""Accounts are given by an operator, recorded, and never doubled."""

import json

import pytest

from huiyin.cases.accounts import OPENED, OPENED_FOR_ALL, AccountRefused, open_account, open_for_all
from huiyin.directory.models import Account, Person, Role
from huiyin.directory.roles import roles_of
from huiyin.directory.tests.factories import make_department, make_person
from huiyin.ledger.models import Entry
from huiyin.policies import in_force


@pytest.fixture
def person(db: None) -> Person:
    """Somebody without an account."""
    del db
    in_force.install_shipped()
    return make_person(name="罗一鸣", employee_no="A7", email="luo@yunqiao.invalid")


@pytest.mark.req("O01")
def test_an_account_with_a_role_is_recorded(person: Person) -> None:
    made = open_account(person, "luo", "correct horse", by=None, given=[Role.ADMINISTRATOR])
    assert made.check_password("correct horse")
    assert "administrator" in roles_of(person)
    facts = json.loads(Entry.objects.get(kind=OPENED).body)["facts"]
    assert facts == {"person": person.pk, "roles": ["administrator"]}


def test_one_account_each_and_each_name_once(person: Person) -> None:
    open_account(person, "luo", None, by=None, given=[])
    with pytest.raises(AccountRefused, match="已有账号"):
        open_account(person, "luo2", None, by=None, given=[])
    with pytest.raises(AccountRefused, match="已被使用"):
        open_account(make_person(), "luo", None, by=None, given=[])
    assert Account.objects.count() == 1
    assert Entry.objects.filter(kind=OPENED).count() == 1


def test_all_get_an_account_that_nobody_can_guess(person: Person) -> None:
    place = make_department()
    make_person(employee_no="A8", department=place)
    make_person(employee_no="A9", department=place, active=False)
    make_person(employee_no="A10", department=place, simulated=True)
    assert open_for_all(by=person) == 2
    assert open_for_all(by=person) == 0
    names = Account.objects.order_by("username").values_list("username", flat=True)
    assert list(names) == ["A7", "A8"]
    assert not any(account.has_usable_password() for account in Account.objects.all())
    assert Entry.objects.filter(kind=OPENED_FOR_ALL).count() == 1
