"""What follows from a mail that came in: only what its token and its sender allow."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from huiyin.channels.mail import inbound
from huiyin.channels.mail.address import Use, tagged
from huiyin.channels.mail.tests.samples import TO, disposition, mail, status
from huiyin.core.evidence import Channel, Evidence
from huiyin.delivery import replies
from huiyin.delivery.expand import expand
from huiyin.delivery.models import Delivery, DeliveryState, InboundMessage
from huiyin.delivery.replies import Answer, Refused
from huiyin.delivery.tests.scene import make_notification, make_people
from huiyin.directory.models import Person
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Bearer, Notification

pytestmark = pytest.mark.django_db

Heard = list[tuple[str, Answer]]


class Scene:
    """One person to whom one mail was sent, and the answers that come in."""

    def __init__(self) -> None:
        self.person: Person = make_people(1, email="Chenyu@yunqiao.test")[0]
        self.other: Person = make_people(1, email="other@yunqiao.test")[0]
        self.notification: Notification = make_notification(
            [self.person, self.other], channels=["inbox", "mail"]
        )
        expand(self.notification.pk)
        Delivery.objects.update(state=DeliveryState.SENT)
        self.uid = 0

    def comes(self, raw: bytes, use: Use, person: Person | None = None) -> str:
        """Hand in ``raw`` as delivered to the person's signed address."""
        to = tagged(use, self.notification.pk, (person or self.person).pk)
        return self.comes_to(raw, to)

    def comes_to(self, raw: bytes, to: str) -> str:
        self.uid += 1
        raw = raw.replace(TO.encode(), to.encode())
        return inbound.accept(f"imap:1/{self.uid}", f"Delivered-To: {to}\r\n".encode() + raw)

    def unchanged(self) -> bool:
        """Nothing but the mail itself was kept."""
        rows = set(Delivery.objects.values_list("state", flat=True))
        return (
            rows == {DeliveryState.SENT}
            and not Entry.objects.exists()
            and not Bearer.objects.exclude(evidence=0).exists()
        )


@pytest.fixture
def scene(regulation: None, clock: Any) -> Any:
    changed = {"mail_from": "echo@yunqiao.test", "mail_url": "smtp://127.0.0.1:1"}
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        yield Scene()


@pytest.mark.req("N18")
def test_a_confirmation_reaches_the_scenario_once(scene: Scene, answers: Heard) -> None:
    raw = mail("收到")
    assert scene.comes(raw, Use.ANSWER) == "confirmed"
    scene.uid -= 1
    assert scene.comes(raw, Use.ANSWER) == "seen"
    assert scene.comes(raw, Use.ANSWER) == "copy"
    assert [kind for kind, _ in answers] == ["confirm"]
    answer = answers[0][1]
    assert (answer.person_id, answer.channel) == (scene.person.pk, Channel.MAIL)
    assert answer.subject == scene.notification.subject
    assert InboundMessage.objects.count() == 2


@pytest.mark.req("N24")
def test_a_reply_in_words_reaches_the_scenario_and_acknowledges(
    scene: Scene, answers: Heard
) -> None:
    assert scene.comes(mail("周五前交，缺两台设备。"), Use.ANSWER) == "replied"
    assert [(kind, answer.text) for kind, answer in answers] == [
        ("reply", "周五前交，缺两台设备。"),
        ("confirm", "周五前交，缺两台设备。"),
    ]


@pytest.mark.req("Z03")
@pytest.mark.parametrize(
    ("raw", "use", "outcome"),
    [
        (mail("收到", sender="x@elsewhere.test"), Use.ANSWER, "untrusted"),
        (mail("收到", sender="other@yunqiao.test"), Use.ANSWER, "untrusted"),
        (mail("收到", Auto_Submitted="auto-replied"), Use.ANSWER, "automatic"),
        (mail("收到", subject="自动回复：外出"), Use.BOUNCE, "automatic"),
        (mail("收到"), Use.BOUNCE, "forged"),
        (disposition("deleted"), Use.DISPOSITION, "not-displayed"),
        (disposition("displayed"), Use.ANSWER, "forged"),
        (status("delayed", "4.4.1"), Use.BOUNCE, "delayed"),
        (status("failed", "5.1.1"), Use.ANSWER, "forged"),
        (mail(""), Use.ANSWER, "empty"),
    ],
)
def test_what_proves_nothing_changes_nothing(
    scene: Scene, answers: Heard, raw: bytes, use: Use, outcome: str
) -> None:
    assert scene.comes(raw, use) == outcome
    assert InboundMessage.objects.get().outcome == outcome
    assert bytes(InboundMessage.objects.get().raw).endswith(raw[-40:])
    assert not answers
    assert scene.unchanged()


@pytest.mark.req("Z03")
@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (lambda to: to.replace("+c.", "+c.9"), "forged"),
        (lambda _: "echo@yunqiao.test", "foreign"),
        (lambda to: to.replace("yunqiao", "elsewhere"), "foreign"),
    ],
)
def test_a_forged_or_foreign_address_changes_nothing(
    scene: Scene, answers: Heard, change: Callable[[str], str], outcome: str
) -> None:
    to = change(tagged(Use.ANSWER, scene.notification.pk, scene.person.pk))
    assert scene.comes_to(mail("收到"), to) == outcome
    assert not answers
    assert scene.unchanged()


def test_a_token_of_what_does_not_exist_is_refused(scene: Scene, answers: Heard) -> None:
    assert scene.comes_to(mail("收到"), tagged(Use.ANSWER, 10**9, scene.person.pk)) == "forged"
    assert (
        scene.comes_to(mail("收到"), tagged(Use.ANSWER, scene.notification.pk, 10**9)) == "forged"
    )
    assert not answers


@pytest.mark.req("Z03")
def test_reports_are_worth_what_they_show(scene: Scene) -> None:
    def evidence() -> int:
        return Bearer.objects.get(person_id=scene.person.pk).evidence

    assert scene.comes(status("relayed", "2.1.9"), Use.BOUNCE) == "delivered"
    assert evidence() == Evidence.DELIVERED
    assert Delivery.objects.get(person_id=scene.person.pk).state == DeliveryState.DELIVERED
    receipt = disposition("displayed").replace(b"<r1@", b"<r2@")
    assert scene.comes(receipt, Use.DISPOSITION) == "displayed"
    assert evidence() == Evidence.OPENED
    assert Bearer.objects.get(person_id=scene.person.pk).state == 0
    assert Entry.objects.filter(kind="receipts.received").count() == 2


@pytest.mark.req("N16")
def test_a_bounce_fails_the_delivery_and_doubts_the_address(scene: Scene) -> None:
    assert scene.comes(status("failed", "5.1.1"), Use.BOUNCE) == "bounced"
    failed = Delivery.objects.get(person_id=scene.person.pk)
    assert failed.state == DeliveryState.FAILED
    assert failed.reason == "被退回：5.1.1 550 5.1.1 no such user here；仅站内送达"
    assert Person.objects.get(pk=scene.person.pk).email_suspect
    assert not Person.objects.get(pk=scene.other.pk).email_suspect


def test_the_case_may_refuse_an_answer_or_not_listen(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(replies._acts, "notices", raising=False)
    assert scene.comes(mail("收到"), Use.ANSWER) == "unheard"

    def closed(answer: Answer) -> None:
        raise Refused("closed")

    monkeypatch.setitem(replies._acts, "notices", (closed, closed))
    assert scene.comes(mail("收到").replace(b"<a1@", b"<a2@"), Use.ANSWER) == "refused"


def test_a_mail_our_own_code_fails_on_is_kept_and_read_later(
    scene: Scene, answers: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(raw: bytes) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(inbound, "read", broken)
        assert scene.comes(mail("收到"), Use.ANSWER) == "unread"
        assert inbound.reread() == 0
    assert inbound.reread() == 1
    assert [kind for kind, _ in answers] == ["confirm"]
    assert inbound.reread() == 0


def test_how_far_a_mailbox_was_read(scene: Scene) -> None:
    assert inbound.last_uid(1) == 0
    scene.comes(mail("x"), Use.ANSWER)
    scene.uid = 41
    scene.comes(mail("y"), Use.ANSWER)
    assert inbound.last_uid(1) == 42
    assert inbound.last_uid(2) == 0


@pytest.mark.req("N18", "R04")
def test_files_of_an_answer_reach_the_scenario_and_the_raw_mail_is_kept_short(
    scene: Scene, answers: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "KEPT", 400)
    assert scene.comes(_with_file(b"a,b\n" * 200), Use.ANSWER) == "replied"
    assert [file.name for file in answers[0][1].files] == ["盘点.csv"]
    assert answers[0][1].files[0].content == b"a,b\n" * 200
    assert len(InboundMessage.objects.get().raw) == 400


@pytest.mark.req("N18")
def test_of_a_mail_too_large_the_words_count_and_say_what_is_missing(
    scene: Scene, answers: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "LARGEST", 500)
    assert scene.comes(_with_file(b"a,b\n" * 200), Use.ANSWER) == "replied"
    assert answers[0][1].files == ()
    assert answers[0][1].text == "见附件\n（附件过大，没有保存）"


def _with_file(content: bytes) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"] = "Chenyu@yunqiao.test", TO
    letter["Subject"], letter["Message-ID"] = "回复：盘点", "<file@yunqiao.test>"
    letter.set_content("见附件")
    letter.add_attachment(content, maintype="text", subtype="csv", filename="盘点.csv")
    return letter.as_bytes()
