"""Sessions know whose they are, and end with the account."""

import pytest
from django.test import Client

from huiyin.directory.models import Account, SignIn
from huiyin.directory.sessions import SessionStore, end_sessions
from huiyin.directory.tests.factories import make_person


@pytest.fixture
def account(db: None) -> Account:
    """Somebody who can sign in."""
    del db
    made = Account(username="chen", person=make_person(name="陈屿"))
    made.set_unusable_password()
    made.save()
    return made


def test_signing_in_names_the_account(account: Account) -> None:
    client = Client()
    client.force_login(account)
    assert SignIn.objects.get().account_id == account.pk


def test_an_anonymous_session_names_nobody(db: None) -> None:
    del db
    store = SessionStore()
    store["theme"] = "dark"
    store.save()
    assert SignIn.objects.get().account_id is None


def test_sessions_end_everywhere_but_here(account: Account) -> None:
    here, there = Client(), Client()
    here.force_login(account)
    there.force_login(account)
    assert end_sessions([account.pk], but=here.session.session_key) == 1
    assert SignIn.objects.get().session_key == here.session.session_key
    assert end_sessions([account.pk]) == 1
