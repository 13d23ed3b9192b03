"""One's own quiet hours: longer than the regulation's, never into working time."""

from datetime import time

import pytest

from huiyin.core.attention import Quiet
from huiyin.delivery import quiet
from huiyin.delivery.models import QuietHours
from huiyin.delivery.tests.scene import make_people

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z13")]


def test_longer_hours_are_kept_and_forgotten(limited: object) -> None:
    (person,) = make_people(1)
    assert quiet.own(person) is None
    for hours in (Quiet(time(20), time(8, 30)), Quiet(time(18), time(9))):
        quiet.choose(person, hours)
        assert quiet.own(person) == hours
    quiet.choose(person, Quiet(time(21), time(8)))
    assert quiet.own(person) is None


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (Quiet(time(22), time(8)), "21:00"),
        (Quiet(time(21), time(7)), "21:00"),
        (Quiet(time(12), time(12)), "21:00"),
        (Quiet(time(17, 59), time(8)), "工作时间"),
        (Quiet(time(21), time(9, 1)), "工作时间"),
    ],
)
def test_shorter_ones_and_working_time_are_refused(
    limited: object, hours: Quiet, words: str
) -> None:
    (person,) = make_people(1)
    with pytest.raises(quiet.QuietRefused, match=words):
        quiet.choose(person, hours)
    assert not QuietHours.objects.exists()


def test_without_rules_there_is_nothing_to_choose(in_force_policy: None) -> None:
    (person,) = make_people(1)
    quiet.choose(person, Quiet(time(18), time(9)))
    assert quiet.own(person) is None
