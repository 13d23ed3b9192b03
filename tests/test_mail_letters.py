"""A stranger's mail and a calendar's answer through a real mail server."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from threading import Event
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from huiyin.channels.mail import inbound, options
from huiyin.channels.mail.mailbox import watch
from huiyin.delivery import letters
from huiyin.delivery.letters import Letter
from tests.mailserver import DOMAIN, MailServer, mailserver

__all__ = ["mailserver"]

pytestmark = [pytest.mark.mailserver, pytest.mark.django_db]


@pytest.fixture
def taken(
    mailserver: MailServer, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Letter]]:
    """Letters as they are handed out while the product reads the real mailbox."""
    kept: list[Letter] = []

    def keep(letter: Letter) -> str:
        kept.append(letter)
        return "kept"

    monkeypatch.setattr(letters, "_handlers", {"all": keep})
    changed = {
        "mail_url": mailserver.mail_url,
        "imap_url": mailserver.imap_url("letters"),
        "mail_from": f"letters@{DOMAIN}",
    }
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        yield kept


@pytest.mark.req("B01")
def test_letters_are_read(mailserver: MailServer, taken: list[Letter]) -> None:
    first = EmailMessage()
    first["From"], first["To"] = "王女士 <wang@client.test>", f"letters+problems@{DOMAIN}"
    first["Subject"], first["Message-ID"] = "发票打不开", "<one@client.test>"
    first.set_content("附件里的发票是空白。")
    first.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="发票.pdf")
    second = EmailMessage()
    second["From"], second["To"] = "wang@client.test", f"letters@{DOMAIN}"
    second["Subject"], second["Message-ID"] = "Accepted: 例会", "<two@client.test>"
    second.set_content("")
    second.add_alternative(
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n",
        subtype="calendar",
        params={"method": "REPLY"},
    )
    with smtplib.SMTP("127.0.0.1", mailserver.smtp_port, timeout=20) as smtp:
        for message in (first, first, second):
            smtp.send_message(message)

    stop, outcomes = Event(), []

    def accept(provider_id: str, raw: bytes) -> None:
        outcomes.append(inbound.accept(provider_id, raw))
        if len(outcomes) == 3:
            stop.set()

    server = options.incoming()
    assert server is not None
    watch(server, stop, inbound.last_uid, accept)
    assert sorted(outcomes) == ["all.kept", "all.kept", "copy"]
    problem, answer = sorted(taken, key=lambda letter: letter.message_id)
    assert (problem.sender, problem.sender_name) == ("wang@client.test", "王女士")
    assert f"letters+problems@{DOMAIN}" in problem.addresses
    assert (problem.subject, problem.text) == ("发票打不开", "附件里的发票是空白。")
    assert [(file.name, file.content) for file in problem.files] == [("发票.pdf", b"%PDF-1.7")]
    assert "METHOD:REPLY" in answer.calendar
