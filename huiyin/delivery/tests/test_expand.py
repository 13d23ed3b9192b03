"""Expansion: whom a notification is sent to, once, in one statement."""

import json
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.core.evidence import Channel
from huiyin.core.obligation import State
from huiyin.delivery import registry
from huiyin.delivery.expand import BATCH, JOB, expand
from huiyin.delivery.models import Delivery
from huiyin.delivery.tests.scene import FakeChannel, make_notification, make_people
from huiyin.obligations.models import Bearer, Obligation

pytestmark = pytest.mark.django_db


def jobs() -> list[dict[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [JOB]
        )
        return [json.loads(row[0]) for row in cursor.fetchall()]


def test_open_bearers_are_queued_once_and_jobs_cover_them(clock: Any, installed: Any) -> None:
    people = make_people(3)
    done = make_people(1)[0]
    notification = make_notification([*people, done])
    Bearer.objects.filter(person_id=done.pk).update(state=State.MET)

    expand(notification.pk)
    expand(notification.pk)

    rows = Delivery.objects.filter(notification_id=notification.pk)
    assert sorted(rows.values_list("person_id", "channel")) == [
        (person.pk, Channel.SMS) for person in people
    ]
    assert len(jobs()) == 1


def test_a_delegate_is_told_too_but_only_once(clock: Any, installed: Any) -> None:
    away, present = make_people(2)
    delegate = make_people(1)[0]
    notification = make_notification([away, present])
    Bearer.objects.filter(person_id=away.pk).update(delegate_id=delegate.pk)
    Bearer.objects.filter(person_id=present.pk).update(delegate_id=away.pk)

    expand(notification.pk)

    told = set(Delivery.objects.values_list("person_id", flat=True))
    assert told == {away.pk, present.pk, delegate.pk}


@pytest.mark.req("N21", "Z13")
def test_whom_a_revision_asks_anew_is_told_by_that_alone(clock: Any, installed: Any) -> None:
    asked_anew, spared, answered = make_people(3)
    first = make_notification([asked_anew, spared, answered])
    clock.advance(minutes=5)
    revised = make_notification([asked_anew, answered])
    again = Obligation.objects.filter(pk=revised.obligation_id)
    again.update(subject=first.subject, part="r2")
    Bearer.objects.filter(obligation_id=revised.obligation_id, person_id=answered.pk).update(
        state=State.MET
    )

    expand(first.pk)
    expand(revised.pk)

    told = set(Delivery.objects.values_list("notification_id", "person_id"))
    assert told == {
        (first.pk, spared.pk),
        (first.pk, answered.pk),
        (revised.pk, asked_anew.pk),
    }


def test_who_cannot_be_reached_gets_no_row(clock: Any, installed: Any) -> None:
    reachable = make_people(1)[0]
    silent = make_people(1, mobile="")[0]
    left = make_people(1)[0]
    left.active = False
    left.save()
    notification = make_notification([reachable, silent, left])
    expand(notification.pk)
    assert list(Delivery.objects.values_list("person_id", flat=True)) == [reachable.pk]


def test_channels_not_configured_or_not_pushing_or_unknown_are_skipped(
    clock: Any, installed: tuple[FakeChannel, FakeChannel]
) -> None:
    sms, phone = installed
    sms.configured = False
    phone.pushes = False
    notification = make_notification(make_people(1), channels=["inbox", "sms", "wecom", "pigeon"])
    expand(notification.pk)
    assert not Delivery.objects.exists()
    assert not jobs()


def test_ranges_hold_at_most_a_batch_each_and_do_not_overlap(clock: Any, installed: Any) -> None:
    people = make_people(3)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO directory_person (employee_no, name, sort_key, search_key, department_id,
                 position, mobile, extension, email, email_suspect, party, active, simulated)
               SELECT 'X' || g, '某', '', '', %s, '', '139', '', '', false, '', true, false
                 FROM generate_series(1, %s) g RETURNING id""",
            [people[0].department_id, BATCH * 2],
        )
    notification = make_notification(people)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO obligation_bearer (obligation_id, person_id, department_id, state, evidence)
               SELECT %s, id, department_id, 0, 0 FROM directory_person WHERE name = '某'""",
            [notification.obligation_id],
        )
    with CaptureQueriesContext(connection) as queries:
        expand(notification.pk)
    assert sum("INSERT INTO delivery" in query["sql"] for query in queries) == 1
    ranges = sorted((job["first"], job["last"]) for job in jobs())
    assert len(ranges) == 3
    assert all(before[1] < after[0] for before, after in pairwise(ranges))
    for first, last in ranges:
        assert Delivery.objects.filter(person_id__range=(first, last)).count() <= BATCH


def test_nothing_is_queued_when_the_transaction_fails(clock: Any, installed: Any) -> None:
    notification = make_notification(make_people(2))
    with transaction.atomic():
        expand(notification.pk)
        assert Delivery.objects.count() == 2
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert not jobs()


def test_the_installed_channels_are_found_by_their_apps() -> None:
    assert {one.name for one in registry.channels()} >= {"inbox", "mail"}
    assert registry.by_code(Channel.INBOX).name == "inbox"
    with pytest.raises(KeyError, match="FACE"):
        registry.by_code(Channel.FACE)
