"""Through a real server: one conversation, files that go along, and files that come back (N18)."""

import imaplib
import re
import smtplib
from email.message import EmailMessage, Message
from threading import Event
from typing import Any

import pytest

from huiyin.channels.mail import inbound, options
from huiyin.channels.mail.mailbox import watch
from huiyin.core.evidence import Channel
from huiyin.delivery import content, send
from huiyin.delivery.content import File
from huiyin.delivery.expand import expand
from huiyin.delivery.models import InboundMessage
from huiyin.delivery.tests.scene import make_notification, make_people
from huiyin.obligations.models import Notification
from tests.mailserver import DOMAIN, PASSWORD, MailServer, mailserver
from tests.test_mail_circle import Heard, heard, letter_of

__all__ = ["heard", "mailserver"]

pytestmark = [pytest.mark.mailserver, pytest.mark.django_db, pytest.mark.req("N18")]

USER = "yezhen"
SHEET = ("PK\x03\x04" + "盘点" * 40_000).encode()
TITLES = iter(["【重要】年终盘点", "【重要】年终盘点（提醒）", "【重要】年终盘点（更正，第 2 版）"])


def say(notification: Notification, people: Any) -> content.Message:
    """Each message has a title of its own, so that no client joins them by title."""
    del notification, people
    given = File("盘点表.xlsx", "application/zip", len(SHEET), "/a", lambda: SHEET)
    return content.Message(
        next(TITLES), "请确认。", "<p>请确认。</p>", "收到", files=(given,), encloses=True
    )


def go_out(ping: Notification) -> None:
    expand(ping.pk)
    send.deliver(ping.pk, 0, 2**40, int(Channel.MAIL))


def answer(server: MailServer, letter: Message) -> None:
    """Reply with a file, and keep a copy in the same mailbox as clients do."""
    reply = EmailMessage()
    reply["From"], reply["To"] = f"{USER}@{DOMAIN}", str(letter["Reply-To"])
    reply["Cc"] = f"{USER}@{DOMAIN}"
    reply["Subject"], reply["Message-ID"] = "答复：已盘", f"<answer@{DOMAIN}>"
    reply["In-Reply-To"] = str(letter["Message-ID"])
    reply["References"] = str(letter["Message-ID"])
    reply.set_content("已盘完，见附件。")
    reply.add_attachment(SHEET, maintype="application", subtype="zip", filename="回传 表.xlsx")
    with smtplib.SMTP("127.0.0.1", server.smtp_port, timeout=20) as smtp:
        smtp.send_message(reply)


def threads(server: MailServer, expected: int) -> str:
    """How the server itself threads the mailbox by references alone (RFC 5256, ``REFS``)."""
    with imaplib.IMAP4("127.0.0.1", server.imap_port, timeout=20) as box:
        box.login(f"{USER}@{DOMAIN}", PASSWORD)
        for _ in range(20_000):
            if int(box.select()[1][0] or b"0") >= expected:
                break
        return bytes(box.thread("REFS", "UTF-8", "ALL")[1][0]).decode()


def test_a_case_is_one_conversation_with_its_files(
    mailserver: MailServer, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(content._describers, "notices", say)
    (reader,) = make_people(1, email=f"{USER}@{DOMAIN}")
    announced = make_notification([reader], channels=["inbox", "mail"])
    go_out(announced)
    letter: Any = letter_of(mailserver, USER)
    (enclosed,) = letter.iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_payload(decode=True)) == ("盘点表.xlsx", SHEET)
    answer(mailserver, letter)
    for _ in range(2):
        later = make_notification([reader], channels=["inbox", "mail"])
        later.subject = announced.subject
        later.save(update_fields=["subject"])
        go_out(later)

    found = threads(mailserver, 4)
    assert found.count("(") >= 1
    assert len(re.findall(r"\d+", found)) == 4
    assert _top_level(found) == 1, found

    _read_back(heard)
    (said,) = [one for kind, one in heard if kind == "reply"]
    assert said.text == "已盘完，见附件。"
    assert [(file.name, file.content) for file in said.files] == [("回传 表.xlsx", SHEET)]
    assert len(InboundMessage.objects.get().raw) <= inbound.KEPT


def _read_back(heard: Heard) -> None:
    stop, server = Event(), options.incoming()
    assert server is not None

    def accept(provider_id: str, raw: bytes) -> None:
        inbound.accept(provider_id, raw)
        if heard:
            stop.set()

    watch(server, stop, inbound.last_uid, accept)


def _top_level(found: str) -> int:
    """How many threads stand side by side."""
    depth = count = 0
    for sign in found:
        depth += (sign == "(") - (sign == ")")
        count += sign == "(" and depth == 1
    return count
