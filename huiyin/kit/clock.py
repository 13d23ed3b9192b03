"""The only place that asks for the time.

Everything else takes an instant from here, so tests and the demo can set it. Instants are aware
and in UTC. A *simulated* clock is shared by all processes through a small JSON file named by
``HUIYIN_CLOCK_FILE``: ``{"real": <unix s>, "simulated": <unix s>, "speed": <factor>}``. With
``"until": <unix s>`` it runs at that speed up to there and as fast as real time from then on, so
that a simulation whose process was killed comes to rest by itself.

Where several machines work together one of them is right: the database's. Whoever asks it
(``set_right``) puts this process right, so that a machine whose clock is off acts at the same
instant as all others.
"""

import json
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

LEEWAY = 1.0
"""Seconds by which two clocks may differ before one follows the other: less is the way to and fro."""

_frozen: list[datetime] = []
_off = 0.0  # seconds to add to what this machine says
_file_cache: tuple[int, dict[str, float]] = (0, {})


def now() -> datetime:
    """The current instant, aware, UTC."""
    if _frozen:
        return _frozen[-1]
    return datetime.fromtimestamp(_simulated(_real()), tz=UTC)


def real_now() -> datetime:
    """The time whatever is simulated; only for whoever ends a simulation."""
    return datetime.fromtimestamp(_real(), tz=UTC)


def set_right(ask: Callable[[], float]) -> float:
    """Ask the clock that all share (Unix seconds) and follow it; by how many seconds ours is off.

    Positive: this machine is ahead. What took longer to answer than the difference proves nothing,
    and a difference of up to ``LEEWAY`` from what we go by already changes nothing.
    """
    global _off  # noqa: PLW0603 - one clock per process is the point
    before = time.time()
    shared = ask()
    after = time.time()
    ahead = (before + after) / 2 - shared
    if abs(ahead + _off) > max(LEEWAY, after - before):
        _off = -ahead if abs(ahead) > LEEWAY else 0.0
    return ahead


def real_seconds_until(moment: datetime) -> float:
    """Wall-clock seconds until ``moment`` (negative when past); knows the simulation's speed."""
    left = (moment - now()).total_seconds()
    return left / _speed()


def simulate(
    file: Path, *, at: datetime, speed: float = 1.0, until: datetime | None = None
) -> None:
    """Set the shared simulated clock to ``at``, running ``speed`` times as fast as real time.

    From ``until`` on it runs as fast as real time.
    """
    state = {"real": _real(), "simulated": at.timestamp(), "speed": speed}
    if until is not None:
        state["until"] = until.timestamp()
    temporary = file.with_suffix(".new")
    temporary.write_text(json.dumps(state))
    temporary.replace(file)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock of this process at ``at`` (tests, backtests)."""
    if at.tzinfo is None:
        raise ValueError("a frozen clock needs an aware instant")
    _frozen.append(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()


def advance(by: timedelta) -> datetime:
    """Move a frozen clock on; an error when the clock is not frozen."""
    if not _frozen:
        raise RuntimeError("only a frozen clock can be advanced")
    _frozen[-1] += by
    return _frozen[-1]


def is_simulated() -> bool:
    """Whether a simulation file rules the time (pages then say so)."""
    return bool(_simulation())


def _real() -> float:
    return time.time() + _off


def _simulated(real: float) -> float:
    state = _simulation()
    if not state:
        return real
    passed = real - state["real"]
    fast = min(passed, _fast_seconds(state))
    return state["simulated"] + fast * state["speed"] + (passed - fast)


def _fast_seconds(state: dict[str, float]) -> float:
    """For how many real seconds the simulation's speed applies."""
    if "until" not in state:
        return math.inf
    return max(state["until"] - state["simulated"], 0.0) / (state["speed"] or 1.0)


def _speed() -> float:
    state = {} if _frozen else _simulation()
    if not state or _real() - state["real"] >= _fast_seconds(state):
        return 1.0
    return state["speed"] or 1.0


def _simulation() -> dict[str, float]:
    global _file_cache  # noqa: PLW0603 - one cache per process is the point
    name = os.environ.get("HUIYIN_CLOCK_FILE")
    if not name:
        return {}
    try:
        stamp = Path(name).stat().st_mtime_ns
    except FileNotFoundError:
        return {}
    if stamp != _file_cache[0]:
        _file_cache = (stamp, json.loads(Path(name).read_text()))
    return _file_cache[1]
