"""What the classification decides: channels, what a mail may say, who may see (R01)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from huiyin.cases.attachments import attach
from huiyin.core.evidence import Channel
from huiyin.delivery import compose, content, digest, send
from huiyin.delivery.models import Delivery, DeliveryState, Interruptions
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.models import Notification
from huiyin.scenarios.notices import actions, mode
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.req("R01")]

SECRETS = ("裁撤", "华东", "轮班", "值班", "名单", "大促")


@pytest.fixture(autouse=True)
def mail() -> Iterator[None]:
    changed = {"mail_url": "smtp://127.0.0.1:9", "mail_from": "echo@yunqiao.test"}
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        yield


def published(stage: Stage, classification: str) -> Notice:
    Person.objects.update(email="somebody@yunqiao.test", simulated=False)
    draft = stage.draft(classification=classification, gist="裁撤华东仓。")
    attach(draft, SimpleUploadedFile("名单.csv", b"a,b"), by=stage["林若溪"])
    return actions.publish(draft.pk, by=stage["林若溪"]).notice


def said(ping: Notification) -> content.Message:
    words = content.describe(ping, [])
    assert isinstance(words, content.Message)
    return words


def everything(message: content.Message) -> str:
    files = " ".join(file.name for file in message.files)
    parts = (message.subject, message.plain, message.html, message.gist, message.topic, files)
    return " ".join(parts)


@pytest.mark.parametrize("classification", ["public", "internal"])
def test_what_is_open_goes_out_whole_with_its_files(stage: Stage, classification: str) -> None:
    notice = published(stage, classification)
    message = said(Notification.objects.get(subject=notice.pk))
    assert "裁撤华东仓。" in message.plain
    assert [file.name for file in message.files] == ["名单.csv"]
    assert message.files[0].read() == b"a,b"
    assert message.encloses
    assert mode.row(mode.matrix_facts(notice)).with_text


def test_what_is_confidential_goes_out_as_a_number(stage: Stage) -> None:
    notice = published(stage, "confidential")
    row = mode.row(mode.matrix_facts(notice))
    assert (row.channels, row.with_text) == (("inbox", "mail"), False)
    message = said(Notification.objects.get(subject=notice.pk))
    assert notice.number in message.subject
    for secret in SECRETS:
        assert secret not in everything(message)


@pytest.mark.req("Z13")
def test_a_digest_says_of_what_is_confidential_no_more_than_its_own_mail(stage: Stage) -> None:
    secret, plain = published(stage, "confidential"), published(stage, "internal")
    reader = stage["白露"]
    Interruptions.objects.create(person_id=reader.pk, day="2026-11-25", pushes=8)
    pings = [Notification.objects.get(subject=notice.pk) for notice in (secret, plain)]
    for ping in pings:
        send.deliver(ping.pk, reader.pk, reader.pk, int(Channel.MAIL))
    held = Delivery.objects.filter(person_id=reader.pk)
    assert set(held.values_list("state", flat=True)) == {DeliveryState.HELD}
    held.update(next_at=clock.now() - timedelta(seconds=1))
    assert digest.release_due() == 2
    whole = Notification.objects.get(purpose="delivery.digest")
    message = compose.describe(whole, [reader.pk])[reader.pk]
    assert secret.number in message.plain
    assert "裁撤华东仓。" in message.plain
    alone = message.plain.split("\n\n")
    mine = next(part for part in alone if secret.number in part)
    assert not any(word in mine for word in SECRETS)
    assert message.plain.count("/n/") == 2


def test_who_may_see_what_is_confidential(stage: Stage) -> None:
    notice = published(stage, "confidential")
    assert may(stage["白露"], Action.READ_ATTACHMENT, notice)
    assert not may(stage["陈屿"], Action.SEE, notice)
    internal = published(stage, "internal")
    assert not may(stage["唐果"], Action.READ, internal)
    assert may(stage["唐果"], Action.READ, published(stage, "public"))
