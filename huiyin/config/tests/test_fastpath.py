"""The short path confirms what its owner owes, and leaves everything else to Django."""

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from huiyin.config.fastpath import DONE, shortened
from huiyin.core.event import Event
from huiyin.core.obligation import State
from huiyin.directory.models import Account, Person
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Bearer
from huiyin.obligations.record import record
from huiyin.policies import in_force

ORDINARY = b"the ordinary view"


def ordinary(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Stands for Django."""
    del environ
    start_response("200 OK", [])
    return [ORDINARY]


@dataclass
class Browser:
    """Somebody signed in, with a token against cross-site requests."""

    person: Person
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def sign_in(self) -> "Browser":
        """Take a session and a token."""
        account = Account(username=f"u{self.person.pk}", person=self.person)
        account.set_unusable_password()
        account.save()
        client = Client()
        client.force_login(account)
        request = RequestFactory().get("/")
        self.token = get_token(request)
        self.cookies = {
            settings.SESSION_COOKIE_NAME: client.session.session_key or "",
            settings.CSRF_COOKIE_NAME: request.META["CSRF_COOKIE"],
        }
        return self

    def press(self, case: str, **changed: Any) -> tuple[str, dict[str, str], bytes]:
        """Confirm ``case`` as the page does; status, headers, content."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": f"/notices/{case}/confirm",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "HTTP_HX_REQUEST": "true",
            "HTTP_X_CSRFTOKEN": self.token,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
            **changed,
        }
        seen: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            seen.update(status=status, headers=dict(headers))

        content = b"".join(shortened(ordinary)(environ, start))
        return seen["status"], seen["headers"], content


@pytest.fixture
def company(db: None, clock: Any) -> Company:
    """The cast under the shipped regulation."""
    del db, clock
    in_force.install_shipped()
    return make_company()


@pytest.fixture
def case(company: Company) -> str:
    """An important notice to 陈屿."""
    made = str(new_id())
    facts: dict[str, Any] = {
        "urgency": "important",
        "classification": "internal",
        "has_reply_by": False,
        "initiator": company["林若溪"].pk,
    }
    one = (
        "SELECT id AS person_id, department_id FROM directory_person WHERE id = %s",
        [company["陈屿"].pk],
    )
    record(
        Event("notices.published", made, kit_clock.now(), company["林若溪"].pk, facts),
        sets={"recipients": one, "key_people": (one[0], [0])},
    )
    return made


@pytest.mark.req("N15")
def test_one_press_confirms(company: Company, case: str) -> None:
    status, headers, _ = Browser(company["陈屿"]).sign_in().press(case)

    assert status == "204 No Content"
    assert json.loads(headers["HX-Trigger"])[DONE]["case"] == case
    assert Bearer.objects.get().state == State.MET
    body = json.loads(Entry.objects.get(kind="notices.confirmed").body)
    assert body["actor"] == company["陈屿"].pk
    assert body["facts"]["person"] == company["陈屿"].pk


def test_the_second_press_is_answered_by_the_view(company: Company, case: str) -> None:
    browser = Browser(company["陈屿"]).sign_in()
    browser.press(case)
    assert browser.press(case)[2] == ORDINARY
    assert Entry.objects.filter(kind="notices.confirmed").count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"HTTP_X_CSRFTOKEN": "x" * 32},
        {"HTTP_X_CSRFTOKEN": ""},
        {"HTTP_ORIGIN": "http://elsewhere.example"},
        {"HTTP_COOKIE": ""},
        {"HTTP_COOKIE": 'a="\\'},
        {"HTTP_HX_REQUEST": ""},
        {"REQUEST_METHOD": "GET"},
        {"CONTENT_LENGTH": "8"},
        {"PATH_INFO": "/notices/none/confirm"},
    ],
)
def test_anything_unusual_goes_the_ordinary_way(
    company: Company, case: str, changed: dict[str, str]
) -> None:
    browser = Browser(company["陈屿"]).sign_in()
    assert browser.press(case, **changed)[2] == ORDINARY
    assert Bearer.objects.get().state == State.OPEN


def test_others_cannot_confirm_for_somebody(company: Company, case: str) -> None:
    assert Browser(company["白露"]).sign_in().press(case)[2] == ORDINARY
    assert Bearer.objects.get().state == State.OPEN


def test_a_forged_session_confirms_nothing(company: Company, case: str) -> None:
    browser = Browser(company["陈屿"]).sign_in()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert browser.press(case)[2] == ORDINARY
    assert Bearer.objects.get().state == State.OPEN


@pytest.mark.parametrize("which", ["account", "person"])
def test_who_left_confirms_nothing(company: Company, case: str, which: str) -> None:
    browser = Browser(company["陈屿"]).sign_in()
    if which == "account":
        Account.objects.update(is_active=False)
    else:
        Person.objects.filter(pk=company["陈屿"].pk).update(active=False)
    assert browser.press(case)[2] == ORDINARY
    assert Bearer.objects.get().state == State.OPEN
