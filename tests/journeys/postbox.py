"""Somebody's mailbox on the tests' mail server: reads what came, answers as mail clients do."""

import email
import imaplib
import re
import smtplib
import threading
import time
from email.message import EmailMessage
from email.policy import default

from tests.mailserver import DOMAIN, PASSWORD, MailServer

PATIENCE = 60.0
"""Seconds until a mail must have come."""

_LINK = re.compile(r"https?://[^/\s\"]+(/n/[^\s\"<>]+)")


class Postbox:
    """The mailbox of ``user``."""

    def __init__(self, server: MailServer, user: str) -> None:
        self._server = server
        self._user = user

    def letters(self, count: int) -> list[EmailMessage]:
        """Waits until there are ``count`` mails and gives them all, in the order they came."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = self.now()
            if len(found) >= count:
                return found
            threading.Event().wait(0.1)
        raise AssertionError(f"{self._user} has {len(self.now())} mails, not {count}")

    def now(self) -> list[EmailMessage]:
        """What is there already."""
        with imaplib.IMAP4("127.0.0.1", self._server.imap_port, timeout=20) as box:
            box.login(f"{self._user}@{DOMAIN}", PASSWORD)
            count = int(box.select(readonly=True)[1][0] or b"0")
            return [_fetch(box, number) for number in range(1, count + 1)]

    def answer(self, letter: EmailMessage, words: str) -> None:
        """Reply with the letter quoted below, by SMTP."""
        reply = EmailMessage()
        reply["From"], reply["To"] = f"{self._user}@{DOMAIN}", str(letter["Reply-To"])
        reply["Subject"] = f"回复：{letter['Subject']}"
        reply["In-Reply-To"] = str(letter["Message-ID"])
        reply.set_content(f"{words}\n\n在 2026年9月7日，云桥科技 写道：\n\n> {letter['Subject']}\n")
        with smtplib.SMTP("127.0.0.1", self._server.smtp_port, timeout=20) as smtp:
            smtp.send_message(reply)


def link_in(letter: EmailMessage) -> str:
    """The path of the signed link in a letter."""
    body = letter.get_body(("html",))
    assert body is not None
    found = _LINK.search(body.get_content())
    assert found, body.get_content()
    return found[1]


def _fetch(box: imaplib.IMAP4, number: int) -> EmailMessage:
    raw = box.fetch(str(number), "(BODY.PEEK[])")[1][0]
    assert isinstance(raw, tuple)
    return email.message_from_bytes(raw[1], policy=default)
