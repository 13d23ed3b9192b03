"""One's own quiet hours: longer than the regulation's, never into working time."""

from datetime import time
from typing import Any

import pytest

from huiyin.core.attention import Quiet
from huiyin.delivery import quiet
from huiyin.delivery.models import QuietHours
from huiyin.delivery.tests.scene import make_people
from huiyin.delivery.tests.test_attention import LIMITS
from huiyin.obligations.tests.conftest import REGULATION, install
from huiyin.policies import in_force

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z13")]


@pytest.fixture
def limited(in_force_policy: None, clock: Any) -> None:
    install(LIMITS + REGULATION)
    in_force.forget()


def test_longer_hours_are_kept_and_forgotten(limited: None) -> None:
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
def test_shorter_ones_and_working_time_are_refused(limited: None, hours: Quiet, words: str) -> None:
    (person,) = make_people(1)
    with pytest.raises(quiet.QuietRefused, match=words):
        quiet.choose(person, hours)
    assert not QuietHours.objects.exists()


def test_without_rules_there_is_nothing_to_choose(in_force_policy: None) -> None:
    (person,) = make_people(1)
    quiet.choose(person, Quiet(time(18), time(9)))
    assert quiet.own(person) is None
