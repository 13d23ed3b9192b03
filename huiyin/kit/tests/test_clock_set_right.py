"""One clock for all machines: the one that is asked."""

import time
from collections.abc import Iterator

import pytest

from huiyin.kit import clock


@pytest.fixture(autouse=True)
def own_time() -> Iterator[None]:
    """What a test learnt of the time is forgotten."""
    yield
    clock.set_right(time.time)


def difference() -> float:
    return clock.now().timestamp() - time.time()


@pytest.mark.req("Z07")
@pytest.mark.parametrize("off", [90.0, -90.0, 3600.0])
def test_a_machine_whose_clock_is_off_goes_by_the_shared_one(off: float) -> None:
    assert clock.set_right(lambda: time.time() - off) == pytest.approx(off, abs=0.5)
    assert difference() == pytest.approx(-off, abs=0.5)
    assert clock.real_now().timestamp() - time.time() == pytest.approx(-off, abs=0.5)


def test_what_the_way_may_have_cost_changes_nothing() -> None:
    clock.set_right(lambda: time.time() - 0.9)
    assert difference() == pytest.approx(0, abs=0.1)


def test_an_answer_that_took_longer_than_the_difference_proves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = iter([1000.0, 1010.0])
    monkeypatch.setattr("huiyin.kit.clock.time.time", lambda: next(said))
    assert clock.set_right(lambda: 1001.0) == 4.0
    monkeypatch.undo()
    assert difference() == pytest.approx(0, abs=0.1)


def test_a_clock_that_was_set_meanwhile_is_its_own_again() -> None:
    clock.set_right(lambda: time.time() - 90)
    clock.set_right(time.time)
    assert difference() == pytest.approx(0, abs=0.1)


def test_small_changes_do_not_make_time_jump() -> None:
    clock.set_right(lambda: time.time() - 90)
    before = difference()
    clock.set_right(lambda: time.time() - 90.6)
    assert difference() == pytest.approx(before, abs=0.05)
