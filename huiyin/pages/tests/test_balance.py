"""The sum owed is the sum owing, and nobody is reminded of what is not in their inbox (Z06)."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import clock as deadlines
from huiyin.obligations import coverage
from huiyin.obligations import queries as duties
from huiyin.obligations.models import Bearer, Notification
from huiyin.pages import queries
from huiyin.scenarios.notices import answers
from huiyin.scenarios.notices.tests.stage import Stage

_OPEN_BY_CREDITOR = """
SELECT coalesce(o.beneficiary, c.initiator_id) AS creditor, count(*)
  FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id
  LEFT JOIN cases_case c ON c.id = o.subject
 WHERE b.state = 0 GROUP BY creditor
"""


@pytest.mark.req("Z06")
@pytest.mark.parametrize("seed", range(6))
def test_the_sum_owed_is_the_sum_owing(stage: Stage, seed: int) -> None:
    _live(stage, random.Random(seed))  # noqa: S311 - chooses examples, no secrets
    people = list(Person.objects.values_list("pk", flat=True))
    owed = sum(duty.person_id == person for person in people for duty in duties.owed_by(person))
    owing = {person: sum(one.open for one in queries.owed_to(person)) for person in people}
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_BY_CREDITOR)
        truth = dict(cursor.fetchall())
    assert None not in truth
    assert owed == sum(truth.values()) == sum(owing.values())
    assert {person: count for person, count in owing.items() if count} == truth
    for person in people:
        others = [one for one in queries.owed_to(person) if not one.own]
        assert queries.count_owed_to(person) == len(others)
        assert queries.count_owed(person, clock.now())[0] == duties.count_owed(person)


@pytest.mark.req("Z06")
def test_nothing_is_reminded_that_is_not_in_the_inbox(stage: Stage) -> None:
    _live(stage, random.Random(99))  # noqa: S311 - chooses examples, no secrets
    assert Notification.objects.filter(purpose="remind").exists()
    for ping in Notification.objects.all():
        for person in Bearer.objects.filter(obligation_id=ping.obligation_id, state=0):
            inbox = {duty.obligation_id for duty in duties.owed_by(person.person_id)}
            assert ping.obligation_id in inbox


def _live(stage: Stage, dice: random.Random) -> None:
    """A day of publishing, confirming and forgetting, the roll-up folded now and then."""
    names = list(stage.company.people)
    sent = []
    for _step in range(25):
        act = dice.choice(("publish", "confirm", "confirm", "confirm", "wait", "fold"))
        if act == "publish":
            chosen = tuple(stage[name].pk for name in dice.sample(names, dice.randint(1, 8)))
            urgency = dice.choice(("routine", "important", "urgent"))
            sent.append(
                stage.published(by="何青", audience=Audience(people=chosen), urgency=urgency)
            )
        elif act == "confirm" and sent:
            with suppress(answers.NotConcerned, PermissionDenied, Http404):
                answers.confirm(dice.choice(sent).pk, by=stage[dice.choice(names)])
        elif act == "wait":
            clock.advance(timedelta(minutes=dice.choice((20, 70, 200, 1500))))
            deadlines.wake()
        else:
            coverage.fold()
    stage.published(by="何青", audience=Audience(people=(stage["白露"].pk, stage["何青"].pk)))
    clock.advance(timedelta(hours=2, minutes=1))
    deadlines.wake()
