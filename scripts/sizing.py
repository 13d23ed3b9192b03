"""How large a machine (or several) must be, computed from what was measured on one.

``python scripts/sizing.py 20000 10 bench.jsonl``: people, notices a day, the lines of ``make bench``.
Costs are those of the machine that measured: its cores are the unit. What is assumed beside them
stands in ``Habits``; whoever knows better says so.
"""

import json
import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GB = 2**30
YEAR = 365


@dataclass(frozen=True, slots=True)
class Habits:
    """What people do with it. ``share`` of the people get a notice, on average.

    ``rush``: the part of a day's work that falls into its busiest hour; ``herd``: the part of all
    people that confirms within one minute after something for everybody; ``pages``: pages opened
    for each notice received; ``open_pages``: people with a page open at once; ``load``: how busy
    cores may be in the busiest hour.
    """

    share: float = 0.2
    rush: float = 0.2
    herd: float = 0.05
    pages: float = 3.0
    open_pages: float = 0.8
    load: float = 0.5


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds of a core and bytes that one thing takes, as measured.

    ``page`` is assumed (a page is 30 confirmations' worth of work at most) unless a line of the run
    tells; so is ``connection``, the memory of an open page's line.
    """

    publish: float
    publish_bytes: float
    confirm: float
    confirm_bytes: float
    mail: float
    page: float = 0.03
    connection: float = 12 * 1024


@dataclass(frozen=True, slots=True)
class Need:
    """What to buy. ``disk_gb`` is a year's growth, twice: for the log and a backup beside it."""

    cores: int
    memory_gb: int
    disk_gb: int
    busiest: str


def need(people: int, notices: float, costs: Costs, habits: Habits | None = None) -> Need:
    """Cores, memory and disk for ``people`` who get ``notices`` a day between them.

    ValueError for numbers that mean nothing.
    """
    if people < 1 or notices < 0:
        raise ValueError("at least one person, and no fewer than 0 notices a day")
    habits = habits or Habits()
    received = people * habits.share * notices
    work = received * (costs.publish + costs.confirm + costs.mail + habits.pages * costs.page)
    steady = work * habits.rush / 3600 / habits.load
    herd = people * habits.herd * costs.confirm / 60 / habits.load
    cores = max(2, math.ceil(max(steady, herd)))
    month = received * (costs.publish_bytes + costs.confirm_bytes) * 30
    open_pages = people * habits.open_pages * costs.connection
    memory = 2 * GB + cores * GB / 2 + month + open_pages
    disk = 10 * GB + 2 * month / 30 * YEAR
    return Need(
        cores=cores,
        memory_gb=math.ceil(memory / GB),
        disk_gb=math.ceil(disk / GB),
        busiest="the busiest hour" if steady >= herd else "the minute after a notice to everybody",
    )


def costs_of(lines: Iterable[Mapping[str, Any]]) -> Costs:
    """What the lines of ``make bench`` say; the largest run of each piece counts.

    KeyError naming the piece when one is missing: a guess would look like a measurement.
    """
    last: dict[str, Mapping[str, Any]] = {}
    for line in lines:
        name = str(line.get("name", ""))
        for piece, word in _WANTED.items():
            if line.get("piece") == piece and word in name and "error" not in line:
                last[piece] = line
    for piece in _WANTED:
        if piece not in last:
            raise KeyError(f"no line of {piece}: make bench B={piece} >> bench.jsonl")
    publish, confirm, mail = last["fanout"], last["confirmations"], last["mail"]
    people = int(str(publish["name"]).rpartition(" ")[2])
    return Costs(
        publish=float(publish["value"]) / people,
        publish_bytes=float(publish["bytes_a_person"]),
        confirm=1 / float(confirm["value"]),
        confirm_bytes=float(confirm["bytes_an_act"]),
        mail=1 / float(mail["value"]),
    )


_WANTED = {"fanout": "publish to", "confirmations": "confirmations", "mail": "mails"}
"""Pieces, and the word by which their line is known."""


def read(file: Path) -> list[dict[str, Any]]:
    """The lines of a run; what is no JSON object is left out."""
    rows = (line for line in file.read_text(encoding="utf-8").splitlines() if line[:1] == "{")
    return [json.loads(line) for line in rows]


def main() -> None:
    """Print what is needed for the people and notices of the command line."""
    if len(sys.argv) < 4:  # noqa: PLR2004 - three words
        sys.exit("python scripts/sizing.py PEOPLE NOTICES_A_DAY bench.jsonl")
    found = need(int(sys.argv[1]), float(sys.argv[2]), costs_of(read(Path(sys.argv[3]))))
    print(f"{found.cores} cores, {found.memory_gb} GB memory, {found.disk_gb} GB disk a year")
    print(f"decided by {found.busiest}")


if __name__ == "__main__":
    main()
