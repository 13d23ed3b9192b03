"""Mail from strangers, and the answers that calendars give."""

from email.message import EmailMessage

import pytest

from huiyin.channels.mail import inbound
from huiyin.channels.mail.address import Use
from huiyin.channels.mail.parts import LARGEST_CALENDAR
from huiyin.channels.mail.reading import Kind, read
from huiyin.channels.mail.tests.samples import TO, disposition, mail, status
from huiyin.channels.mail.tests.test_inbound import Heard, Scene, scene
from huiyin.delivery import letters, replies
from huiyin.delivery.letters import Letter
from huiyin.delivery.models import InboundMessage
from huiyin.delivery.received import Received
from huiyin.kit import clock as kit_clock

__all__ = ["scene"]

pytestmark = pytest.mark.django_db

ACCEPTED = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:m1@yunqiao.test\r\n"
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:chenyu@yunqiao.test\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
FORWARDED = "客户来电，发票打不开。\n\n-----原始邮件-----\n发件人: 客户\n发票打开是空白"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """The letters that one handler takes, after another that takes none."""
    kept: list[Letter] = []

    def keep(letter: Letter) -> str:
        kept.append(letter)
        return "kept"

    handlers = {"none": lambda _: None, "all": keep}
    monkeypatch.setattr(letters, "_handlers", handlers)
    return kept


def stranger(plain: str = FORWARDED, **headers: str) -> bytes:
    given = {"sender": "王女士 <Wang@Client.test>", "subject": "发票打不开", **headers}
    return mail(plain, **given).replace(TO.encode(), b"Problems@yunqiao.test")


def with_calendar(text: str, said: str = "", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "陈屿 <chenyu@yunqiao.test>", TO
    message["Subject"], message["Message-ID"] = "Accepted: 周会", "<cal@yunqiao.test>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(said)
    message.add_alternative(text, subtype="calendar", params={"method": "REPLY"})
    return message.as_bytes()


@pytest.mark.req("B01")
def test_a_letter_is_offered_once_with_all_that_it_says(scene: Scene, taken: list[Letter]) -> None:
    raw = stranger(
        In_Reply_To="<p2@yunqiao.test>", References="<p1@yunqiao.test> <p2@yunqiao.test>"
    )
    assert scene.comes_to(raw, "problems@yunqiao.test") == "all.kept"
    scene.uid -= 1
    assert scene.comes_to(raw, "problems@yunqiao.test") == "seen"
    assert scene.comes_to(raw, "problems@yunqiao.test") == "copy"
    assert taken == [
        Letter(
            sender="wang@client.test",
            sender_name="王女士",
            addresses=("problems@yunqiao.test",),
            subject="发票打不开",
            text="客户来电，发票打不开。",
            calendar="",
            files=(),
            message_id="<a1@yunqiao.test>",
            at=kit_clock.now(),
            body=FORWARDED.replace("\n", "\r\n"),
            references=("<p2@yunqiao.test>", "<p1@yunqiao.test>"),
        )
    ]


def test_files_come_along(scene: Scene, taken: list[Letter]) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@client.test", "problems@x.test", "坏了"
    message.set_content("见图")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="屏幕.png")
    assert scene.comes_to(message.as_bytes(), "problems@x.test") == "all.kept"
    assert taken[0].files == (Received("屏幕.png", b"\x89PNG"),)


@pytest.mark.parametrize(
    "raw",
    [
        stranger(Auto_Submitted="auto-replied"),
        stranger(subject="自动回复：外出"),
        status("failed", "5.1.1"),
        disposition("displayed"),
    ],
)
def test_what_machines_write_is_offered_to_nobody(
    scene: Scene, taken: list[Letter], raw: bytes
) -> None:
    assert scene.comes_to(raw, "problems@yunqiao.test") == "foreign"
    assert not taken


def test_without_a_taker_it_stays_foreign_and_is_offered_when_it_comes_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "_handlers", {})
    assert scene.comes_to(stranger(), "problems@yunqiao.test") == "foreign"
    letters.register("late", lambda _: "x" * 60)
    assert scene.comes_to(stranger(), "problems@yunqiao.test") == f"late.{'x' * 35}"
    assert InboundMessage.objects.count() == 2


def test_a_handler_that_fails_loses_no_letter(
    scene: Scene, taken: list[Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(letter: Letter) -> str:
        taken.append(letter)
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setitem(letters._handlers, "none", broken)
        assert scene.comes_to(stranger(), "problems@yunqiao.test") == "unread"
    assert inbound.reread() == 1
    assert InboundMessage.objects.get().outcome == "all.kept"


def test_an_address_with_a_word_of_its_own_is_no_forged_token(
    scene: Scene, taken: list[Letter]
) -> None:
    assert scene.comes_to(stranger(), "echo+problems@yunqiao.test") == "all.kept"
    other = stranger().replace(b"<a1@", b"<a2@")
    assert scene.comes_to(other, "echo+c.problems@yunqiao.test") == "forged"


@pytest.mark.req("M04")
@pytest.mark.parametrize("headers", [{}, {"Auto_Submitted": "auto-generated"}])
def test_a_calendars_answer_reaches_the_scenario(
    scene: Scene, answers: Heard, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    heard: list[replies.Answer] = []
    monkeypatch.setattr(replies, "_calendars", {})
    replies.register_calendar("notices", heard.append)
    assert scene.comes(with_calendar(ACCEPTED, **headers), Use.ANSWER) == "calendar"
    assert "PARTSTAT=ACCEPTED" in heard[0].calendar
    assert heard[0].person_id == scene.person.pk
    assert heard[0].notified_at == scene.notification.created_at
    assert not answers


def test_a_calendars_answer_to_what_is_no_meeting_is_unheard(scene: Scene, answers: Heard) -> None:
    assert scene.comes(with_calendar(ACCEPTED), Use.ANSWER) == "unheard"
    stolen = with_calendar(ACCEPTED).replace(b"chenyu@yunqiao.test>", b"other@yunqiao.test>")
    assert scene.comes(stolen.replace(b"<cal@", b"<c2@"), Use.ANSWER) == "untrusted"
    assert not answers


@pytest.mark.req("M04")
def test_a_calendars_answer_to_the_plain_address_is_a_letter(
    scene: Scene, taken: list[Letter]
) -> None:
    assert scene.comes_to(with_calendar(ACCEPTED), "echo@yunqiao.test") == "all.kept"
    assert taken[0].calendar.startswith("BEGIN:VCALENDAR")
    assert taken[0].sender == "chenyu@yunqiao.test"


def test_which_calendar_parts_are_answers() -> None:
    asked = read(with_calendar(ACCEPTED.replace("REPLY", "REQUEST"), said="请来参加"))
    assert (asked.kind, asked.text) == (Kind.REPLY, "请来参加")
    assert "METHOD:REQUEST" in asked.calendar
    assert read(with_calendar(ACCEPTED.replace("REPLY", "COUNTER"))).kind is Kind.CALENDAR
    assert read(with_calendar("METHOD:REPLY\r\n")).calendar == ""
    long = ACCEPTED + "X" * LARGEST_CALENDAR
    assert len(read(with_calendar(long)).calendar) == LARGEST_CALENDAR
    bounced = status("failed", "5.1.1").replace(b"See below.", ACCEPTED.encode())
    assert read(bounced).kind is Kind.FAILED
