"""A mail with an invitation, and what comes back from somebody outside the directory."""

import email
from email.message import Message as Mail
from email.policy import default
from typing import Any

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]  # it ships no types
from django.conf import settings
from django.test import override_settings

from huiyin.channels.mail import inbound
from huiyin.channels.mail.address import Use, tagged
from huiyin.channels.mail.invitation import fold
from huiyin.channels.mail.letter import Letter
from huiyin.channels.mail.tests.samples import mail as sample
from huiyin.channels.mail.tests.samples import status
from huiyin.delivery import outsiders
from huiyin.delivery.channel import Outgoing
from huiyin.delivery.content import ORGANIZER, Message
from huiyin.delivery.models import DeliveryState, OutsideMail
from huiyin.delivery.outsiders import OutsideAnswer
from huiyin.directory.models import Person
from huiyin.kit import clock as kit_clock

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    "UID:7@yunqiao.test\r\nDTSTAMP:20261122T010000Z\r\nDTSTART:20261126T020000Z\r\n"
    "SUMMARY:会员中心三期的启动会和一个长得必须折成好几行的名字它折行的时候一个字也不能断开\r\n"
    f"ORGANIZER;CN=林若溪:{ORGANIZER}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
INVITED = Message(
    subject="启动会邀请",
    plain="请参加。",
    html="<p>请参加。</p>",
    action="查看",
    may_reply=False,
    calendar=CALENDAR.encode(),
    calendar_method="REQUEST",
)


@pytest.fixture
def sender(clock: Any) -> Any:
    changed = {"mail_from": "echo@yunqiao.test", "mail_url": "smtp://127.0.0.1:1"}
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        yield


def letter(message: Message = INVITED) -> Mail:
    person = Person(pk=7, name="陈屿", email="chen@yunqiao.test")
    outgoing = Outgoing(11, person, message, "http://here/c/x")
    raw = Letter(message).bytes_for(outgoing, person.email, kit_clock.now())
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    return email.message_from_bytes(raw, policy=default)


def calendars(whole: Mail) -> list[Mail]:
    return [part for part in whole.walk() if part.get_content_subtype() in ("calendar", "ics")]


@pytest.mark.req("M20")
def test_calendars_get_a_part_of_their_own_and_others_a_file(sender: None) -> None:
    shown, attached = calendars(letter())
    assert shown.get_param("method") == "REQUEST"
    assert attached.get_filename() == "invite.ics"
    assert shown.get_payload(decode=True) == attached.get_payload(decode=True)
    alternative = next(p for p in letter().walk() if p.get_content_subtype() == "alternative")
    kinds = [part.get_content_type() for part in alternative.iter_parts()]  # type: ignore[attr-defined]
    assert kinds == ["text/plain", "text/html", "text/calendar"]


@pytest.mark.req("M20")
def test_two_readers_find_the_address_that_answers_go_to(sender: None) -> None:
    raw = calendars(letter())[0].get_payload(decode=True)
    assert isinstance(raw, bytes)
    wanted = f"mailto:{tagged(Use.ANSWER, 11, 7)}"
    event = icalendar.Calendar.from_ical(raw).walk("VEVENT")[0]
    assert str(event["ORGANIZER"]) == wanted
    assert str(event["SUMMARY"]).endswith("一个字也不能断开")
    other = vobject.readOne(raw.decode()).vevent
    assert other.organizer.value == wanted
    assert other.summary.value == str(event["SUMMARY"])
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75


def test_later_mails_are_answered_to_the_first_address(sender: None) -> None:
    later = Message(**{**_fields(INVITED), "calendar_answers_to": 3})
    raw = calendars(letter(later))[0].get_payload(decode=True)
    assert isinstance(raw, bytes)
    assert tagged(Use.ANSWER, 3, 7) in raw.replace(b"\r\n ", b"").decode()


def test_lines_are_folded_between_signs() -> None:
    assert fold("短") == "短"
    for line in ("a" * 200, "回" * 80, "a回" * 60):
        folded = fold(line)
        assert folded.replace("\r\n ", "") == line
        assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))


class Outside:
    """One mail to a guest, and what comes back to its address."""

    def __init__(self) -> None:
        self.mail = outsiders.tell(
            "Li@xinghai.test", "李工", INVITED, "meeting/1", purpose="meetings.request"
        )
        OutsideMail.objects.update(state=DeliveryState.SENT)
        self.uid = 0

    def comes(self, raw: bytes, use: Use, number: int | None = None) -> str:
        self.uid += 1
        to = tagged(use, number or self.mail.pk, outsiders.NOBODY)
        head = f"Delivered-To: {to}\r\n".encode()
        return inbound.accept(f"imap:1/{self.uid}", head + raw)

    def state(self) -> int:
        self.mail.refresh_from_db()
        return self.mail.state


@pytest.fixture
def outside(regulation: None, sender: None) -> Outside:
    return Outside()


@pytest.mark.django_db
def test_a_guest_is_heard_only_from_their_own_address(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[OutsideAnswer] = []
    monkeypatch.setitem(outsiders._hearers, "meetings", heard.append)
    raw = sample("我来。").replace(b"chenyu@yunqiao.test", b"li@xinghai.test")
    assert outside.comes(sample("我来。"), Use.ANSWER) == "untrusted"
    assert outside.comes(raw.replace(b"Message-ID: <", b"Message-ID: <x"), Use.ANSWER) == "replied"
    assert [one.text for one in heard] == ["我来。"]
    monkeypatch.delitem(outsiders._hearers, "meetings")
    assert outside.comes(raw.replace(b"Message-ID: <", b"Message-ID: <y"), Use.ANSWER) == "unheard"


@pytest.mark.django_db
def test_reports_about_a_guests_mail_reach_it(outside: Outside) -> None:
    assert outside.comes(status("delivered", "2.0.0"), Use.ANSWER) == "forged"
    assert outside.comes(status("delivered", "2.0.0"), Use.BOUNCE, 99_999) == "forged"
    assert outside.comes(status("delivered", "2.0.0"), Use.BOUNCE) == "delivered"
    assert outside.state() == DeliveryState.DELIVERED
    failed = status("failed", "5.1.1").replace(b"<r1@mx.test>", b"<r2@mx.test>")
    assert outside.comes(failed, Use.BOUNCE) == "bounced"
    assert outside.state() == DeliveryState.FAILED
    assert outside.comes(sample(""), Use.ANSWER) == "empty"


def _fields(message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in message.__dataclass_fields__}
