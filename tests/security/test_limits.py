"""How often one may ask: counted for all nodes together, and never at the expense of others."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from huiyin.api import tokens
from huiyin.config import attempts, throttle
from huiyin.directory import tallies
from huiyin.directory.models import Account, Tally
from huiyin.directory.tallies import Limit, TooOften
from huiyin.directory.tests.factories import make_person
from huiyin.kit import clock
from huiyin.policies.in_force import install_shipped

PASSWORD = "回音-correct-horse-7"
HOUSE, ELSEWHERE = "198.51.100.7", "203.0.113.9"
pytestmark = pytest.mark.django_db

FEW = Limit("a test", 3, timedelta(minutes=5))


@pytest.fixture(autouse=True)
def noon(clock: Any) -> None:
    """Time stands still; what one process remembers is forgotten, only the database counts."""
    cache.clear()
    install_shipped()


def account(login: str) -> Account:
    made = Account(username=login, email=f"{login}@example.com", person=make_person())
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(login: str, password: str, address: str = HOUSE, client: Client | None = None) -> Any:
    place = reverse("account_login")
    fields = {"login": login, "password": password}
    return (client or Client()).post(place, fields, REMOTE_ADDR=address)


def is_in(response: Any) -> bool:
    return bool(response.status_code == 302)


def test_the_last_try_passes_and_the_next_waits_for_the_end_of_the_stretch() -> None:
    for _again in range(3):
        FEW.spend("a")
    FEW.spend("b")
    clock.advance(timedelta(minutes=4))
    with pytest.raises(TooOften) as often:
        FEW.spend("a")
    assert often.value.wait == 60
    clock.advance(timedelta(minutes=1))
    FEW.spend("a")


def test_a_try_that_was_none_is_given_back() -> None:
    for _again in range(10):
        FEW.spend("a")
        FEW.give_back("a")
    FEW.give_back("a")
    FEW.give_back("nobody")
    assert [row.count for row in Tally.objects.all()] == [0]


def test_nothing_readable_is_kept_and_not_for_long() -> None:
    FEW.spend(HOUSE)
    kept = Tally.objects.get()
    assert HOUSE.encode() not in bytes(kept.key)
    assert len(bytes(kept.key)) == 16
    assert tallies.forget_old() == 0
    clock.advance(timedelta(minutes=5))
    assert tallies.forget_old() == 1


def test_counting_costs_the_database_no_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'directory_tally'")
        assert cursor.fetchone()[0] == "u"


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_one_site_is_one_address(told: str, seen: str) -> None:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = told
    assert tallies.address_of(request) == seen


def test_what_one_node_counted_the_other_knows() -> None:
    account("chen")
    for _again in range(5):
        assert sign_in("chen", "wrong").status_code == 200
        cache.clear()
    answer = sign_in("chen", PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 300
    assert "请在 5 分钟后再试" in answer.content.decode()
    clock.advance(timedelta(minutes=5))
    assert is_in(sign_in("chen", PASSWORD))


def test_a_neighbour_who_guesses_locks_nobody_out() -> None:
    account("chen")
    account("lin")
    own = Client()
    assert is_in(sign_in("chen", PASSWORD, client=own))
    own.post(reverse("account_logout"))
    for _again in range(attempts.HERE.most + 1):
        sign_in("chen", "wrong")
    assert sign_in("chen", PASSWORD).status_code == 429, "a browser that nobody knows"
    assert is_in(sign_in("chen", PASSWORD, client=own)), "the one that chen uses"
    assert is_in(sign_in("lin", PASSWORD)), "another account, the same office"
    assert is_in(sign_in("chen", PASSWORD, ELSEWHERE)), "the same account, elsewhere"


def test_a_known_browser_does_not_guess_for_ever_and_knows_one_account() -> None:
    account("chen")
    account("lin")
    own = Client()
    sign_in("chen", PASSWORD, client=own)
    mark = own.cookies[attempts.COOKIE]
    assert (mark["httponly"], mark["samesite"]) == (True, "Lax")
    own.post(reverse("account_logout"))
    for _again in range(attempts.HERE.most):
        assert sign_in("chen", "wrong", client=own).status_code == 200
    assert sign_in("chen", "wrong", client=own).status_code == 429
    for _again in range(attempts.HERE.most):
        sign_in("lin", "wrong")
    assert sign_in("lin", PASSWORD, client=own).status_code == 429


@pytest.mark.parametrize("mark", ["", "x", "eyJhIjoxfQ:1:x", "\u00ff"])
def test_a_forged_mark_counts_nothing(mark: str) -> None:
    account("chen")
    forger = Client()
    forger.cookies[attempts.COOKIE] = mark
    for _again in range(attempts.HERE.most):
        sign_in("chen", "wrong", client=forger)
    assert sign_in("chen", PASSWORD, client=forger).status_code == 429


def test_guessing_from_everywhere_is_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    account("chen")
    for number in range(attempts.ACCOUNT.most):
        attempts.ACCOUNT.spend("chen")
        assert number < 50
    assert sign_in("CHEN ", "wrong", ELSEWHERE).status_code == 429


def test_a_whole_company_signs_in_from_one_address() -> None:
    account("chen")
    for _again in range(attempts.ADDRESS.most - 1):
        attempts.ADDRESS.spend(HOUSE)
    for _again in range(3):
        assert is_in(sign_in("chen", PASSWORD)), "what succeeded does not count"
    sign_in("chen", "wrong")
    assert sign_in("chen", PASSWORD).status_code == 429


def test_nobody_is_sent_passwords_for_ever() -> None:
    account("chen")
    place = reverse("account_reset_password")
    for _again in range(throttle.RESET.most):
        answer = Client().post(place, {"email": "chen@example.com"}, REMOTE_ADDR=HOUSE)
        assert answer.status_code == 302
    answer = Client().post(place, {"email": "Chen@example.com "}, REMOTE_ADDR=ELSEWHERE)
    assert answer.status_code == 429
    answer = Client().post(place, {"email": "lin@example.com"}, REMOTE_ADDR=HOUSE)
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("place", "kind"),
    [("/n/forged", "text/html"), ("/api/v1/openapi.jso", "application/problem+json")],
)
def test_links_that_open_nothing_come_to_an_end(place: str, kind: str) -> None:
    answer = Client().get(place, REMOTE_ADDR=HOUSE)
    assert answer.status_code == 404
    for _again in range(throttle.CLOSED.most):
        throttle.CLOSED.count(HOUSE)
    answer = Client().get("/n/forged", REMOTE_ADDR=HOUSE)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert Client().get("/n/forged", REMOTE_ADDR=ELSEWHERE).status_code == 404
    assert Client().get(reverse("account_login"), REMOTE_ADDR=HOUSE).status_code == 200


def test_a_monitor_hears_a_problem_not_a_page() -> None:
    place = reverse("intake:hook", args=["0199c0de-0000-7000-8000-000000000001"])
    for _again in range(throttle.CLOSED.most):
        throttle.CLOSED.count(HOUSE)
    answer = Client().post(place, {}, content_type="application/json", REMOTE_ADDR=HOUSE)
    assert answer.status_code == 429
    assert answer.json()["type"] == "urn:huiyin:problem:too-often"


def test_searching_and_uploading_have_their_measure() -> None:
    person = make_person()
    other = make_person()
    mine, theirs = Client(), Client()
    mine.force_login(Account.objects.create(username="chen", person=person))
    theirs.force_login(Account.objects.create(username="lin", person=other))
    for limit in (throttle.SEARCH, throttle.UPLOAD):
        for _again in range(limit.most):
            limit.count(str(Account.objects.get(username="chen").pk))
    file = {"file": SimpleUploadedFile("a.csv", b"x")}
    assert mine.get("/search", {"q": "x"}).status_code == 429
    assert mine.post("/people/import", file).status_code == 429
    assert mine.get("/").status_code == 200
    assert theirs.get("/search", {"q": "x"}).status_code == 200


def test_a_program_has_its_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    from huiyin.api import bearer

    monkeypatch.setattr(bearer, "CALLS", Limit("token", 2, timedelta(minutes=1)))
    one, two = (tokens.create_token(make_person(), "x") for _each in range(2))
    asked = [
        Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        for token in (one, one, one, two)
    ]
    assert [answer.status_code for answer in asked] == [200, 200, 429, 200]
    assert asked[2]["Retry-After"] == "60"


def test_every_search_that_is_named_exists() -> None:
    from tests.architecture import sweep

    assert set(sweep.addresses()) >= throttle.SEARCHES
