"""W3: confirmations one by one, each its own commit, against the bare statement."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from huiyin.core.evidence import Channel, Proof
from huiyin.kit import clock
from huiyin.obligations.confirm import confirm
from tests.benchmarks import limits, sizes, world
from tests.benchmarks.fanout import draft, publish, stored

BEARERS = """
SELECT b.person_id FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s ORDER BY 1
"""


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """One line: acts a second on one connection."""
    people = size.of(tiny=100, quick=1_000, full=10_000)
    world.populate(max(people, 1_000))
    notice = draft(people)
    publish(notice)
    case = str(notice)
    limits.run(limits.TABLES)
    limits.run(limits.CONFIRM_TABLES)
    with connection.cursor() as cursor:
        cursor.execute(BEARERS, [case])
        ids = [row[0] for row in cursor.fetchall()]
    limits.run(limits.SAME_BEARERS, [clock.now(), case])
    body = "x" * 300

    def bare() -> None:
        for person in ids:
            limits.run(limits.CONFIRM, [clock.now(), 1, person, 1, body])

    def ours() -> None:
        for person in ids:
            press(case, person)

    bound = world.measure(bare)
    before = stored()
    mine = world.measure(ours)
    yield {
        "name": f"{people} confirmations",
        "value": round(people / mine.wall),
        "unit": "/s",
        "limit": round(people / bound.wall),
        "ratio": round(bound.wall / mine.wall, 2),
        "cpu_ratio": round(bound.cpu / mine.cpu, 2) if mine.cpu else None,
        "bytes_an_act": round((stored() - before) / people),
    }


def press(case: str, person: int) -> None:
    """One person presses the button; an error when nothing was open."""
    done = confirm(
        case,
        person,
        actor_id=person,
        proof=Proof.BUTTON,
        channel=Channel.INBOX,
        at=clock.now(),
        kind="notices.confirmed",
    )
    if not done:
        raise RuntimeError(f"person {person} had nothing to confirm")
