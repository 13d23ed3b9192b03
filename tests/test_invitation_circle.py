"""An invitation goes out through a real mail server; the answers of calendars are read back by IMAP."""

import email
import imaplib
import smtplib
from collections.abc import Iterator
from datetime import UTC
from email.message import EmailMessage, Message
from email.policy import default
from threading import Event

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]  # it ships no types
from django.conf import settings
from django.test import override_settings

from huiyin.channels.mail import inbound, options
from huiyin.channels.mail.mailbox import watch
from huiyin.core.evidence import Channel
from huiyin.delivery import outsiders, send
from huiyin.delivery.models import DeliveryState, OutsideMail
from huiyin.directory.models import Person
from huiyin.obligations.models import Notification
from huiyin.scenarios.meetings.models import Answer, Attendee, Meeting
from huiyin.scenarios.meetings.plan import Outsider
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, hall
from tests.mailserver import DOMAIN, PASSWORD, MailServer, mailserver

__all__ = ["hall", "mailserver"]

pytestmark = [pytest.mark.mailserver, pytest.mark.django_db]


@pytest.fixture
def post(mailserver: MailServer) -> Iterator[MailServer]:
    """The product uses the real server."""
    changed = {
        "mail_url": mailserver.mail_url,
        "imap_url": mailserver.imap_url(),
        "mail_from": f"echo@{DOMAIN}",
    }
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        yield mailserver


def letter_of(server: MailServer, user: str) -> Message:
    """The newest mail in somebody's mailbox; waits for it."""
    with imaplib.IMAP4("127.0.0.1", server.imap_port, timeout=20) as box:
        box.login(f"{user}@{DOMAIN}", PASSWORD)
        for _ in range(20_000):
            if box.select()[1] != [b"0"]:
                break
        raw = box.fetch("*", "(BODY[])")[1][0]
    assert isinstance(raw, tuple)
    return email.message_from_bytes(raw[1], policy=default)


def invitation_of(letter: Message) -> bytes:
    """What a mail client hands to its calendar: the part with a method."""
    for part in letter.walk():
        if part.get_content_type() == "text/calendar":
            assert part.get_param("method") == "REQUEST"
            body = part.get_payload(decode=True)
            assert isinstance(body, bytes)
            return body
    raise AssertionError("no invitation in this mail")


def press(server: MailServer, user: str, body: bytes, said: str) -> None:
    """Answer as a calendar does when its owner presses a button: to the organizer (RFC 6047)."""
    asked = icalendar.Calendar.from_ical(body)
    event = asked.walk("VEVENT")[0]
    answer = icalendar.Calendar()
    answer.add("prodid", "-//client//EN")
    answer.add("version", "2.0")
    answer.add("method", "REPLY")
    said_of = icalendar.Event()
    for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "ORGANIZER", "DTSTAMP"):
        said_of[name] = event[name]
    mine = icalendar.vCalAddress(f"mailto:{user}@{DOMAIN}")
    mine.params["PARTSTAT"] = said
    said_of["ATTENDEE"] = mine
    answer.add_component(said_of)
    mail = EmailMessage()
    mail["From"] = f"{user}@{DOMAIN}"
    mail["To"] = str(event["ORGANIZER"]).removeprefix("mailto:")
    mail["Subject"], mail["Message-ID"] = f"{said}: 会议", f"<{user}.{said}@{DOMAIN}>"
    mail.set_content("")
    mail.add_alternative(answer.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    with smtplib.SMTP("127.0.0.1", server.smtp_port, timeout=20) as smtp:
        smtp.send_message(mail)


@pytest.mark.req("M20", "M01", "M16", "Z03")
def test_the_circle_of_an_invitation(post: MailServer, hall: Hall) -> None:
    Person.objects.filter(pk=hall["孟夏"].pk).update(email=f"mengxia@{DOMAIN}")
    guest = Outsider("李工", f"ligong@{DOMAIN}", "星海物流")
    meeting = hall.meeting(guests=(guest,), title="会员中心启动会")
    notification = Notification.objects.get(subject=meeting.pk, purpose="meetings.request")
    send.deliver(notification.pk, 0, 2**40, int(Channel.MAIL))
    outsiders.deliver(OutsideMail.objects.get().pk)
    assert OutsideMail.objects.get().state == DeliveryState.SENT

    for user, said in (("mengxia", "ACCEPTED"), ("ligong", "TENTATIVE")):
        body = invitation_of(letter_of(post, user))
        one = icalendar.Calendar.from_ical(body).walk("VEVENT")[0]
        other = vobject.readOne(body.decode()).vevent
        assert str(one["SUMMARY"]) == other.summary.value == "会员中心启动会"
        assert other.dtstart.value.astimezone(UTC) == FRIDAY
        assert str(one["ORGANIZER"]) == other.organizer.value
        press(post, user, body, said)

    stop, outcomes = Event(), []

    def accept(provider_id: str, raw: bytes) -> None:
        outcomes.append(inbound.accept(provider_id, raw))
        if outcomes.count("calendar") == 2:
            stop.set()

    server = options.incoming()
    assert server is not None
    watch(server, stop, inbound.last_uid, accept)

    assert hall.seat(meeting, "孟夏").answer == Answer.ACCEPTED
    assert Attendee.objects.get(guest__isnull=False).answer == Answer.TENTATIVE
    assert Meeting.objects.get(pk=meeting.pk).attendees.exclude(answer="none").count() == 3, (
        "with who invited"
    )
