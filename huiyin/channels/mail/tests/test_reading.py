"""What a mail is, told from its bytes."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.mail.confirming import confirms
from huiyin.channels.mail.parts import MOST_FILES
from huiyin.channels.mail.quotes import own_words
from huiyin.channels.mail.reading import Kind, read
from huiyin.channels.mail.tests.samples import SAMPLES, TO, Sample, mail, status
from huiyin.delivery.received import Received


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


def _with_files(text: str, *files: tuple[str, bytes], disposition: str = "attachment") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.cn", "echo@b.cn", "回复：盘点"
    mail.set_content(text)
    for name, content in files:
        mail.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name,
            disposition=disposition,
        )  # fmt: skip
    return mail.as_bytes()


@pytest.mark.req("N18")
def test_files_that_a_person_sends_along_are_read() -> None:
    got = read(_with_files("见附件", ("盘点 表.xlsx", b"PK\x03\x04"), ("b.txt", b"b")))
    assert got.kind is Kind.REPLY
    assert got.files == (Received("盘点 表.xlsx", b"PK\x03\x04"), Received("b.txt", b"b"))


@pytest.mark.req("N18")
def test_a_bare_confirmation_with_a_file_is_a_reply_and_so_is_a_file_alone() -> None:
    assert read(_with_files("收到", ("a.txt", b"a"))).kind is Kind.REPLY
    alone = read(_with_files("", ("a.txt", b"a")))
    assert (alone.kind, alone.text, len(alone.files)) == (Kind.REPLY, "", 1)


@pytest.mark.req("N18")
def test_pictures_of_a_signature_and_too_many_files_are_left_out() -> None:
    inline = read(_with_files("收到", ("logo.png", b"\x89PNG"), disposition="inline"))
    assert (inline.kind, inline.files) == (Kind.CONFIRM, ())
    many = read(_with_files("见附件", *((f"{n}.txt", b"x") for n in range(30))))
    assert len(many.files) == MOST_FILES
