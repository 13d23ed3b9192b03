"""What mail says of the log: which duty waits until when, never what was said."""

from datetime import timedelta
from threading import Event as Stop

import pytest

from huiyin.delivery import content
from huiyin.delivery.content import Message
from huiyin.kit import clock as kit_clock
from huiyin.obligations import clock
from huiyin.obligations.models import Notification, Obligation
from huiyin.scenarios.journal import rhythm
from huiyin.scenarios.journal.models import Week
from huiyin.scenarios.journal.tests.conftest import CONTENT, Stage


def said(verb: str) -> Message:
    cohort = Obligation.objects.filter(verb=verb).latest("pk")
    ping = Notification.objects.filter(obligation_id=cohort.pk).latest("pk")
    words = content.describe(ping, [])
    assert isinstance(words, Message)
    return words


@pytest.mark.req("N11", "R07")
def test_a_duty_is_named_by_its_number_alone(stage: Stage) -> None:
    entry = stage.entry("occurrence")
    mail = said("first_word")
    assert mail.subject == f"先行通报：{entry.number}"
    assert "请在 11 月 25 日 16:20 前完成。" in mail.plain
    assert mail.link_path == f"/journal/{entry.pk}"
    assert not mail.may_reply
    for verb in ("first_word", "full_detail"):
        assert CONTENT not in said(verb).plain + said(verb).html + said(verb).subject


@pytest.mark.req("N11")
def test_the_head_and_reminders_are_told_apart(stage: Stage) -> None:
    entry = stage.entry("occurrence", secret=True)
    kit_clock.advance(timedelta(minutes=110))
    clock.wake()
    assert said("first_word").subject.endswith("（提醒）")
    urged = said("urge_word")
    assert urged.subject == f"督促补发通报：{entry.number}"
    assert "前完成" not in urged.plain


@pytest.mark.req("O06")
def test_the_week_is_called_by_its_name(stage: Stage) -> None:
    stop = Stop()
    rhythm.beat(kit_clock.now())
    stop.set()
    rhythm.run(stop)
    assert said("pass_list").subject == Week.objects.get().title == "11 月 23 日这一周的传达清单"
