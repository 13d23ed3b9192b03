"""Mail to people outside the directory: once per key, retried, told to the end, answers heard."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from huiyin.core.evidence import Channel
from huiyin.delivery import outsiders, reasons, registry, runs
from huiyin.delivery.channel import Outcome, Outgoing, Result, Unreachable
from huiyin.delivery.content import Message
from huiyin.delivery.models import DeliveryState, OutsideMail
from huiyin.delivery.outsiders import OutsideAnswer
from huiyin.delivery.tasks import tell_outsider
from huiyin.delivery.tests.scene import FakeChannel
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry

pytestmark = pytest.mark.django_db

INVITED = Message(
    subject="启动会邀请",
    plain="请参加。",
    html="<p>请参加。</p>",
    action="查看",
    link_path="/meetings/g/abc",
    calendar="BEGIN:VCALENDAR\r\nSUMMARY:启动会\r\nEND:VCALENDAR\r\n".encode(),
    calendar_method="REQUEST",
)


@dataclass
class Post(FakeChannel):
    """The mail channel: keeps what was handed over, whole."""

    code: Channel = Channel.MAIL
    name: str = "mail"
    gone: bool = False

    def __post_init__(self) -> None:
        self.letters: list[Outgoing] = []

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Result]:
        for outgoing in batch:
            self.letters.append(outgoing)
            if self.gone:
                raise Unreachable("nobody there")
            yield self.plan.get(outgoing.person.pk, Result(outgoing.person.pk, Outcome.SENT))


@pytest.fixture
def post(in_force_policy: None, clock: Any, monkeypatch: pytest.MonkeyPatch) -> Post:
    channel = Post()
    monkeypatch.setattr(registry, "channels", lambda: (channel,))
    return channel


def tell(key: str = "meeting/1", subject: UUID | None = None) -> OutsideMail:
    return outsiders.tell(
        "li@xinghai.test", "李工", INVITED, key, purpose="meetings.request", subject=subject
    )


def outcome(mail: OutsideMail) -> tuple[int, str]:
    mail.refresh_from_db()
    return mail.state, mail.reason


def kinds() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


@pytest.mark.req("M20", "R04")
def test_a_guest_is_written_to_once_with_everything_that_was_said(post: Post) -> None:
    mail = tell(subject=uuid4())
    assert tell().pk == mail.pk
    tell_outsider(mail.pk)
    tell_outsider(mail.pk)

    assert outcome(mail) == (DeliveryState.SENT, "")
    (letter,) = post.letters
    assert (letter.person.email, letter.person.name) == ("li@xinghai.test", "李工")
    assert letter.message == INVITED
    assert letter.link.endswith("/meetings/g/abc")
    assert kinds() == ["outsiders.sent"]


@pytest.mark.req("R04")
def test_it_is_tried_again_and_given_up_in_the_end(post: Post, clock: Any) -> None:
    post.plan = {0: Result(0, Outcome.RETRY, reasons.LATER)}
    mail = tell(subject=uuid4())
    waits = [wait.total_seconds() for wait in post.retry.waits]
    for wait in waits:
        outsiders.deliver(mail.pk)
        assert outcome(mail) == (DeliveryState.RETRY, reasons.LATER)
        assert outsiders.retry_due() == 0
        clock.advance(seconds=wait)
        assert outsiders.retry_due() == 1
    outsiders.deliver(mail.pk)

    assert outcome(mail) == (DeliveryState.FAILED, f"{reasons.GIVEN_UP}：{reasons.LATER}")
    assert kinds() == ["outsiders.failed"]


def test_no_server_is_no_failure_yet(post: Post) -> None:
    post.gone = True
    mail = tell()
    outsiders.deliver(mail.pk)
    assert outcome(mail)[0] == DeliveryState.RETRY
    post.configured = False
    other = tell("meeting/2")
    outsiders.deliver(other.pk)
    assert outcome(other) == (DeliveryState.RETRY, reasons.UNREACHABLE)
    assert kinds() == []


def test_a_channel_that_is_not_there_gives_up(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "channels", lambda: ())
    mail = tell()
    outsiders.deliver(mail.pk)
    assert outcome(mail)[0] == DeliveryState.FAILED


@pytest.mark.req("R04")
def test_whoever_died_during_the_call_may_have_sent_it(post: Post) -> None:
    mail = tell(subject=uuid4())
    dead = secrets.randbits(60)
    OutsideMail.objects.update(state=DeliveryState.SENDING, run=dead, attempts=1)
    outsiders.deliver(mail.pk)
    assert post.letters == []
    assert outsiders.bury_dead() == 1
    assert outcome(mail) == (DeliveryState.UNKNOWN, reasons.MAYBE_SENT)
    assert outsiders.bury_dead() == 0
    assert kinds() == ["outsiders.unknown"]


def test_what_is_wrong_with_the_address_stands_in_the_row_alone(post: Post) -> None:
    said = reasons.told(reasons.REFUSED, "550 li@xinghai.test unknown")
    post.plan = {0: Result(0, Outcome.FAILED, said, suspect=True)}
    mail = tell(subject=uuid4())
    outsiders.deliver(mail.pk)
    assert outcome(mail) == (DeliveryState.FAILED, said)
    assert "xinghai" not in Entry.objects.get().body


@pytest.mark.req("N18")
def test_a_bounce_and_a_receipt_change_only_what_was_sent(post: Post) -> None:
    mail = tell(subject=uuid4())
    outsiders.arrived(mail)
    assert outcome(mail)[0] == DeliveryState.QUEUED
    outsiders.deliver(mail.pk)
    outsiders.arrived(mail)
    assert outcome(mail)[0] == DeliveryState.DELIVERED
    outsiders.bounced(mail, reasons.BOUNCED)
    outsiders.bounced(mail, "again")
    assert outcome(mail) == (DeliveryState.FAILED, reasons.BOUNCED)
    assert kinds() == ["outsiders.sent", "outsiders.failed"]


def test_answers_reach_the_scenario_that_asked(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[OutsideAnswer] = []
    mail = tell()
    answer = OutsideAnswer(mail, kit_clock.now(), "好的")
    monkeypatch.setattr(outsiders, "_hearers", {})
    assert not outsiders.heard(answer)
    outsiders.register("meetings", heard.append)
    assert outsiders.heard(answer)
    assert heard == [answer]
    assert str(mail) == "meeting/1"
    assert outsiders.find(mail.pk) == mail


def test_a_lock_is_held_by_one() -> None:
    with runs.lock(7) as free:
        assert free
