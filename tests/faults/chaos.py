"""SIGKILL for web, worker and database, and how long each takes to be back."""

import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from tests.faults.instance import Instance, kill

WAYS = {
    "web": ("everything", "the first process", "the serving process"),
    "worker": ("everything",),
    "database": ("everything", "the postmaster", "one backend"),
}


@dataclass(frozen=True, slots=True)
class Strike:
    """One kill: of whom, how, and the seconds until all was well again."""

    victim: str
    way: str
    seconds: float


def say(line: str) -> None:
    """A line of the report (seen with ``-s`` or when the test fails)."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def victims(kills: int, of_publish: int, chance: random.Random) -> list[str]:
    """Each in turn, shuffled; the first ``of_publish`` are such as take part in publishing."""
    order = [("worker", "web", "database")[place % 3] for place in range(kills)]
    chance.shuffle(order)
    first = [name for name in order if name != "worker"][:of_publish]
    rest = Counter(order) - Counter(first)
    others = list(rest.elements())
    chance.shuffle(others)
    return first + others


class Chaos:
    """Kills and waits; keeps the account."""

    def __init__(self, instance: Instance, chance: random.Random) -> None:
        self.strikes: list[Strike] = []
        self._instance = instance
        self._chance = chance

    def strike(self, victim: str) -> None:
        """Kill ``victim`` in one of its ways and wait until everything is back."""
        way = self._chance.choice(WAYS[victim])
        processes = self._instance.processes(victim)
        before, newest = self._instance.rows(_BEATS)[0]
        if way in ("the first process", "the postmaster"):
            processes = processes[:1]
        elif way == "the serving process":
            processes = processes[-1:]
        elif way == "one backend":
            processes = [self._chance.choice(processes[1:])]
        began = time.monotonic()
        kill(processes)
        if victim == "web":
            gone = {process.pid for process in processes}
            self._instance.until(lambda: self._serves(gone), f"{victim} back")
        elif victim == "worker":
            self._instance.until(lambda: self._instance.rows(_BEATS)[0][1] > newest, "worker back")
        else:
            self._instance.until(lambda: self._works(before), "database back")
        seconds = time.monotonic() - began
        self.strikes.append(Strike(victim, way, seconds))
        say(f"killed {victim} ({way}): all back after {seconds:.1f} s")

    def count(self, victim: str) -> int:
        """How often ``victim`` was killed."""
        return sum(strike.victim == victim for strike in self.strikes)

    def _serves(self, gone: set[int]) -> bool:
        now = {process.pid for process in self._instance.processes("web")}
        return len(now) > 1 and not now & gone and self._instance.status("/readyz") == 200

    def _works(self, before: datetime) -> bool:
        """The job runner has spoken since (every five seconds), whether it began anew or not."""
        spoken = self._instance.one(_SPOKEN, before)
        return bool(spoken) and self._instance.status("/readyz") == 200


_BEATS = "SELECT clock_timestamp(), (SELECT last_value FROM procrastinate_workers_id_seq)"
_SPOKEN = "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > %s)"
