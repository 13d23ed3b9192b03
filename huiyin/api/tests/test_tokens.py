"""Bearer tokens: shown once, kept as a digest, ended at once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from huiyin.api import tokens
from huiyin.api.models import ApiToken
from huiyin.directory.models import Account, Person
from huiyin.directory.tests.factories import make_person
from huiyin.kit import clock
from huiyin.policies import in_force

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.fixture
def person(db: None) -> Iterator[Person]:
    in_force.forget()
    with clock.frozen(NOON):
        in_force.install_shipped()
        yield make_person(name="白露")
    in_force.forget()


def browser_of(person: Person) -> Client:
    account = Account.objects.create(username=f"u{person.pk}", person=person)
    browser = Client()
    browser.force_login(account)
    return browser


def test_a_token_acts_as_its_person_and_is_not_kept(person: Person) -> None:
    token = tokens.create_token(person, "报表")
    assert tokens.person_of(token) == person
    assert token not in str(list(ApiToken.objects.values()))
    assert tokens.person_of(token + "x") is None
    assert tokens.person_of("") is None


def test_a_token_ends_when_revoked_when_expired_and_when_its_person_leaves(person: Person) -> None:
    first = tokens.create_token(person, "a")
    second = tokens.create_token(person, "b", tokens.until(1))
    third = tokens.create_token(person, "c")
    key = ApiToken.objects.get(name="a").pk
    assert not tokens.revoke(key, person=make_person())
    assert tokens.revoke(key, person=person)
    assert not tokens.revoke(key, person=person)
    assert tokens.person_of(first) is None
    clock.advance(timedelta(days=1))
    assert tokens.person_of(second) is None
    assert tokens.person_of(third) == person
    person.active = False
    person.save(update_fields=["active"])
    assert tokens.person_of(third) is None


def test_a_token_that_expired_before_it_was_made_is_refused(person: Person) -> None:
    with pytest.raises(ValueError, match="expire"):
        tokens.create_token(person, "x", NOON)


def test_the_page_shows_a_new_token_once(person: Person) -> None:
    browser = browser_of(person)
    made = browser.post("/me/tokens", {"name": "<b>报表", "days": "90"}).content.decode()
    assert tokens.PREFIX in made
    again = browser.get("/me/tokens").content.decode()
    assert tokens.PREFIX not in again
    assert "&lt;b&gt;报表" in again
    key = ApiToken.objects.get().pk
    assert browser_of(make_person()).post(f"/me/tokens/{key}/end").status_code == 404
    browser.post(f"/me/tokens/{key}/end")
    assert ApiToken.objects.get().revoked_at == NOON
    assert browser.post("/me/tokens", {"name": "", "days": "9"}).status_code == 422
