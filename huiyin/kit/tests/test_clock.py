"""The clock that everybody asks: frozen, advanced, simulated."""

import json
import os
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from huiyin.kit import clock

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_a_frozen_clock_stands_still_and_nests() -> None:
    with clock.frozen(NOON):
        assert clock.now() == NOON
        with clock.frozen(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON


def test_a_frozen_clock_is_kept_in_utc() -> None:
    shanghai = timezone(timedelta(hours=8))
    with clock.frozen(datetime(2026, 11, 23, 12, 0, tzinfo=shanghai)):
        assert clock.now() == NOON
        assert clock.now().tzinfo is UTC


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.frozen(NOON.replace(tzinfo=None)):
        pass


def test_only_a_frozen_clock_can_be_advanced() -> None:
    with pytest.raises(RuntimeError, match="frozen"):
        clock.advance(timedelta(1))
    with clock.frozen(NOON):
        assert clock.advance(timedelta(hours=2)) == NOON + timedelta(hours=2)


def test_real_time_passes() -> None:
    first = clock.now()
    assert abs(first.timestamp() - time.time()) < 5
    assert clock.now() >= first
    assert not clock.is_simulated()


def test_a_simulated_clock_is_shared_through_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "clock.json"
    monkeypatch.setenv("HUIYIN_CLOCK_FILE", str(file))
    assert not clock.is_simulated()
    clock.simulate(file, at=NOON, speed=60)
    assert clock.is_simulated()
    passed = (clock.now() - NOON).total_seconds()
    assert 0 <= passed < 60 * 5
    left = clock.real_seconds_until(NOON + timedelta(hours=1))
    assert 55 < left <= 60
    clock.simulate(file, at=NOON + timedelta(days=1))
    assert clock.now() >= NOON + timedelta(days=1)
    assert set(json.loads(file.read_text())) == {"real", "simulated", "speed"}


def test_a_simulation_comes_to_rest_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "clock.json"
    monkeypatch.setenv("HUIYIN_CLOCK_FILE", str(file))
    clock.simulate(file, at=NOON, speed=60, until=NOON + timedelta(hours=1))
    assert 55 < clock.real_seconds_until(NOON + timedelta(hours=1)) <= 60
    state = json.loads(file.read_text())
    file.write_text(json.dumps(state | {"real": state["real"] - 90}))
    os.utime(file, ns=(1, 1))
    passed = (clock.now() - NOON - timedelta(hours=1)).total_seconds()
    assert 30 <= passed < 35
    left = clock.real_seconds_until(NOON + timedelta(hours=2))
    assert 3560 < left <= 3570


def test_a_simulation_that_was_to_end_before_it_began_only_moves_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "clock.json"
    monkeypatch.setenv("HUIYIN_CLOCK_FILE", str(file))
    clock.simulate(file, at=NOON, speed=60, until=NOON - timedelta(hours=1))
    assert (clock.now() - NOON).total_seconds() < 5
    assert abs((clock.real_now() - datetime.fromtimestamp(time.time(), UTC)).total_seconds()) < 5
