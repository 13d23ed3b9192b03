"""A shared part: drawn once for each change, never older than what its reader knows."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from huiyin.kit import clock as kit_clock
from huiyin.ui.shared import FRESH, Shared


class Painter:
    """Draws, and counts."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self) -> int:
        self.drawn += 1
        return self.drawn


def test_one_version_is_drawn_once(clock: Any) -> None:
    del clock
    shared, draw = Shared[int](4), Painter()
    assert [shared.get("room", "1", draw) for _again in range(5)] == [1] * 5


def test_a_new_version_is_drawn_at_once_and_an_old_one_never_shown(clock: Any) -> None:
    del clock
    shared, draw = Shared[int](4), Painter()
    assert shared.get("room", "1", draw) == 1
    assert shared.get("room", "2", draw) == 2
    assert shared.get("room", "2", draw) == 2


def test_languages_and_rooms_are_kept_apart(clock: Any) -> None:
    del clock
    shared, draw = Shared[int](4), Painter()
    keys = [("room", "zh-hans"), ("room", "en"), ("other", "en")]
    assert [shared.get(key, "1", draw) for key in keys * 2] == [1, 2, 3] * 2


@pytest.mark.parametrize("step", [FRESH, -FRESH])
def test_what_nobody_told_is_seen_a_little_later(clock: Any, step: timedelta) -> None:
    shared, draw = Shared[int](4), Painter()
    shared.get("room", "1", draw)
    kit_clock.advance(step)
    assert shared.get("room", "1", draw) == 1, "as old as a part may be"
    clock.advance(seconds=1 if step > timedelta(0) else -1)
    assert shared.get("room", "1", draw) == 2


def test_many_who_ask_at_once_wait_for_one_draw() -> None:
    shared, begun, may_end = Shared[int](4), threading.Event(), threading.Event()
    draw = Painter()

    def slowly() -> int:
        begun.set()
        assert may_end.wait(20)
        return draw()

    with ThreadPoolExecutor(8) as crowd:
        first = crowd.submit(shared.get, "room", "1", slowly)
        assert begun.wait(20)
        others = [crowd.submit(shared.get, "room", "1", slowly) for _each in range(7)]
        may_end.set()
        assert [one.result(20) for one in (first, *others)] == [1] * 8


def test_a_draw_that_fails_is_not_kept(clock: Any) -> None:
    del clock
    shared = Shared[int](4)

    def fail() -> int:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - any will do
        shared.get("room", "1", fail)
    assert shared.get("room", "1", lambda: 7) == 7


def test_no_more_is_kept_than_was_agreed(clock: Any) -> None:
    del clock
    shared, draw = Shared[int](2), Painter()
    for key in ("a", "b", "a", "c"):
        shared.get(key, "1", draw)
    assert len(shared) == 2
    assert shared.get("a", "1", draw) == 1, "the one asked for last stays"
    assert shared.get("b", "1", draw) == 4
    shared.clear()
    assert len(shared) == 0
