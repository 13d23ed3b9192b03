"""One statement says who asks and what the case is to them: the very same as the table says."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.test import Client

from huiyin.cases import seeing
from huiyin.cases.models import Case
from huiyin.cases.readers import tell
from huiyin.cases.tests.test_visibility import make_case, owe
from huiyin.directory.access import Action, may
from huiyin.directory.models import Account, Department, Person, Role, RoleGrant, SignIn
from huiyin.directory.roles import remember, roles_of
from huiyin.directory.tests.factories import Company
from huiyin.kit import live
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.roles import one


def signed_in(person: Person) -> str:
    account = Account(username=f"seen-{person.pk}", person=person)
    account.set_unusable_password()
    account.save()
    browser = Client()
    browser.force_login(account)
    return str(browser.session.session_key)


@pytest.mark.req("R05")
def test_it_is_the_table_for_everybody_and_every_case(company: Company) -> None:
    author, reader, deputy = company["陈屿"], company["白露"], company["邱然"]
    RoleGrant.objects.create(person=company["何青"], role=Role.AUDITOR)
    RoleGrant.objects.create(person=company["赵衡"], role=Role.MANAGEMENT)
    made = [
        make_case(author, kind, draft=draft)
        for kind, draft in product(("public", "internal", "confidential"), (False, True))
    ]
    for case in made:
        tell(case.pk, one(reader.pk))
        owe(case, company["韩墨"], delegate=deputy)
        owe(case, company["沈言"], rung=True)
    for case, name in product(made, company.people):
        person = company[name]
        seen = seeing.by_person(person, case.pk)
        assert seen is not None
        assert roles_of(seen.person) == roles_of(remember(person))
        for action in (Action.SEE, Action.READ, Action.READ_ATTACHMENT, Action.EXPORT):
            assert may(seen.person, action, seen) is may(person, action, case), (name, action)


def test_it_knows_what_is_owed_by_oneself_and_for_others(company: Company) -> None:
    case = make_case(company["陈屿"])
    owe(case, company["韩墨"], delegate=company["邱然"])
    for name, owed in (("韩墨", {"confirm"}), ("邱然", {"confirm"}), ("白露", set())):
        seen = seeing.by_person(company[name], case.pk)
        assert seen is not None
        assert seen.owed == owed
    Bearer.objects.update(state=1)
    Obligation.objects.update(closed_at=None)
    seen = seeing.by_person(company["韩墨"], case.pk)
    assert seen is not None
    assert seen.owed == frozenset()


def test_nobody_is_judged_for_somebody_else(company: Company) -> None:
    case = make_case(company["陈屿"], "confidential")
    seen = seeing.by_person(company["陈屿"], case.pk)
    assert seen is not None
    assert may(remember(company["陈屿"]), Action.READ, seen)
    assert not may(remember(company["白露"]), Action.READ, seen)


def test_a_session_is_as_good_as_the_person(company: Company) -> None:
    person = company["陈屿"]
    case = make_case(person)
    Department.objects.filter(pk=person.department_id).update(head=person)
    key = signed_in(person)
    by_key, by_name = seeing.by_session(key, case.pk), seeing.by_person(person, case.pk)
    assert by_key == by_name
    assert by_key is not None
    assert by_key.person.pk == person.pk


@pytest.mark.parametrize("end", ["forged", "ended", "account", "person", "demo", "case"])
def test_who_is_not_signed_in_sees_nothing(
    company: Company, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = company["陈屿"]
    case = make_case(person)
    key, wanted = signed_in(person), case.pk
    assert seeing.by_session(key, wanted) is not None
    if end == "forged":
        key = key[::-1] + "x"
    elif end == "ended":
        row = SignIn.objects.get(session_key=key)
        SignIn.objects.update(expire_date=row.expire_date - timedelta(days=999))
    elif end == "account":
        Account.objects.update(is_active=False)
    elif end == "person":
        Person.objects.filter(pk=person.pk).update(active=False)
    elif end == "demo":
        Person.objects.filter(pk=person.pk).update(simulated=True)
        assert seeing.by_session(key, wanted) is not None
        monkeypatch.setenv("HUIYIN_DEMO", "0")
    else:
        wanted = uuid4()
    assert seeing.by_session(key, wanted) is None


def test_the_version_follows_what_is_announced(company: Company) -> None:
    case = make_case(company["陈屿"])
    versions = []
    for _change in range(2):
        seen = seeing.by_person(company["白露"], case.pk)
        assert seen is not None
        versions.append(seen.version)
        live.announce(f"case:{case.pk}", f"case:{uuid4()}")
    again = seeing.by_person(company["白露"], Case.objects.get().pk)
    assert again is not None
    assert len({*versions, again.version}) == 3
