"""Sending over one kept line: what stands on the wire, and what each answer means."""

import email
from collections.abc import Iterable
from email.policy import default
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.mail import address
from huiyin.channels.mail.address import Token, Use
from huiyin.channels.mail.channel import MailChannel, mailbox
from huiyin.channels.mail.letter import Letter, encoded, one_line
from huiyin.channels.mail.tests.conftest import Post
from huiyin.core.evidence import Channel
from huiyin.delivery import send
from huiyin.delivery.channel import Outcome, Outgoing, Result, Unreachable
from huiyin.delivery.content import Message
from huiyin.delivery.expand import expand
from huiyin.delivery.models import Delivery
from huiyin.delivery.queries import progress
from huiyin.delivery.tests.scene import make_notification, make_people
from huiyin.directory.models import Person
from huiyin.kit import clock as kit_clock

SUBJECT = "【重要】【需3月5日回复】关于年终盘点与对账安排，请各部门负责人务必于截止日期前完成并回复"


def message(**over: Any) -> Message:
    given = {
        "subject": SUBJECT,
        "plain": "请确认。",
        "html": "<p>请确认。</p>",
        "action": "确认收到",
    }
    return Message(**(given | over))


def outgoing(person: Person, text: Message) -> Outgoing:
    return Outgoing(5, person, text, f"http://localhost:8000/c/5.{person.pk}~x&y")


def people(*names: str) -> list[Person]:
    return [
        Person(pk=at, name=name, email=f"p{at}@yunqiao.test") for at, name in enumerate(names, 1)
    ]


def sent(persons: Iterable[Person], text: Message | None = None) -> list[Result]:
    text = text or message()
    return list(MailChannel().send(outgoing(person, text) for person in persons))


@pytest.mark.req("N18", "N24")
def test_the_letter_on_the_wire(post: Post, clock: Any) -> None:
    assert sent(people("陈屿"), message(wants_read_receipt=True))[0].outcome is Outcome.SENT
    taken = post.taken[0]
    letter = email.message_from_bytes(taken.content, policy=default)
    assert letter["Subject"] == SUBJECT
    assert letter["To"].addresses[0].display_name == "陈屿"
    assert letter["From"].addresses[0].addr_spec == "echo@yunqiao.test"
    assert letter["Message-ID"] == "<n.5.1@yunqiao.test>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime == clock.now()
    assert address.find([taken.sender]) == Token(Use.BOUNCE, 5, 1)
    assert address.find([str(letter["Reply-To"])]) == Token(Use.ANSWER, 5, 1)
    receipt = str(letter["Disposition-Notification-To"])
    assert address.find([receipt]) == Token(Use.DISPOSITION, 5, 1)
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "请确认。" in plain.get_content()
    assert "/c/5.1~x&y" in plain.get_content()
    assert "/c/5.1~x&amp;y" in html.get_content()
    assert max(map(len, taken.content.split(b"\r\n"))) <= 998
    assert taken.content.isascii()


def test_no_reply_address_and_no_receipt_when_not_wished(post: Post, clock: Any) -> None:
    sent(people("陈屿"), message(may_reply=False, classification="confidential"))
    letter = email.message_from_bytes(post.taken[0].content, policy=default)
    assert letter["Reply-To"] is None
    assert letter["Disposition-Notification-To"] is None
    assert letter["Sensitivity"] == "Company-Confidential"
    assert "直接回复" not in str(letter.get_body(("plain",)))


@given(st.text(max_size=80), st.text(max_size=40))
def test_no_text_can_add_a_header(subject: str, name: str) -> None:
    with override_settings(ENV=settings.ENV.model_copy(update={"mail_from": "echo@a.test"})):
        person = Person(pk=1, name=name, email="p@a.test")
        letter = Letter(message(subject=subject))
        raw = letter.bytes_for(outgoing(person, message()), "p@a.test", kit_clock.now())
    parsed = email.message_from_bytes(raw, policy=default)
    assert set(parsed.keys()) == {
        "From", "Subject", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version",
        "Content-Type", "To", "Date", "Message-ID", "Reply-To",
    }  # fmt: skip
    assert len(parsed.keys()) == 10
    assert [one.addr_spec for one in parsed["To"].addresses] == ["p@a.test"]
    assert b"\r\n\r\n" in raw
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "evil",
    ["a\r\nBcc: x@y.test", "a\nBcc : x@y.test", "a\x00b", "a\u2028Bcc: x", "a\u202egpj", "a\x85b"],
)
def test_what_ends_a_line_is_taken_out(evil: str) -> None:
    shown = one_line(evil)
    assert shown.isprintable()
    assert "\n" not in encoded(shown).replace("\r\n ", "")


@pytest.mark.req("N16")
def test_every_refusal_means_what_it_says(post: Post, clock: Any) -> None:
    persons = people("一", "二", "三", "四", "五")
    persons[3].email = "no address"
    post.refuse = {
        "p2@yunqiao.test": "450 4.2.1 mailbox busy",
        "p3@yunqiao.test": "550 5.1.1 no such user",
        "p5@yunqiao.test": "550 5.7.1 not welcome",
    }
    results = sent(persons)
    assert [one.outcome for one in results] == [
        Outcome.SENT, Outcome.RETRY, Outcome.FAILED, Outcome.FAILED, Outcome.FAILED,
    ]  # fmt: skip
    assert [one.suspect for one in results] == [False, False, True, False, False]
    assert results[1].reason == "暂时无法送达：450 4.2.1 mailbox busy"
    assert results[3].reason == "没有可用的地址"
    assert len(post.sessions) == 1


def test_a_line_dropped_before_the_mail_was_taken_is_opened_again(post: Post, clock: Any) -> None:
    post.drop = {"p2@yunqiao.test": "before"}
    results = sent(people("一", "二", "三"))
    assert {one.outcome for one in results} == {Outcome.SENT}
    assert [one.recipient[:2] for one in post.taken] == ["p1", "p2", "p3"]


@pytest.mark.req("Z03")
def test_a_line_dropped_after_the_mail_was_handed_over_is_a_doubt(post: Post, clock: Any) -> None:
    post.drop = {"p2@yunqiao.test": "after"}
    results = sent(people("一", "二", "三"))
    assert [one.outcome for one in results] == [Outcome.SENT, Outcome.UNKNOWN, Outcome.SENT]
    assert [one.recipient[:2] for one in post.taken] == ["p1", "p2", "p3"]


def test_utf8_is_asked_for_only_when_an_address_needs_it(post: Post, clock: Any) -> None:
    plain, wide = people("一", "二")
    wide.email = "陈屿@yunqiao.test"
    assert {one.outcome for one in sent([plain, wide])} == {Outcome.SENT}
    assert ["SMTPUTF8" in taken.options for taken in post.taken] == [False, True]


def test_without_a_server_nothing_is_pulled(clock: Any) -> None:
    batch = iter([outgoing(people("一")[0], message())])
    with override_settings(ENV=settings.ENV.model_copy(update={"mail_url": ""})):
        assert not MailChannel().available()
        with pytest.raises(Unreachable, match="HUIYIN_MAIL_URL"):
            next(MailChannel().send(batch))
    gone = settings.ENV.model_copy(update={"mail_url": "smtp://127.0.0.1:1"})
    with override_settings(ENV=gone), pytest.raises(Unreachable, match="ConnectionRefused"):
        sent(people("一"))
    assert len(list(batch)) == 1


@pytest.mark.parametrize(
    ("given", "wire"),
    [
        ("a@b.test", "a@b.test"),
        ("a@邮件.test", "a@xn--5nq051n.test"),
        ("陈@b.test", "陈@b.test"),
        ("a b@c.test", None),
        ("a@b.test>\r\nRCPT TO:<x@y.test", None),
        ("", None),
        ("a@" + "x" * 300, None),
        ("a@..", "a@.."),
    ],
)
def test_what_may_stand_in_an_envelope(given: str, wire: str | None) -> None:
    assert mailbox(given) == wire


@pytest.mark.req("N16", "N18")
@pytest.mark.django_db
def test_from_the_notification_to_the_wire(post: Post, regulation: None, clock: Any) -> None:
    good, wrong = (
        make_people(1, email="good@yunqiao.test"),
        make_people(1, email="bad@yunqiao.test"),
    )
    nobody, doubted = make_people(1, email=""), make_people(1, email="old@yunqiao.test")
    Person.objects.filter(pk=doubted[0].pk).update(email_suspect=True)
    post.refuse = {"bad@yunqiao.test": "550 5.1.1 unknown"}
    notification = make_notification([*good, *wrong, *nobody, *doubted], channels=["inbox", "mail"])
    expand(notification.pk)
    send.deliver(notification.pk, 0, 2**40, int(Channel.MAIL))
    assert [taken.recipient for taken in post.taken] == ["good@yunqiao.test"]
    counts = progress(notification.pk)
    assert (counts.sent, counts.failed, counts.total) == (1, 1, 2)
    failed = Delivery.objects.get(person_id=wrong[0].pk)
    assert failed.reason == "对方服务器拒收：550 5.1.1 unknown；仅站内送达"
    assert Person.objects.get(pk=wrong[0].pk).email_suspect
