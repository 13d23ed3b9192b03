"""How simulated colleagues show that they understood: most at once, some at the second try."""

from datetime import timedelta

from huiyin.cases.comprehension import actions, matters, queries
from huiyin.cases.comprehension.models import Attempt, KeyPoint, Mode, Verdict
from huiyin.config.demo.names import fraction
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.notices.models import Notice

PAUSE = timedelta(minutes=5)
"""Nobody tries again at once."""

HASTY = 0.12
"""The share of people who leave the last point out of their first restatement."""


def asked(notice: Notice, person: Person) -> str:
    """How ``person`` has to show it; empty when a tap is enough."""
    return matters.of(notice).mode(notice, person.pk)


def show(notice: Notice, who: Person, person: Person) -> bool:
    """``who`` shows it for ``person``; ``False`` when only a call can (or nothing is left)."""
    if Attempt.objects.filter(case=notice, person=person, at__gt=clock.now() - PAUSE).exists():
        return False
    mode = asked(notice, person)
    points = _points(notice)
    if mode == Mode.TEACH_BACK:
        said = [point.text for point in points]
        if _is_first(notice, person) and fraction("hasty", person.employee_no) < HASTY:
            said = said[:-1] or said
        words = "；".join(said) + "。"
        actions.restate(notice.pk, words, by=who, person_id=person.pk)
    if mode == Mode.QUIZ:
        revision = matters.of(notice).revision(notice)
        answers = {one.pk: one.answer for one in queries.questions(notice.pk, revision)}
        actions.answer_quiz(notice.pk, answers, by=who, person_id=person.pk)
    return queries.standing(notice, person.pk).complete


def read_back(notice: Notice) -> dict[int, str]:
    """The tick list of a call in which everything was said back."""
    return {point.pk: Verdict.RIGHT for point in _points(notice)}


def _points(notice: Notice) -> list[KeyPoint]:
    return queries.points(notice.pk, matters.of(notice).revision(notice))


def _is_first(notice: Notice, person: Person) -> bool:
    return not Attempt.objects.filter(case=notice, person=person).exists()
