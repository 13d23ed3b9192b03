"""What an operator does before the first page is opened: accounts. A verb as argument, JSON in."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django
from django.db import transaction

from tests.faults.instance import Instance


def call(product: Instance, verb: str, **arguments: Any) -> None:
    """Run one of the verbs below with the product's own code and database."""
    done = product._call(
        ["tests.journeys.inside", verb], told=json.dumps(arguments), url=product.url
    )
    assert done.code == 0, done.out


def administrator(login: str, password: str, name: str, organisation: str) -> None:
    """The first person of an empty house, who may administer it and sign in."""
    from huiyin.directory.tests.factories import make_department, make_person

    department = make_department(name=organisation)
    person = make_person(name=name, employee_no="A0001", department=department, email="")
    account(person.employee_no, login, password, "administrator")


def account(employee_no: str, login: str, password: str, role: str = "") -> None:
    """A way to sign in for somebody of the directory, and a role if one is named."""
    from huiyin.directory import roles
    from huiyin.directory.models import Account, Person, Role

    person = Person.objects.get(employee_no=employee_no)
    with transaction.atomic():
        Account.objects.create_user(login, password=password, person=person)
        if role:
            roles.grant(person, Role(role))


VERBS: dict[str, Callable[..., None]] = {"administrator": administrator, "account": account}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()
    VERBS[sys.argv[1]](**json.load(sys.stdin))
