"""Signed addresses: nobody can make one up or turn it to another person or use."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.mail import address, options
from huiyin.channels.mail.address import Forged, Token, Use
from huiyin.channels.mail.options import Misconfigured, Tls


@pytest.fixture(autouse=True)
def ours() -> Iterator[None]:
    with override_settings(ENV=settings.ENV.model_copy(update={"mail_from": "Echo@yunqiao.test"})):
        yield


@given(st.sampled_from(Use), st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_a_token_says_what_was_put_in_and_fits_the_wire(use: Use, first: int, second: int) -> None:
    tagged = address.tagged(use, first, second)
    assert len(tagged.partition("@")[0]) <= 64
    assert address.find([tagged.upper()]) == Token(use, first, second)


@pytest.mark.req("N18")
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("+c.", "+b."),
        lambda text: text.replace(".7.", ".8.", 1),
        lambda text: text[:-17] + ("a" if text[-17] != "a" else "b") + text[-16:],
        lambda text: text.replace("+c.", "+c.0."),
        lambda _: "echo+c.anything@yunqiao.test",
    ],
)
def test_a_changed_token_is_forged(change: Any) -> None:
    changed = change(address.tagged(Use.ANSWER, 7, 9))
    if address._read(changed) is True:
        with pytest.raises(Forged):
            address.find([changed])
    else:
        raise AssertionError(changed)


def test_other_addresses_are_not_ours() -> None:
    elsewhere = address.tagged(Use.ANSWER, 7, 9).replace("yunqiao", "other")
    assert address.find(["echo@yunqiao.test", "somebody@else.test", elsewhere, "x"]) is None
    assert address.find(["echo+problems@yunqiao.test"]) is None


def test_a_good_address_beside_a_bad_one_counts() -> None:
    good = address.tagged(Use.ANSWER, 7, 9)
    assert address.find([good.replace("+c", "+d"), good]) == Token(Use.ANSWER, 7, 9)


@pytest.mark.parametrize("wrong", ["nobody", "@x", "回音@x.test", "a" * 40 + "@x.test"])
def test_a_sender_that_cannot_be_tagged_is_refused(wrong: str) -> None:
    with (
        override_settings(ENV=settings.ENV.model_copy(update={"mail_from": wrong})),
        pytest.raises(Misconfigured, match="HUIYIN_MAIL_FROM"),
    ):
        address.tagged(Use.ANSWER, 2**60, 2**60)


@pytest.mark.parametrize(
    ("url", "port", "tls"),
    [
        ("smtp://127.0.0.1:2525", 2525, Tls.NONE),
        ("smtp://mail.test", 587, Tls.STARTTLS),
        ("smtps://u:p%40@mail.test", 465, Tls.IMPLICIT),
        ("smtp://mail.test:25?tls=none", 25, Tls.NONE),
    ],
)
def test_an_address_of_a_server_is_read(url: str, port: int, tls: Tls) -> None:
    server = options.server(url, "HUIYIN_MAIL_URL", "smtp", (587, 465))
    assert (server.port, server.tls) == (port, tls)


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://x:99999", "smtp://x?tls=maybe"])
def test_a_wrong_address_of_a_server_names_the_variable(url: str) -> None:
    with pytest.raises(Misconfigured, match="HUIYIN_MAIL_URL"):
        options.server(url, "HUIYIN_MAIL_URL", "smtp", (587, 465))
