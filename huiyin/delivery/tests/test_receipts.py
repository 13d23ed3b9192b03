"""Receipts: read once, in any order, and never worth more than they show."""

from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.evidence import Channel, Evidence, Proof, worth
from huiyin.delivery import outcomes, receipts, replies
from huiyin.delivery.expand import expand
from huiyin.delivery.models import Delivery, DeliveryState, InboundMessage
from huiyin.delivery.replies import Answer, NobodyListens
from huiyin.delivery.tests.scene import make_notification, make_people
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Bearer

MACHINE = [Proof.PROVIDER_DELIVERED, Proof.PIXEL, Proof.DISPOSITION, Proof.PROVIDER_READ]


@pytest.mark.req("Z03")
@pytest.mark.django_db
def test_every_order_of_receipts_ends_at_the_same_evidence(
    in_force_policy: None, clock: Any
) -> None:
    person = make_people(1)[0]
    proofs = [Proof.PROVIDER_DELIVERED, Proof.DISPOSITION, Proof.PROVIDER_DELIVERED]
    for order in permutations(proofs):
        notification = make_notification([person])
        for proof in order:
            receipts.receive(
                notification.subject,
                person.pk,
                proof,
                Channel.MAIL,
                clock.now(),
                provider_id=str(uuid4()),
            )
        bearer = Bearer.objects.get(obligation_id=notification.obligation_id)
        assert bearer.evidence == Evidence.OPENED
        assert bearer.state == 0


@pytest.mark.req("Z03")
@pytest.mark.django_db(transaction=True)
@given(
    arrivals=st.lists(
        st.tuples(
            st.sampled_from(MACHINE),
            st.sampled_from([Channel.MAIL, Channel.SMS, Channel.WEBPUSH]),
            st.integers(0, 4),
        ),
        max_size=8,
    )
)
def test_the_state_is_the_maximum_however_late_and_doubled(
    in_force_policy: None, arrivals: list[tuple[Proof, Channel, int]]
) -> None:
    person = make_people(1)[0]
    notification = make_notification([person])
    expected, seen = Evidence.NONE, set()
    for proof, channel, number in arrivals:
        name = f"{notification.pk}:{number}"
        news = receipts.receive(
            notification.subject, person.pk, proof, channel, kit_clock.now(), provider_id=name
        )
        assert news == ((channel, name) not in seen)
        if news:
            seen.add((channel, name))
            expected = max(expected, worth(proof, channel))
    bearer = Bearer.objects.get(obligation_id=notification.obligation_id)
    assert bearer.evidence == expected
    assert bearer.state == 0


@pytest.mark.req("R04")
@pytest.mark.django_db
def test_a_doubled_receipt_writes_nothing_twice(in_force_policy: None, clock: Any) -> None:
    person = make_people(1)[0]
    subject = make_notification([person]).subject
    for _ in range(2):
        receipts.receive(
            subject, person.pk, Proof.PROVIDER_READ, Channel.SMS, clock.now(), provider_id="r1"
        )
    assert Entry.objects.filter(kind="receipts.received").count() == 1
    assert InboundMessage.objects.get().outcome == "provider_read"


@pytest.mark.django_db
def test_a_receipt_clears_a_doubt_and_a_bounce_goes_on(
    in_force_policy: None, clock: Any, installed: Any
) -> None:
    person = make_people(1)[0]
    notification = make_notification([person])
    expand(notification.pk)
    Delivery.objects.update(state=DeliveryState.UNKNOWN)
    receipts.show_delivery(
        notification, person.pk, Proof.PROVIDER_DELIVERED, Channel.SMS, clock.now()
    )
    assert Delivery.objects.get().state == DeliveryState.DELIVERED
    assert outcomes.bounce(notification, person.pk, Channel.SMS, reason="被退回")
    assert not outcomes.bounce(notification, person.pk, Channel.SMS, reason="被退回")
    assert Delivery.objects.get().reason == "被退回；仅站内送达"
    assert Entry.objects.filter(kind="delivery.failed").count() == 1


@pytest.mark.req("N24")
@pytest.mark.django_db
def test_a_reply_in_words_also_acknowledges(clock: Any, answers: list[tuple[str, Answer]]) -> None:
    notification = make_notification([])
    answer = Answer(notification.subject, 3, Channel.MAIL, Proof.REPLY, clock.now(), "周五前交")
    replies.reply(notification, answer)
    replies.confirm(notification, answer)
    assert [kind for kind, _ in answers] == ["reply", "confirm", "confirm"]


@pytest.mark.django_db
def test_a_scenario_that_takes_no_answers_is_an_error(clock: Any) -> None:
    notification = make_notification([], met_by="clients.told")
    answer = Answer(notification.subject, 3, Channel.MAIL, Proof.REPLY, clock.now())
    with pytest.raises(NobodyListens):
        replies.confirm(notification, answer)
