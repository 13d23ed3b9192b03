"""What failed is counted by reason, and sent once more when somebody presses."""

from datetime import timedelta

import pytest
from django.db import connection

from huiyin.delivery import again, loops, reasons
from huiyin.kit import clock
from huiyin.scenarios.notices.tests.stage import Stage

MAIL = 2


def _fail(count: int, reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason)"
            " SELECT (SELECT max(id) FROM obligation_notification), p.id, %s, 5, 3, %s"
            "   FROM directory_person p ORDER BY p.id LIMIT %s"
            " ON CONFLICT (notification_id, person_id, channel)"
            "    DO UPDATE SET state = 5, attempts = 3, reason = excluded.reason",
            [MAIL, reason, count],
        )


def _states() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, count(*) FROM delivery WHERE channel = %s GROUP BY 1", [MAIL])
        return dict(cursor.fetchall())


def test_failures_are_told_without_the_other_sides_words(stage: Stage) -> None:
    stage.published()
    _fail(3, reasons.told(reasons.REFUSED, "550 kanari@example.test unknown"))
    found = again.failures()
    assert [(one.name, one.words, one.count) for one in found] == [("mail", reasons.REFUSED, 3)]


@pytest.mark.req("Z03")
def test_trying_again_queues_each_once_and_writes_it_down(stage: Stage) -> None:
    stage.published()
    _fail(3, reasons.told(reasons.UNREACHABLE))
    admin = stage.company["罗一鸣"]
    assert again.try_again(MAIL, by=admin) == 3
    assert again.try_again(MAIL, by=admin) == 0
    assert _states()[4] == 3
    assert loops.retry_due() >= 3
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body::jsonb -> 'facts' FROM ledger_entry WHERE kind = %s", [again.TRIED_AGAIN]
        )
        facts = [row[0] for row in cursor.fetchall()]
    assert len(facts) == 1


def test_what_is_long_over_is_not_said_again(stage: Stage) -> None:
    stage.published()
    _fail(2, reasons.told(reasons.BOUNCED))
    clock.advance(again.WITHIN + timedelta(days=1))
    assert again.failures() == []
    assert again.try_again(MAIL, by=stage.company["罗一鸣"]) == 0
    assert _states()[5] == 2
