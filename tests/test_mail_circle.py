"""A notice mail goes out through a real server and its echo is read back by IMAP."""

import email
import imaplib
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.policy import default
from threading import Event
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from huiyin.channels.mail import inbound, options
from huiyin.channels.mail.mailbox import watch
from huiyin.core.evidence import Channel
from huiyin.delivery import content, replies, send
from huiyin.delivery.expand import expand
from huiyin.delivery.models import Delivery, DeliveryState, InboundMessage
from huiyin.delivery.replies import Answer
from huiyin.delivery.tests.scene import SAY, make_notification, make_people
from huiyin.obligations.tests.conftest import REGULATION, install
from huiyin.policies import in_force
from tests.mailserver import DOMAIN, PASSWORD, MailServer, mailserver

__all__ = ["mailserver"]

pytestmark = [pytest.mark.mailserver, pytest.mark.django_db]

Heard = list[tuple[str, Answer]]


@pytest.fixture
def heard(
    mailserver: MailServer, db: None, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Heard]:
    """The product uses the real server; what reaches the scenario is kept here."""
    answers: Heard = []
    acts = (
        lambda answer: answers.append(("confirm", answer)),
        lambda answer: answers.append(("reply", answer)),
    )
    monkeypatch.setitem(replies._acts, "notices", acts)
    monkeypatch.setitem(content._describers, "notices", lambda *_: SAY)
    install(REGULATION)
    changed = {
        "mail_url": mailserver.mail_url,
        "imap_url": mailserver.imap_url(),
        "mail_from": f"echo@{DOMAIN}",
    }
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        yield answers
    in_force.forget()


def letter_of(server: MailServer, user: str) -> Message:
    """The newest mail in somebody's mailbox; waits for it with IDLE's plain cousin, NOOP."""
    with imaplib.IMAP4("127.0.0.1", server.imap_port, timeout=20) as box:
        box.login(f"{user}@{DOMAIN}", PASSWORD)
        for _ in range(20_000):
            if box.select()[1] != [b"0"]:
                break
        raw = box.fetch("*", "(BODY[])")[1][0]
    assert isinstance(raw, tuple)
    return email.message_from_bytes(raw[1], policy=default)


def answer(server: MailServer, letter: Message, words: str) -> None:
    """Reply as a mail client would."""
    reply = EmailMessage()
    reply["From"], reply["To"] = f"chenyu@{DOMAIN}", str(letter["Reply-To"])
    reply["Subject"] = f"回复：{letter['Subject']}"
    reply["In-Reply-To"] = str(letter["Message-ID"])
    reply.set_content(
        f"{words}\n\n在 2026年9月7日，09:00，云桥科技 <echo@{DOMAIN}> 写道：\n\n> 请确认\n"
    )
    with smtplib.SMTP("127.0.0.1", server.smtp_port, timeout=20) as smtp:
        smtp.send_message(reply)


@pytest.mark.req("N18", "N24", "N16", "Z03")
def test_the_circle(mailserver: MailServer, heard: Heard) -> None:
    reader = make_people(1, email=f"chenyu@{DOMAIN}")[0]
    bounced = make_people(1, email="gone#here@yunqiao.test")[0]
    refused = make_people(1, email=f"nobody-here@{DOMAIN}")[0]
    notification = make_notification([reader, bounced, refused], channels=["inbox", "mail"])
    expand(notification.pk)
    send.deliver(notification.pk, 0, 2**40, int(Channel.MAIL))
    letter = letter_of(mailserver, "chenyu")
    assert letter["Subject"] == SAY.subject
    answer(mailserver, letter, "收到")

    stop, outcomes = Event(), []

    def accept(provider_id: str, raw: bytes) -> None:
        outcomes.append(inbound.accept(provider_id, raw))
        if outcomes[-1] == "confirmed":
            answer(mailserver, letter, "周五前交，缺两台设备。")
        if {"confirmed", "replied", "bounced"} <= set(outcomes):
            stop.set()

    server = options.incoming()
    assert server is not None
    watch(server, stop, inbound.last_uid, accept)

    assert [kind for kind, _ in heard] == ["confirm", "reply", "confirm"]
    assert heard[1][1].text == "周五前交，缺两台设备。"
    assert {one.person_id for _, one in heard} == {reader.pk}
    states = dict(Delivery.objects.values_list("person_id", "state"))
    assert states == {
        reader.pk: DeliveryState.SENT,
        bounced.pk: DeliveryState.FAILED,
        refused.pk: DeliveryState.FAILED,
    }
    assert InboundMessage.objects.count() == 3

    again = Event()

    def last_uid(validity: int) -> int:
        again.set()
        return inbound.last_uid(validity)

    watch(server, again, last_uid, accept)
    assert InboundMessage.objects.count() == 3
