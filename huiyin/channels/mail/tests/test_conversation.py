"""One conversation per case and person; files that go along, and those that stay links (N18, R01)."""

import email
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from huiyin.channels.mail.letter import Letter
from huiyin.core.evidence import Channel
from huiyin.delivery import send
from huiyin.delivery.channel import Outgoing
from huiyin.delivery.content import File, Message
from huiyin.delivery.expand import expand
from huiyin.delivery.models import Delivery
from huiyin.delivery.tests.scene import make_notification, make_people
from huiyin.directory.models import Person
from huiyin.kit import clock as kit_clock
from huiyin.obligations.models import Notification

pytestmark = pytest.mark.req("N18")

READER = Person(pk=1, name="陈屿", email="p1@yunqiao.test")
PDF = b"%PDF-1.7 " + b"x" * 3000


def file(name: str, content: bytes = PDF, read: Callable[[], bytes] | None = None) -> File:
    kind = "application/pdf" if name.endswith("pdf") else "text/plain; charset=utf-8"
    return File(name, kind, len(content), f"/attachments/{len(name)}", read or (lambda: content))


def letter(*files: File, earlier: tuple[int, ...] = (), **over: Any) -> EmailMessage:
    message = Message(
        **{
            "subject": "【重要】盘点",
            "plain": "请确认。",
            "html": "<p>请确认。</p>",
            "action": "确认收到",
            "files": files,
            "encloses": True,
            **over,
        }
    )
    outgoing = Outgoing(5, READER, message, "http://localhost/c/x", earlier)
    changed = settings.ENV.model_copy(update={"mail_from": "echo@yunqiao.test"})
    with override_settings(ENV=changed):
        raw = Letter(message).bytes_for(outgoing, READER.email, kit_clock.now())
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    parsed = email.message_from_bytes(raw, policy=default)
    assert isinstance(parsed, EmailMessage)
    assert not parsed.defects
    return parsed


def words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_the_first_mail_answers_to_nothing() -> None:
    mail = letter()
    assert mail["In-Reply-To"] is None
    assert mail["References"] is None
    assert mail.get_content_type() == "multipart/alternative"


def test_later_ones_name_the_first_and_the_latest() -> None:
    mail = letter(earlier=(2, 3), topic="【重要】年终盘点安排与对账要求，请各部门按时完成")
    assert mail["In-Reply-To"] == "<n.3.1@yunqiao.test>"
    assert mail["References"].split() == ["<n.2.1@yunqiao.test>", "<n.3.1@yunqiao.test>"]
    assert mail["Thread-Topic"] == "【重要】年终盘点安排与对账要求，请各部门按时完成"
    many = letter(earlier=tuple(range(1, 40)))["References"].split()
    assert (many[0], many[-1], len(many)) == ("<n.1.1@yunqiao.test>", "<n.39.1@yunqiao.test>", 10)


def test_files_go_along_under_their_names() -> None:
    mail = letter(file("年终盘点 表.pdf"), file("说明.txt", "你好\r\n".encode()))
    assert mail.get_content_type() == "multipart/mixed"
    first, second = mail.iter_attachments()
    assert first.get_filename() == "年终盘点 表.pdf"
    assert first.get_content_type() == "application/pdf"
    assert first.get_payload(decode=True) == PDF
    assert second.get_payload(decode=True) == "你好\r\n".encode()
    assert "年终盘点 表.pdf（2.9 KB，随信）" in words(mail).replace("\xa0", " ")
    assert mail.get_body(("html",)) is not None


def test_what_does_not_fit_is_a_link_behind_the_sign_in() -> None:
    limit = settings.ENV.model_copy(update={"mail_attachments": 4000})
    with override_settings(ENV=limit):
        mail = letter(file("a.pdf"), file("b.pdf"), file("c.txt", b"c" * 100))
    assert [part.get_filename() for part in mail.iter_attachments()] == ["a.pdf", "c.txt"]
    assert "b.pdf" in words(mail)
    assert "登录后下载：http://localhost:" in words(mail)


def test_a_reminder_has_links_only() -> None:
    mail = letter(file("a.pdf"), encloses=False)
    assert list(mail.iter_attachments()) == []
    assert "/attachments/5" in words(mail)


def test_a_file_that_is_gone_does_not_stop_the_mail() -> None:
    def gone() -> bytes:
        raise FileNotFoundError

    mail = letter(file("a.pdf", read=gone))
    assert list(mail.iter_attachments()) == []
    assert "/attachments/5" in words(mail)


@pytest.mark.req("R01")
def test_confidential_matter_has_no_file_and_no_name_of_one() -> None:
    mail = letter(file("裁员名单.pdf"), classification="confidential")
    assert list(mail.iter_attachments()) == []
    assert "裁员" not in mail.as_string()
    assert "裁员" not in words(mail)
    assert mail["Sensitivity"] == "Company-Confidential"


@pytest.mark.django_db
def test_a_reminder_belongs_to_the_conversation_that_reached_the_person(
    post: Any, regulation: None, clock: Any
) -> None:
    first, second = make_people(1, email="a@yunqiao.test") + make_people(1, email="b@yunqiao.test")
    announced = make_notification([first], channels=["mail"])
    _deliver(announced)
    reminded, again = (make_notification([first, second], channels=["mail"]) for _ in range(2))
    both = Notification.objects.filter(pk__in=[reminded.pk, again.pk])
    both.update(purpose="remind", subject=announced.subject)
    for ping in (reminded, again):
        _deliver(ping)
    other = make_notification([first], channels=["mail"])
    _deliver(other)
    heads = [email.message_from_bytes(one.content, policy=default) for one in post.taken]
    known = {str(head["Message-ID"]): head for head in heads}
    name = f"<n.{{}}.{first.pk}@yunqiao.test>".format
    assert known[name(reminded.pk)]["In-Reply-To"] == name(announced.pk)
    assert known[name(again.pk)]["References"].split() == [name(announced.pk), name(reminded.pk)]
    assert known[name(other.pk)]["References"] is None
    fresh = known[f"<n.{reminded.pk}.{second.pk}@yunqiao.test>"]
    assert fresh["References"] is None


def _deliver(ping: Notification) -> None:
    expand(ping.pk)
    send.deliver(ping.pk, 0, 2**40, int(Channel.MAIL))
    assert not Delivery.objects.filter(notification_id=ping.pk, state=0).exists()
