"""The mail with the link to a new password goes to its owner and leads nowhere else."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from huiyin.directory.models import Account
from huiyin.directory.tests.factories import make_person
from huiyin.policies.in_force import install_shipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chen(clock: Any) -> Account:
    """Somebody with a mail address."""
    install_shipped()
    made = Account(username="chen", email="chen@example.com", person=make_person())
    made.set_password("回音-correct-horse-7")
    made.save()
    return made


def ask(email: str, **given: Any) -> Any:
    return Client().post(reverse("account_reset_password"), {"email": email}, **given)


@pytest.mark.parametrize(
    "given",
    [{"headers": {"Host": "hyevil.example"}}, {"headers": {"X-Forwarded-Host": "hyevil.example"}}],
)
def test_the_host_of_a_request_is_not_in_the_mail(given: Any) -> None:
    assert ask("chen@example.com", **given).status_code == 302
    (letter,) = mail.outbox
    whole = letter.message().as_string() + letter.subject + str(letter.body)
    assert "hyevil" not in whole
    assert "http://localhost" in str(letter.body)
    assert letter.to == ["chen@example.com"]


def test_strangers_are_sent_nothing_and_hear_the_same() -> None:
    known, unknown = ask("chen@example.com"), ask("nobody@example.com")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in mail.outbox] == [["chen@example.com"]]


@pytest.mark.parametrize(
    "email", ["chen@example.com\nBcc: x@example.com", "chen@example.com,x@example.com", "a\r\n@b"]
)
def test_no_second_reader_is_smuggled_in(email: str) -> None:
    assert ask(email).status_code == 200
    assert mail.outbox == []


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:x",
        "\t//evil.example",
    ],
)
def test_signing_in_leads_to_no_other_site(wanted: str) -> None:
    fields = {"login": "chen", "password": "回音-correct-horse-7", "next": wanted}
    answer = Client().post(reverse("account_login"), fields)
    assert answer.status_code == 302
    assert answer["Location"] == "/"


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/"])
def test_choosing_a_language_leads_to_no_other_site(wanted: str) -> None:
    answer = Client().post(reverse("set_language"), {"language": "en", "next": wanted})
    assert "evil" not in answer["Location"]
