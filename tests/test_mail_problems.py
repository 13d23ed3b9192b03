"""A stranger's mail becomes a problem through a real mail server, and so does the way back."""

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
from huiyin.delivery import outsiders
from huiyin.delivery.models import DeliveryState, OutsideMail
from huiyin.directory.models import Role, RoleGrant
from huiyin.scenarios.problems.intake import actions
from huiyin.scenarios.problems.intake.models import Word
from huiyin.scenarios.problems.models import Problem
from huiyin.scenarios.problems.tests.conftest import Stage, stage
from tests.mailserver import DOMAIN, PASSWORD, MailServer, mailserver

__all__ = ["mailserver", "stage"]

pytestmark = [pytest.mark.mailserver, pytest.mark.django_db]

CLIENT = f"client@{DOMAIN}"
DESK = f"desk+problems@{DOMAIN}"


@pytest.fixture
def house(mailserver: MailServer, stage: Stage) -> Iterator[Stage]:
    """The product uses the real server, and one address is a mailbox of problems."""
    changed = {
        "mail_url": mailserver.mail_url,
        "imap_url": mailserver.imap_url("desk"),
        "mail_from": f"desk@{DOMAIN}",
    }
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        RoleGrant.objects.get_or_create(person=stage["罗一鸣"], role=Role.ADMINISTRATOR)
        actions.set_mailbox(DESK, "mailbox", stage["顾北辰"], by=stage["罗一鸣"])
        yield stage


def send(server: MailServer, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", server.smtp_port, timeout=20) as smtp:
        smtp.send_message(message)


def read_one() -> str:
    """Read the mailbox until one mail was taken; what became of it."""
    stop, came = Event(), []

    def accept(provider_id: str, raw: bytes) -> None:
        came.append(inbound.accept(provider_id, raw))
        stop.set()

    server = options.incoming()
    assert server is not None
    watch(server, stop, inbound.last_uid, accept)
    return came[0]


def newest(server: MailServer) -> Message:
    """The newest mail in the client's mailbox."""
    with imaplib.IMAP4("127.0.0.1", server.imap_port, timeout=20) as box:
        box.login(CLIENT, PASSWORD)
        for _ in range(20_000):
            if box.select()[1] != [b"0"]:
                break
        raw: Any = box.fetch("*", "(BODY[])")[1][0]
    return email.message_from_bytes(raw[1], policy=default)


@pytest.mark.req("B01", "B06")
def test_there_and_back(mailserver: MailServer, house: Stage) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = f"王女士 <{CLIENT}>", DESK, "发票打不开"
    letter["Message-ID"] = "<one@client.test>"
    letter.set_content("附件里的发票是空白。")
    letter.add_attachment(b"%PDF-1.7\n", maintype="application", subtype="pdf", filename="发票.pdf")
    send(mailserver, letter)
    assert read_one() == "problems.reported"
    problem = Problem.objects.get()
    assert (problem.title, problem.reporter_name) == ("发票打不开", "王女士")
    assert house.owes(problem, "register_problem") == ["何青"]

    outsiders.deliver(OutsideMail.objects.get().pk)
    assert OutsideMail.objects.get().state == DeliveryState.SENT
    answer = newest(mailserver)
    assert problem.number in str(answer["Subject"])
    assert "+c." in str(answer["Reply-To"])

    more = EmailMessage()
    more["From"], more["To"] = CLIENT, str(answer["Reply-To"])
    more["Subject"], more["In-Reply-To"] = f"回复：{answer['Subject']}", str(answer["Message-ID"])
    more["Message-ID"] = "<two@client.test>"
    more.set_content(
        "还有一张也打不开。\n\n在 2026年11月23日，10:00，云桥科技 写道：\n\n> 已收到\n"
    )
    send(mailserver, more)
    assert read_one() == "replied"
    assert Word.objects.get().text == "还有一张也打不开。"
    assert Problem.objects.count() == 1
    assert house.owes(problem, "read_letter") == ["何青"]
