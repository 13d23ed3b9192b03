"""``make peers``: the product beside what somebody would pick instead, in one run, as one table.

Celery and Huey with Redis for deadlines and mail, Django's ``bulk_create`` and django-notifications-hq
for fan-out, a minimal Django view for confirmations. The peers live in ``.venv-peers`` (``make peers``
installs what ``requirements/peers.txt`` locks); the same database server, one after the other.
``QUICK=1`` stays under two minutes, the whole run under ten; what cannot be had is said and left out.
``JSON=1`` prints lines in place of the table.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

from tests.benchmarks import scratch
from tests.benchmarks.peers import surroundings
from tests.benchmarks.peers.surroundings import Around, Missing

HERE = Path(__file__).parent
LONGEST = 240.0


@dataclass(frozen=True, slots=True)
class Pair:
    """One of our works beside one of theirs; how many of each, in a whole and in a quick run.

    Rates are compared, so that a slow peer need not do as much as we do.
    """

    work: str
    ours: tuple[int, int]
    peer: str
    theirs: tuple[int, int]
    label: str
    needs: str = ""


PAIRS = (
    Pair("fan-out", (100_000, 10_000), "bulk_create", (100_000, 10_000), "Django bulk_create"),
    Pair("fan-out", (100_000, 10_000), "notify", (10_000, 1_000), "django-notifications-hq"),
    Pair(
        "deadlines", (100_000, 10_000), "celery_deadlines", (3_000, 500), "Celery, Redis", "celery"
    ),
    Pair("deadlines", (100_000, 10_000), "huey_deadlines", (3_000, 500), "Huey, Redis", "huey"),
    Pair("mail", (1_500, 300), "celery_mail", (1_500, 300), "Celery, Redis", "celery"),
    Pair("mail", (1_500, 300), "huey_mail", (1_500, 300), "Huey, Redis", "huey"),
    Pair("confirmations", (3_000, 500), "view", (3_000, 500), "Django view"),
)


def main() -> int:
    """Run every pair; how many could not."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    os.environ.setdefault("HUIYIN_SECRET", "benchmark")
    os.environ["HUIYIN_HOME"] = tempfile.mkdtemp(prefix="hypeers-")
    quick = int(bool(os.environ.get("QUICK") or os.environ.get("TINY")))
    lines = []
    try:
        with ExitStack() as stack:
            around = stack.enter_context(surroundings.ready())
            os.environ["HUIYIN_MAIL_URL"] = f"smtp://127.0.0.1:{around.smtp}"
            home = stack.enter_context(scratch.pattern())
            django.setup()
            scratch.prepare()
            for line in _run(around, home, quick):
                lines.append(line)
                if os.environ.get("JSON"):
                    print(json.dumps(line, ensure_ascii=False), flush=True)
    finally:
        shutil.rmtree(os.environ.pop("HUIYIN_HOME"), ignore_errors=True)
    if not os.environ.get("JSON"):
        print(_table(lines))
    return sum("missing" in line for line in lines)


def _run(around: Around, home: str, quick: int) -> Iterator[dict[str, Any]]:
    ours: dict[str, float] = {}
    for pair in PAIRS:
        number = pair.ours[quick]
        if pair.work not in ours:
            ours[pair.work] = number / _ours(pair.work, number, home)
        line = {"work": pair.work, "peer": pair.label, "ours": round(ours[pair.work])}
        try:
            theirs = pair.theirs[quick] / _theirs(around, pair, pair.theirs[quick], home)
        except (Missing, subprocess.SubprocessError) as fault:
            yield line | {"missing": str(fault)}
            continue
        yield line | {"theirs": round(theirs), "times": round(ours[pair.work] / theirs, 1)}


def _ours(work: str, number: int, home: str) -> float:
    """Seconds, measured in a child on a copy of the pattern."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            with scratch.copied(home, "ours"):
                from tests.benchmarks.peers.ours import WORK

                os.write(writer, str(WORK[work](number)).encode())
        except BaseException as fault:  # noqa: BLE001 - said, and the parent fails
            sys.stderr.write(f"{work}: {type(fault).__name__}: {fault}\n")
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    if not said:
        raise SystemExit(f"our own {work} failed")
    return float(said)


def _theirs(around: Around, pair: Pair, number: int, home: str) -> float:
    """Seconds, measured by the peer's own script in its own environment and database."""
    with scratch.empty(home, "theirs") as address:
        env = around.environment(address)
        with around.consumer(pair.needs, env):
            command = [str(around.python), str(HERE / "theirs" / "run.py"), pair.peer, str(number)]
            done = subprocess.run(
                command, env=env, capture_output=True, text=True, timeout=LONGEST, check=False
            )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise Missing(f"{pair.label}: {said}")
    return float(json.loads(done.stdout.splitlines()[-1])["seconds"])


def _table(lines: list[dict[str, Any]]) -> str:
    rows = [("work", "ours /s", "peer", "peer's /s", "times")]
    for line in lines:
        if "missing" in line:
            rows.append((line["work"], str(line["ours"]), line["peer"], "-", line["missing"]))
        else:
            figures = (str(line["ours"]), line["peer"], str(line["theirs"]), str(line["times"]))
            rows.append((line["work"], *figures))
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


if __name__ == "__main__":
    sys.exit(main())
