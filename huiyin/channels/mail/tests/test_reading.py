"""What a mail is, told from its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.mail.confirming import confirms
from huiyin.channels.mail.quotes import own_words
from huiyin.channels.mail.reading import Kind, read
from huiyin.channels.mail.tests.samples import SAMPLES, TO, Sample, mail, status


@pytest.mark.req("N18")
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_each_client_is_understood(sample: Sample) -> None:
    reading = read(sample.raw)
    assert reading.kind is sample.kind, reading
    if sample.text is not None:
        assert reading.text == sample.text


def test_there_are_enough_samples() -> None:
    assert len(SAMPLES) >= 40


def test_a_failure_tells_status_and_diagnostic() -> None:
    reading = read(status("failed", "5.1.1"))
    assert (reading.status, reading.detail) == ("5.1.1", "550 5.1.1 no such user here")


def test_addresses_come_with_the_servers_word_first() -> None:
    reading = read(mail("收到", Delivered_To="echo+c.9@yunqiao.test"))
    assert reading.addresses == ("echo+c.9@yunqiao.test", TO)
    assert reading.sender == "chenyu@yunqiao.test"
    assert reading.message_id == "<a1@yunqiao.test>"


@given(st.binary(max_size=2000))
def test_any_bytes_give_a_reading(raw: bytes) -> None:
    assert isinstance(read(raw).kind, Kind)


@given(st.text(max_size=400))
def test_any_text_can_be_judged(text: str) -> None:
    confirms(own_words(text), text[:5])


@pytest.mark.parametrize("text", ["在" * 20_000, "on " * 9000, "收到" * 9000, "a\n" * 20_000])
def test_hostile_lengths_are_quick(text: str) -> None:
    confirms(own_words(text))
