"""A page may listen only to what its view signed, for twelve hours."""

from types import SimpleNamespace

import pytest
from django.core import signing

from huiyin.ui import live

ACTOR = SimpleNamespace(pk=7)


def test_topics_come_back_in_order_and_once() -> None:
    token = live.topics(ACTOR, "case:1", "person:7", "case:1")
    assert live.read_topics(token) == ("case:1", "person:7", "everybody")


def test_a_token_goes_into_an_address() -> None:
    token = live.topics(ACTOR, *[f"case:{n}" for n in range(40)])
    assert all(sign.isalnum() or sign in "-_:." for sign in token)


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\u4e2d"])
def test_a_forged_token_is_refused(token: str) -> None:
    with pytest.raises(live.RefusedTopicsError):
        live.read_topics(token)


def test_a_changed_token_is_refused() -> None:
    token = live.topics(ACTOR, "case:1")
    with pytest.raises(live.RefusedTopicsError):
        live.read_topics(token[:3] + ("A" if token[3] != "A" else "B") + token[4:])


def test_a_token_of_another_purpose_is_refused() -> None:
    with pytest.raises(live.RefusedTopicsError):
        live.read_topics(signing.dumps({"t": ["case:1"]}, salt="confirm"))


def test_after_twelve_hours_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    token = live.topics(ACTOR, "case:1")
    monkeypatch.setattr(live, "LIFETIME", -1)
    with pytest.raises(live.RefusedTopicsError):
        live.read_topics(token)
