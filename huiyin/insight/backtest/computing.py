"""The computation itself: reads, plays, counts; writes nothing and sends nothing."""

from collections.abc import Callable, Sequence
from uuid import UUID

from huiyin.core.path import path
from huiyin.core.replay.counting import count
from huiyin.core.replay.playing import play
from huiyin.core.replay.report import report
from huiyin.core.replay.tally import Tally
from huiyin.core.replay.world import World, touched
from huiyin.insight.backtest import feed, ground
from huiyin.insight.backtest.models import Run
from huiyin.kit import digest

Tell = Callable[[float], None]
"""Told how much is done, from 0 to 1; may raise to stop."""


def compute(run: Run, tell: Tell) -> tuple[dict[str, object], str]:
    """The report of ``run`` and its hash, in one read-only transaction.

    Raises ``PolicyError`` for a draft that cannot be read, and whatever ``tell`` raises.
    """
    with feed.reading():
        world = ground.world_of(run)
        wanted = feed.subjects(run, world)
        tally = tally_of(run, world, wanted, tell)
        tally.count("entries", feed.size(run, world))
        _signings(world, tally)
    found = report(tally, world)
    return found, digest.sha256_hex(digest.canonical(found))


def tally_of(run: Run, world: World, wanted: Sequence[UUID], tell: Tell) -> Tally:
    """Everything that is counted in these cases; parts may be merged in any order."""
    tally, kinds = Tally(), touched(world)
    for number, case in enumerate(feed.cases(run, world, wanted)):
        count(play(case, world, kinds), world, tally)
        tell(number / len(wanted))
    return tally


def _signings(world: World, tally: Tally) -> None:
    """Steps of sign-off: the path of each round under the version it began with, and the draft."""
    for signed in feed.signings(world):
        was = world.versions.get(signed.version) or world.in_force(world.first)
        chain = world.tree.get(signed.department, ())
        for policy, cell in ((was, [1, 0, 0, 0]), (world.draft, [0, 1, 1, 1])):
            for step in path(policy, signed.scenario, signed.facts, chain):
                places = [("all", ""), ("clause", step.clause), ("month", signed.month)]
                tally.add("signings", places, cell)
