"""The shell as a browser gets it: strict policy, languages, counters, errors, sign-in."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from conftest import StandingClock
from huiyin.directory.models import Account
from huiyin.directory.tests.factories import make_person
from huiyin.kit.live import EVERYBODY
from huiyin.ui import live
from huiyin.ui.context import shell

INLINE_SCRIPT = re.compile(r"<script(?![^>]*(?:\ssrc=|application/json))", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]+\son\w+\s*=", re.IGNORECASE)


@pytest.fixture
def signed_in(db: None, client: Client, clock: StandingClock) -> Client:
    person = make_person(name="林若溪", position="主管")
    client.force_login(Account.objects.create_user("lin", password="x", person=person))
    return client


def test_the_guide_is_for_people_who_are_signed_in(db: None, client: Client) -> None:
    answer = client.get("/guide")
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_the_guide_shows_every_state(signed_in: Client) -> None:
    html = signed_in.get("/guide").content.decode()
    for state in ("ok", "soon", "late", "esc", "done"):
        assert f'class="clock is-{state}"' in html
    assert "林若溪" in html


def test_no_page_carries_a_script_or_a_handler(signed_in: Client) -> None:
    for address in ("/guide", "/account/password/change/", "/account/logout/"):
        html = signed_in.get(address).content.decode()
        assert not INLINE_SCRIPT.search(html), address
        assert not HANDLER.search(html), address


def test_the_policy_of_contents_is_strict(signed_in: Client) -> None:
    policy = signed_in.get("/guide")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "'unsafe-eval'" not in policy
    assert "unsafe-inline" not in policy.replace("style-src-attr 'unsafe-inline'", "")
    assert "frame-ancestors 'self'" in policy


def test_the_page_carries_the_servers_clock_and_its_own_topics(
    signed_in: Client, clock: StandingClock
) -> None:
    html = signed_in.get("/guide").content.decode()
    assert f'data-now="{int(clock.now().timestamp() * 1000)}"' in html
    found = re.search(r'data-live-topics="([^"]+)"', html)
    assert found
    person = Account.objects.get(username="lin").person_id
    assert live.read_topics(found.group(1)) == (f"person:{person}", EVERYBODY)


def test_the_menu_can_be_fetched_alone(signed_in: Client) -> None:
    html = signed_in.get("/shell/nav?at=ui:guide").content.decode()
    assert html.strip().startswith('<nav class="nav" id="nav"')
    assert "at=ui%3Aguide" in html


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Components and tokens"), ("zh-hans", "组件与令牌")]
)
def test_the_language_is_the_viewers(signed_in: Client, language: str, words: str) -> None:
    signed_in.post("/language", {"language": language, "next": "/guide"})
    html = signed_in.get("/guide").content.decode()
    assert f'<html lang="{language}"' in html
    assert words in html


@pytest.mark.parametrize("page", ["404.html", "403.html", "403_csrf.html", "500.html"])
def test_error_pages_need_no_request(page: str) -> None:
    html = render_to_string(page)
    assert 'href="/"' in html
    assert "！" not in html


def test_an_unknown_address_is_our_own_404(db: None, client: Client) -> None:
    answer = client.get("/nowhere-at-all")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()


def test_the_sign_in_page_is_ours(db: None, client: Client) -> None:
    html = client.get("/account/login/").content.decode()
    assert "登录回音" in html
    assert 'name="csrfmiddlewaretoken"' in html


def test_the_print_sheet_has_the_letterhead(settings: object) -> None:
    request = RequestFactory().get("/")
    request.user = Account(username="lin")
    html = render_to_string("ui/print.html", shell(request))
    assert "云桥科技" in html
    assert "data-print" in html


def test_words_for_scripts_keep_their_placeholders() -> None:
    request = RequestFactory().get("/")
    request.user = Account(username="lin")
    words = shell(request)["shell"].words
    assert words["left"] == "剩 %(span)s"
    assert "%(time)s" in words["lost"]
    assert shell(request)["shell"].name == "lin"


def test_the_samples_stand_around_now(clock: StandingClock) -> None:
    from huiyin.ui.views import sample_faces

    before = sample_faces()["ok"].due_at
    clock.advance(hours=1)
    after = sample_faces()["ok"].due_at
    assert before is not None
    assert after == before + timedelta(hours=1)
