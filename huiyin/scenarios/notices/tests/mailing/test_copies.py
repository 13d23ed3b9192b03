"""Copies: told and allowed to read, marked, and owing nothing (N18)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from huiyin.cases.attachments import attach
from huiyin.core.evidence import Channel
from huiyin.delivery import attention, content, registry, send
from huiyin.delivery.models import Delivery, DeliveryState
from huiyin.delivery.tests.scene import FakeChannel
from huiyin.directory.access import Action, may
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.ledger.models import Entry
from huiyin.obligations.doctor import findings
from huiyin.obligations.models import Bearer, Notification
from huiyin.scenarios.notices import actions
from huiyin.scenarios.notices.copying import copies
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.req("N18")]


@pytest.fixture(autouse=True)
def mail() -> Iterator[None]:
    """A mail server is configured; nobody has to be there."""
    changed = {"mail_url": "smtp://127.0.0.1:9", "mail_from": "echo@yunqiao.test"}
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        yield


def published(stage: Stage, *names: str, **over: Any) -> Notice:
    """A notice to 运营部 with a copy to ``names``."""
    Person.objects.update(email="somebody@yunqiao.test", simulated=False)
    chosen = Audience(people=tuple(stage[name].pk for name in names))
    return stage.published(copies=chosen.to_json(), **over)


def ping(notice: Notice) -> Notification:
    return Notification.objects.get(subject=notice.pk, purpose=copies.PURPOSE)


def said(notice: Notice) -> content.Message:
    words = content.describe(ping(notice), [])
    assert isinstance(words, content.Message)
    return words


def test_who_gets_a_copy_may_read_and_owes_nothing(stage: Stage) -> None:
    notice = published(stage, "韩墨", "陈屿")
    assert may(stage["韩墨"], Action.READ, notice)
    assert not may(stage["韩墨"], Action.CONFIRM, notice)
    assert not may(stage["韩墨"], Action.SEE_COVERAGE, notice)
    assert not may(stage["唐果"], Action.SEE, notice)
    assert not Bearer.objects.filter(person_id=stage["韩墨"].pk).exists()
    told = Delivery.objects.filter(notification_id=ping(notice).pk)
    assert set(told.values_list("person_id", flat=True)) == {stage["韩墨"].pk, stage["陈屿"].pk}
    assert ping(notice).total == 2
    entry = Entry.objects.get(kind="notices.copied")
    assert (entry.subject, '"people":2' in entry.body) == (notice.pk, True)
    assert not [line for line in findings() if not line.startswith("I8")]


def test_a_recipient_gets_no_copy_besides(stage: Stage) -> None:
    notice = published(stage, "白露", "韩墨")
    told = Delivery.objects.filter(notification_id=ping(notice).pk)
    assert list(told.values_list("person_id", flat=True)) == [stage["韩墨"].pk]
    assert ping(notice).total == 1


def test_without_copies_nobody_is_told(stage: Stage) -> None:
    for notice in (stage.published(), published(stage, "白露")):
        assert not Notification.objects.filter(subject=notice.pk, purpose=copies.PURPOSE).exists()
    assert not Entry.objects.filter(kind="notices.copied").exists()


def test_what_only_the_inbox_carries_is_read_there(stage: Stage) -> None:
    notice = published(stage, "韩墨", urgency="routine")
    assert may(stage["韩墨"], Action.READ, notice)
    assert not Notification.objects.filter(subject=notice.pk, purpose=copies.PURPOSE).exists()


def test_the_copy_says_that_it_is_one_and_asks_for_nothing(stage: Stage) -> None:
    message = said(published(stage, "韩墨", gist="大促轮班。"))
    assert message.subject.startswith("【抄送】")
    assert "供知悉，无需确认" in message.plain
    assert "大促轮班。" in message.html
    assert "抄送\n韩墨" in message.plain
    assert "{token}" not in message.link_path
    assert message.link_path.startswith("/notices/")
    assert not message.may_reply
    assert not message.wants_read_receipt


@pytest.mark.req("R01")
def test_a_confidential_copy_carries_no_text_and_no_file(stage: Stage) -> None:
    draft = stage.draft(
        classification="confidential",
        copies=Audience(people=(stage["韩墨"].pk,)).to_json(),
        gist="裁撤华东仓。",
    )
    attach(draft, SimpleUploadedFile("名单.csv", b"a,b"), by=stage["林若溪"])
    Person.objects.update(email="somebody@yunqiao.test", simulated=False)
    message = said(actions.publish(draft.pk, by=stage["林若溪"]).notice)
    whole = f"{message.subject} {message.plain} {message.html} {message.gist} {message.topic}"
    for secret in ("裁撤", "值班", "轮班", "韩墨", "名单"):
        assert secret not in whole
    assert message.files == ()


def test_a_copy_is_sent_without_a_duty_and_counted_as_an_interruption(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = published(stage, "韩墨")
    channel = FakeChannel(code=Channel.MAIL, name="mail")
    monkeypatch.setattr(registry, "channels", lambda: (channel,))
    send.deliver(ping(notice).pk, 0, 2**40, int(Channel.MAIL))
    assert channel.sent == [stage["韩墨"].pk]
    assert channel.links[0].endswith(f"/notices/{notice.pk}")
    row = Delivery.objects.get(notification_id=ping(notice).pk)
    assert (row.state, row.counted_on) == (DeliveryState.SENT, attention.today())


def test_an_override_does_not_let_copies_through(stage: Stage) -> None:
    notice = published(stage, "韩墨", override_reason="今晚停电")
    found = attention.facts_of(ping(notice))
    assert attention.OVERRIDE not in found
    assert found["urgency"] == "important"
    Notice.objects.filter(pk=notice.pk).delete()
