"""``huiyin demo``: an afternoon of the demo company in minutes.

Colleagues act through the same actions as people. The clock moves for every process of this
product (see ``clockwork``), so it plays only where everybody is simulated.
"""

import time
from collections.abc import Callable, Iterable
from datetime import datetime

import click
from django.utils import timezone

from huiyin.config.demo import clockwork
from huiyin.config.demo.afternoon import Afternoon
from huiyin.config.demo.colleagues import Deed
from huiyin.directory.models import Person
from huiyin.kit import clock

BREATH = 0.5
"""Real seconds between two looks."""

NAMED = 3

Say = Callable[[str], object]


class NotADemo(Exception):
    """Nobody is here, or somebody real: their deadlines are not for playing."""


def simulate(speed: float = 60.0, *, say: Say = click.echo, breath: float = BREATH) -> None:
    """Play an afternoon at ``speed`` simulated seconds per second, until its end or Ctrl-C.

    ``NotADemo`` when the directory is empty or holds anybody who is not simulated. At the end the
    clock goes on from there, or back to real time when nothing recorded lies ahead of it.
    """
    _refuse_real_people()
    clockwork.return_to_real_time()
    afternoon = Afternoon(clock.now())
    clockwork.begin(until=afternoon.ends, speed=speed)
    say(f"{_time(clock.now())}  An afternoon begins, {speed:g} times as fast. Ctrl-C ends it.")
    try:
        while not afternoon.is_over():
            for line in told(afternoon.tick(), clock.now()):
                say(line)
            time.sleep(breath)
    except KeyboardInterrupt:
        say("")
    finally:
        say(_farewell(real=clockwork.end()))


def told(deeds: Iterable[Deed], at: datetime) -> list[str]:
    """One line for each kind of deed, naming the first few people."""
    groups: dict[tuple[str, str], list[str]] = {}
    for deed in deeds:
        groups.setdefault((deed.what, deed.title), []).append(deed.who)
    lines = []
    for (what, title), names in groups.items():
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        about = f"「{title}」" if title else ""
        lines.append(f"{_time(at)}  {'、'.join(names[:NAMED])}{more} {what} {about}".rstrip())
    return lines


def _refuse_real_people() -> None:
    present = Person.objects.filter(active=True)
    if not present.exists():
        raise NotADemo(
            "Nobody is here. `huiyin run` with an empty database makes the demo company."
        )
    real = present.filter(simulated=False).count()
    if real:
        raise NotADemo(
            f"{real} people here are not simulated, and the demo moves everybody's clock. "
            "Play it with a database of its own (HUIYIN_HOME or DATABASE_URL)."
        )


def _farewell(*, real: bool) -> str:
    if real:
        return "The clock shows real time again."
    return (
        f"The clock stays ahead, {timezone.localtime(clock.now()):%Y-%m-%d %H:%M}, and goes on as "
        "fast as real time: what was recorded must not lie in the future. It returns by itself at "
        "the first start after real time has passed the last entry."
    )


def _time(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"
