"""Sending: every outcome is written, retried, routed on; confirming anywhere cancels."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from huiyin.core.evidence import Channel
from huiyin.core.obligation import State
from huiyin.delivery import content, links, loops, reasons, registry, runs, send
from huiyin.delivery.channel import Outcome, Outgoing, Result, Unreachable
from huiyin.delivery.expand import expand
from huiyin.delivery.models import Delivery, DeliveryState
from huiyin.delivery.queries import deliveries_of, progress, progress_of
from huiyin.delivery.tests.scene import FakeChannel, make_notification, make_people
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Bearer, Notification

pytestmark = pytest.mark.django_db

Installed = tuple[FakeChannel, FakeChannel]


def deliver(notification: Notification, channel: int = Channel.SMS) -> None:
    send.deliver(notification.pk, 0, 2**40, int(channel))


def row(person_id: int, channel: int = Channel.SMS) -> Delivery:
    return Delivery.objects.get(person_id=person_id, channel=channel)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


@pytest.mark.req("R04")
def test_everybody_is_sent_to_once_and_the_ledger_has_the_manifest(
    clock: Any, installed: Installed
) -> None:
    people = make_people(5)
    notification = make_notification(people)
    expand(notification.pk)
    deliver(notification)
    deliver(notification)
    assert installed[0].sent == [person.pk for person in people]
    assert progress(notification.pk).sent == 5
    assert progress_of(notification.subject).done == 5
    assert not Delivery.objects.filter(run__isnull=False).exists()
    assert kinds() == ["delivery.sent"]
    link = links.read(installed[0].links[0].rpartition("/c/")[2])
    assert link == links.Link(notification.pk, people[0].pk, None)


@pytest.mark.req("Z03")
def test_a_confirmation_cancels_what_is_pending(clock: Any, installed: Installed) -> None:
    first, second = make_people(2)
    notification = make_notification([first, second])
    expand(notification.pk)
    Bearer.objects.filter(person_id=first.pk).update(state=State.MET)
    deliver(notification)
    assert installed[0].sent == [second.pk]
    assert row(first.pk).state == DeliveryState.CANCELLED
    assert row(first.pk).reason == reasons.NOT_DUE


@pytest.mark.req("Z03")
@pytest.mark.django_db(transaction=True)
def test_confirming_while_the_batch_is_sent_still_cancels(
    clock: Any, installed: Installed, in_force_policy: None
) -> None:
    people = make_people(4)
    notification = make_notification(people)
    expand(notification.pk)
    other = connection.copy()

    def confirm(person_id: int) -> None:
        if person_id == people[0].pk:
            with other.cursor() as cursor:
                cursor.execute(
                    "UPDATE obligation_bearer SET state = 1 WHERE person_id = %s", [people[3].pk]
                )

    installed[0].before = confirm
    deliver(notification)
    other.close()
    assert installed[0].sent == [person.pk for person in people[:3]]
    assert row(people[3].pk).state == DeliveryState.CANCELLED


def test_a_delegate_counts_as_owing_while_the_bearer_is_open(
    clock: Any, installed: Installed
) -> None:
    bearer, delegate = make_people(2)
    notification = make_notification([bearer])
    Bearer.objects.update(delegate_id=delegate.pk)
    expand(notification.pk)
    deliver(notification)
    assert installed[0].sent == [bearer.pk, delegate.pk]


def test_a_transient_failure_waits_by_the_policy_and_then_fails(
    clock: Any, installed: Installed
) -> None:
    person = make_people(1)[0]
    notification = make_notification([person])
    expand(notification.pk)
    sms = installed[0]
    sms.plan[person.pk] = Result(person.pk, Outcome.RETRY, reasons.told(reasons.LATER, "busy"))
    for wait in (1, 5, 15):
        deliver(notification)
        assert row(person.pk).state == DeliveryState.RETRY
        assert row(person.pk).next_at == clock.now() + timedelta(minutes=wait)
        clock.advance(minutes=wait, seconds=-1)
        assert loops.retry_due() == 0
        clock.advance(seconds=1)
        assert loops.retry_due() == 1
    deliver(notification)
    last = row(person.pk)
    assert (last.state, last.attempts) == (DeliveryState.FAILED, 4)
    assert last.reason.startswith("多次重试未成功")
    assert last.reason.endswith("仅站内送达")
    assert kinds() == ["delivery.failed"]


def test_the_other_sides_wish_to_wait_longer_is_obeyed(clock: Any, installed: Installed) -> None:
    person = make_people(1)[0]
    notification = make_notification([person])
    expand(notification.pk)
    installed[0].plan[person.pk] = Result(
        person.pk, Outcome.RETRY, "", retry_after=timedelta(hours=3)
    )
    deliver(notification)
    assert row(person.pk).next_at == clock.now() + timedelta(hours=3)


@pytest.mark.req("N16")
def test_a_permanent_failure_is_shown_and_goes_on_through_the_next_channel(
    clock: Any, installed: Installed
) -> None:
    lost, stuck = make_people(1)[0], make_people(1)[0]
    notification = make_notification([lost, stuck], channels=["inbox", "sms", "wecom"])
    expand(notification.pk)
    Delivery.objects.filter(channel=Channel.WECOM).delete()
    sms, phone = installed
    sms.plan[lost.pk] = Result(lost.pk, Outcome.FAILED, "对方服务器拒收：5.1.1", suspect=True)
    deliver(notification)
    assert row(lost.pk).reason == "对方服务器拒收：5.1.1"
    assert sms.distrusted == [lost.pk]
    assert row(lost.pk, Channel.WECOM).state == DeliveryState.QUEUED
    phone.plan[lost.pk] = Result(lost.pk, Outcome.FAILED, "没有可用的地址")
    deliver(notification, Channel.WECOM)
    assert row(lost.pk, Channel.WECOM).reason == "没有可用的地址；仅站内送达"
    reasons_shown = [one.reason for one in deliveries_of(notification.subject, [lost.pk])]
    assert reasons_shown == ["对方服务器拒收：5.1.1", "没有可用的地址；仅站内送达"]


def test_an_answer_that_never_came_is_unknown_and_never_sent_again(
    clock: Any, installed: Installed
) -> None:
    person = make_people(1)[0]
    notification = make_notification([person])
    expand(notification.pk)
    installed[0].plan[person.pk] = Result(person.pk, Outcome.UNKNOWN)
    deliver(notification)
    deliver(notification)
    assert installed[0].sent == [person.pk]
    assert row(person.pk).reason == "可能已发送"
    assert kinds() == ["delivery.unknown"]


class Broken(FakeChannel):
    """Serves a few, then nobody answers any more."""

    def send(self, batch: Any) -> Iterator[Result]:
        outgoing: Outgoing
        for served, outgoing in enumerate(batch):
            if served == 2:
                raise Unreachable("gone")
            self.sent.append(outgoing.person.pk)
            yield Result(outgoing.person.pk, Outcome.SENT)


def test_an_unreachable_channel_puts_everybody_off_who_was_not_served(
    clock: Any, installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = make_people(6)
    notification = make_notification(people)
    expand(notification.pk)
    broken = Broken()
    monkeypatch.setattr(registry, "channels", lambda: (broken,))
    deliver(notification)
    counts = progress(notification.pk)
    assert (counts.sent, counts.retrying, counts.waiting, counts.unknown) == (2, 4, 0, 0)
    attempts = Delivery.objects.filter(state=DeliveryState.RETRY).values_list("attempts", "reason")
    assert set(attempts) == {(1, "连接不上通道：gone")}
    clock.advance(minutes=1)
    assert loops.retry_due() == 4
    monkeypatch.setattr(registry, "channels", lambda: installed)
    deliver(notification)
    assert sorted(broken.sent + installed[0].sent) == [person.pk for person in people]


class Faulty(FakeChannel):
    """Falls over on the second person: a bug of a channel."""

    def send(self, batch: Any) -> Iterator[Result]:
        for served, outgoing in enumerate(batch):
            if served == 1:
                raise RuntimeError("bug")
            yield Result(outgoing.person.pk, Outcome.SENT)


def test_a_channel_that_falls_over_leaves_a_doubt_about_one_person_only(
    clock: Any, installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = make_people(4)
    notification = make_notification(people)
    expand(notification.pk)
    monkeypatch.setattr(registry, "channels", lambda: (Faulty(),))
    with pytest.raises(RuntimeError, match="bug"):
        deliver(notification)
    counts = progress(notification.pk)
    assert (counts.sent, counts.unknown, counts.waiting) == (1, 1, 2)


def test_without_words_it_fails_with_a_reason(
    clock: Any, installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(content._describers, "notices")
    notification = make_notification(make_people(2))
    expand(notification.pk)
    deliver(notification)
    assert progress(notification.pk).failed == 2
    assert set(Delivery.objects.values_list("reason", flat=True)) == {
        "没有可发送的内容；仅站内送达"
    }


def test_an_unknown_notification_is_nothing_to_do(db: None) -> None:
    send.deliver(10**9, 1, 2, int(Channel.SMS))


def test_a_dead_run_is_buried_and_a_living_one_is_left_alone(
    clock: Any, installed: Installed
) -> None:
    people = make_people(3)
    notification = make_notification(people)
    expand(notification.pk)
    Delivery.objects.filter(person_id=people[0].pk).update(state=1, attempts=1, run=77)
    Delivery.objects.filter(person_id=people[1].pk).update(
        state=2, attempts=1, run=77, sent_at=clock.now()
    )
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(77)")
        with pytest.raises(send.StillOwned):
            deliver(notification)
        assert row(people[0].pk).state == DeliveryState.SENDING
    finally:
        other.close()
    _until_free(77)
    deliver(notification)
    assert row(people[0].pk).state == DeliveryState.UNKNOWN
    assert row(people[1].pk).state == DeliveryState.SENT
    assert installed[0].sent == [people[2].pk]
    assert sorted(kinds()) == ["delivery.sent", "delivery.sent", "delivery.unknown"]


def _until_free(key: int) -> None:
    for _ in range(2000):
        with runs.lock(key) as free:
            if free:
                return
    raise AssertionError("the lock was never freed")


@pytest.mark.req("N18")
def test_links_open_one_persons_page_until_they_expire(clock: Any) -> None:
    ends = clock.now() + timedelta(hours=1)
    path = links.confirm_path(7, 9, expires_at=ends)
    token = path.removeprefix("/c/")
    assert links.read(token) == links.Link(7, 9, ends)
    clock.advance(hours=1)
    assert isinstance(links.read(token), links.Link)
    clock.advance(seconds=1)
    assert links.read(token) is links.Refusal.EXPIRED
    assert links.read(token.replace("7.9", "7.8", 1)) is links.Refusal.FORGED
    assert links.read("nonsense") is links.Refusal.FORGED
    assert links.absolute("/x").startswith("http://localhost:")


def test_reasons_are_one_line_and_translated_part_by_part() -> None:
    stored = reasons.told(reasons.REFUSED, "550\r\nno；such\x00 user" + "x" * 400)
    assert "\n" not in stored
    assert len(stored) <= 300
    assert stored.count(reasons.ALSO) == 0
    assert reasons.shown("") == ""
    assert reasons.shown("被退回：5.1.1；仅站内送达") == "被退回：5.1.1；仅站内送达"
