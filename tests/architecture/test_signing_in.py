"""Signing in and out, and what every answer forbids to browsers."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huiyin.config import security
from huiyin.config import settings as product
from huiyin.config.environment import Environment
from huiyin.directory.models import Account, Person, SignIn
from huiyin.directory.tests.factories import make_person
from huiyin.policies.in_force import install_shipped
from tests.architecture import sweep
from tests.architecture.scene import ACTORS, Scene
from tests.architecture.sweep import Call

PASSWORD = "回音-correct-horse-7"
OTHER = "回音-battery-staple-8"
AUTHOR = ACTORS[5]
SIGNED_THEMSELVES = {"intake:hook", "problems:tracker_hook"}
"""Programs post there with a signature of their own, no browser does."""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Nobody's failures of another test count."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def account(db: None) -> Account:
    """Somebody with a password, under the shipped regulation."""
    del db
    install_shipped()
    made = Account(username="chen", person=make_person(name="陈屿"))
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(client: Client, password: str = PASSWORD) -> Any:
    """Fill in the form."""
    place = reverse("account_login")
    return client.post(place, {"login": "chen", "password": password})


def test_the_form_lets_in_and_out(account: Account) -> None:
    client = Client()
    assert client.get("/").status_code == 302
    assert sign_in(client).status_code == 302
    assert client.get("/me").status_code == 200
    row = SignIn.objects.get(session_key=client.session.session_key)
    assert row.account_id == account.pk
    client.post(reverse("account_logout"))
    assert client.get("/me").status_code == 302
    assert not SignIn.objects.filter(account_id=account.pk).exists()


def test_guessing_is_slowed_down(account: Account) -> None:
    client = Client()
    for _again in range(5):
        assert sign_in(client, "wrong").status_code == 200
    assert sign_in(client).status_code in {200, 429}, "even the right one waits"
    assert not SignIn.objects.filter(account_id=account.pk).exists()
    statuses = {sign_in(client, "wrong").status_code for _again in range(30)}
    assert 429 in statuses, "an address that goes on is stopped"


def test_nobody_signs_up(db: None) -> None:
    del db
    fields = {"username": "new", "password1": PASSWORD, "password2": PASSWORD}
    Client().post(reverse("account_signup"), fields)
    assert not Account.objects.filter(username="new").exists()


def test_a_new_password_ends_every_other_session(account: Account) -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    fields = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    assert here.post(reverse("account_change_password"), fields).status_code == 302
    keys = SignIn.objects.filter(account_id=account.pk).values_list("session_key", flat=True)
    assert list(keys) == [here.session.session_key], "the short path knows rows only"
    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code == 302


def test_who_left_is_signed_out(account: Account) -> None:
    client = Client()
    sign_in(client)
    assert account.person is not None
    Person.objects.filter(pk=account.person.pk).update(active=False)
    for place in ("/", "/me", "/guide", "/shell/nav"):
        assert client.get(place).status_code == 302
    SignIn.objects.all().delete()
    assert sign_in(Client()).status_code == 200
    assert not SignIn.objects.filter(account_id=account.pk).exists(), "the short path asks for rows"


def test_a_simulated_person_does_not_sign_in_without_the_demo(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert account.person is not None
    Person.objects.filter(pk=account.person.pk).update(simulated=True)
    monkeypatch.setenv("HUIYIN_DEMO", "0")
    assert sign_in(Client()).status_code == 200
    assert not SignIn.objects.filter(account_id=account.pk).exists()
    monkeypatch.setenv("HUIYIN_DEMO", "1")
    assert sign_in(Client()).status_code == 302


def test_passwords_are_kept_by_argon2(settings: Any) -> None:
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    kept = make_password(PASSWORD)
    assert identify_hasher(kept).algorithm == "argon2"
    assert kept.startswith("argon2$argon2id$")


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(account: Account) -> None:
    client = Client()
    sign_in(client)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_https_is_kept(account: Account, settings: Any) -> None:
    chosen = security.cookies_and_headers(Environment(base_url="https://echo.example"))
    for name, value in chosen.items():
        setattr(settings, name, value)
    client = Client(headers={"X-Forwarded-Proto": "https"})
    answer = sign_in(client)
    assert answer["Strict-Transport-Security"] == f"max-age={365 * 24 * 3600}"
    cookies = {client.cookies[name]["secure"] for name in ("sessionid",)}
    assert cookies == {True}
    assert "SECURE_HSTS_SECONDS" not in security.cookies_and_headers(Environment(base_url=""))


def test_every_page_refuses_a_post_from_elsewhere(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(person=scene.person(AUTHOR.name)))
    open_doors = []
    for address in sorted(sweep.addresses()):
        if address.startswith(("api:v1:", "^api/v1")) or address in SIGNED_THEMSELVES:
            continue
        path = _path(scene, address)
        if client.post(path, {}).status_code != 403:
            open_doors.append(address)
    assert open_doors == []


def test_the_api_takes_no_session(scene: Scene) -> None:
    client = scene.browsers[AUTHOR.key]
    assert client.get(f"{sweep.API}/me").status_code == 401
    assert (
        client.post(f"{sweep.API}/notices", {}, content_type="application/json").status_code == 401
    )


def test_static_files_are_open_and_guarded(db: None) -> None:
    del db
    answer: Any = Client().get("/static/huiyin/huiyin.css")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)  # read to the end, the file is closed
    assert sweep.bare_headers(answer) == []


def test_a_policy_that_allows_too_much_is_found(scene: Scene) -> None:
    answer = sweep.ask(scene, AUTHOR, "GET", Call("/me")).response
    assert sweep.bare_headers(answer) == []
    policy = answer["Content-Security-Policy"]
    answer["Content-Security-Policy"] = policy.replace(
        "script-src 'self'", "script-src 'self' 'unsafe-inline'"
    )
    assert sweep.bare_headers(answer) == ["allows scripts in the page"]
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        del answer[name]
    assert len(sweep.bare_headers(answer)) == 4


def _path(scene: Scene, address: str) -> str:
    for row in sweep.table():
        if row.address == address:
            if row.kinds == {sweep.NONE}:
                return sweep.plain(scene, address, row.method).path
            return sweep.about(scene, scene.exhibits[4], address, row.method).path
    raise LookupError(address)
