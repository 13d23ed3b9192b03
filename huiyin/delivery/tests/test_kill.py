"""A sender killed at any moment: nobody is told twice and nobody is forgotten."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from huiyin.delivery import digest, send
from huiyin.delivery.expand import expand
from huiyin.delivery.models import Delivery, DeliveryState
from huiyin.delivery.tests.scene import make_notification, make_people
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Notification

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]

ROOT = Path(__file__).parents[3]
PEOPLE = 8


def url() -> str:
    """The test database as an environment variable says it."""
    at = connection.settings_dict
    return f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}"


def run_and_die(notification: int, outside: Path, moment: str, victim: int) -> int:
    environment = {
        **os.environ,
        "DATABASE_URL": url(),
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        "HUIYIN_SECRET": settings.SECRET_KEY,
    }
    arguments = [connection.settings_dict["NAME"], notification, outside, moment, victim]
    return subprocess.run(
        [sys.executable, "-m", "huiyin.delivery.tests.dying", *map(str, arguments)],
        env=environment,
        cwd=ROOT,
        check=False,
        timeout=60,
    ).returncode


@pytest.mark.req("R04", "Z03")
@pytest.mark.parametrize(
    ("moment", "place", "doubtful"),
    [("before", 0, 2), ("before", 3, 2), ("after", 3, 2), ("after", 7, 1), ("end", 0, 1)],
)
def test_killed_between_mark_and_result(
    clock: Any,
    in_force_policy: None,
    installed: Any,
    tmp_path: Path,
    moment: str,
    place: int,
    doubtful: int,
) -> None:
    people = make_people(PEOPLE)
    notification = make_notification(people)
    expand(notification.pk)
    outside = tmp_path / "outside"
    outside.touch()

    assert run_and_die(notification.pk, outside, moment, people[place].pk) == 9
    _until_buried(notification.pk)

    told = Counter(map(int, outside.read_text().split())) + Counter(installed[0].sent)
    states = dict(Delivery.objects.values_list("person_id", "state"))
    assert max(told.values()) == 1, "somebody was told twice"
    for person in people:
        sure = states[person.pk] == DeliveryState.SENT
        assert sure or states[person.pk] == DeliveryState.UNKNOWN
        assert not sure or told[person.pk] == 1, "somebody was forgotten"
    unknown = [person for person, state in states.items() if state == DeliveryState.UNKNOWN]
    assert len(unknown) <= doubtful
    assert set(Delivery.objects.filter(state=7).values_list("reason", flat=True)) <= {"可能已发送"}
    recorded = Entry.objects.filter(kind__in=["delivery.sent", "delivery.unknown"]).count()
    assert recorded >= 1
    assert not Delivery.objects.filter(run__isnull=False).exists()


@pytest.mark.req("R04", "Z03", "Z13")
@pytest.mark.parametrize(("moment", "place"), [("before", 3), ("after", 3), ("end", 0)])
def test_killed_while_digests_go_out(
    clock: Any, in_force_policy: None, installed: Any, tmp_path: Path, moment: str, place: int
) -> None:
    """Each line is told once or in doubt: never twice, never lost, never left waiting."""
    people = make_people(PEOPLE)
    lines = [make_notification(people) for _ in range(2)]
    for line in lines:
        expand(line.pk)
    Delivery.objects.update(state=DeliveryState.HELD, next_at=clock.now())
    assert digest.release_due() == 2 * PEOPLE
    whole = Notification.objects.get(purpose="delivery.digest")
    outside = tmp_path / "outside"
    outside.touch()

    assert run_and_die(whole.pk, outside, moment, people[place].pk) == 9
    _until_buried(whole.pk)

    told = Counter(map(int, outside.read_text().split())) + Counter(installed[0].sent)
    assert max(told.values()) == 1, "somebody was told twice"
    for line in (whole, *lines):
        rows = Delivery.objects.filter(notification_id=line.pk)
        states = dict(rows.values_list("person_id", "state"))
        assert set(states.values()) <= {DeliveryState.SENT, DeliveryState.UNKNOWN}
        for person in people:
            assert states[person.pk] == DeliveryState.UNKNOWN or told[person.pk] == 1
    assert not Delivery.objects.filter(run__isnull=False).exists()


def _until_buried(notification_id: int) -> None:
    """The server frees a dead process's lock when it notices; the job comes again until then."""
    for _ in range(200):
        try:
            send.deliver(notification_id, 0, 2**40, 5)
        except send.StillOwned:
            continue
        return
    raise AssertionError("a dead run is still taken for a living one")


@pytest.mark.req("R04")
def test_losing_the_database_loses_no_result(
    clock: Any, in_force_policy: None, installed: Any
) -> None:
    people = make_people(PEOPLE)
    notification = make_notification(people)
    expand(notification.pk)
    backend = connection.connection.info.backend_pid
    other = connection.copy()

    def cut(person_id: int) -> None:
        if person_id == people[3].pk:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [backend])

    installed[0].before = cut
    with pytest.raises(send._LOST):
        send.deliver(notification.pk, 0, 2**40, 5)
    other.close()
    assert not Delivery.objects.filter(state=DeliveryState.UNKNOWN).exists()
    assert Delivery.objects.filter(state=DeliveryState.SENT).count() == len(installed[0].sent)
    assert len(installed[0].sent) < PEOPLE
    send.deliver(notification.pk, 0, 2**40, 5)
    assert Counter(installed[0].sent) == Counter(person.pk for person in people)
    assert Delivery.objects.filter(state=DeliveryState.SENT).count() == PEOPLE
