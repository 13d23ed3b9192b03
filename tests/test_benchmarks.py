"""The benchmarks run, their page is written from what they print, and sizes follow from it."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scripts import figures, sizing
from tests.benchmarks import __main__ as suite

ROOT = Path(__file__).resolve().parent.parent
KEYS = {"piece", "name", "value", "unit", "peak_mb", "server_mb"}

LINES: list[dict[str, Any]] = [
    {"piece": "machine", "name": "memory", "value": "23 GB"},
    {"piece": "fanout", "name": "publish to 10000", "value": 0.5, "bytes_a_person": 999},
    {
        "piece": "fanout",
        "name": "publish to 1000000",
        "value": 10.0,
        "unit": "s",
        "limit": 5.0,
        "ratio": 0.5,
        "cpu_ratio": None,
        "bytes_a_person": 300,
        "peak_mb": 180,
        "server_mb": 1200,
    },
    {"piece": "confirmations", "name": "10000 confirmations", "value": 1000, "bytes_an_act": 500},
    {"piece": "mail", "name": "3000 mails about one notice", "value": 500},
    {"work": "mail", "peer": "Celery, Redis", "ours": 700, "theirs": 350, "times": 2.0},
    {"work": "mail", "peer": "Huey, Redis", "ours": 700, "missing": "no redis-server"},
]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_piece_prints_well_formed_lines() -> None:
    env = os.environ | {"TINY": "1", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "tests.benchmarks"]
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=280, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr[-4000:] + done.stdout[-2000:]
    measured = [line for line in lines if line["piece"] != "machine"]
    assert {line["piece"] for line in measured} == set(suite.PIECES)
    for line in measured:
        assert line.keys() >= KEYS, line
        assert line["value"] >= 0
        assert line["peak_mb"] > 10
        assert ("limit" in line) == ("ratio" in line)
    assert all(line["same"] for line in measured if line["piece"] == "search" and "same" in line)


def test_costs_are_those_of_the_largest_run() -> None:
    costs = sizing.costs_of(LINES)
    assert costs.publish == pytest.approx(1e-5)
    assert costs.publish_bytes == 300
    assert costs.confirm == pytest.approx(0.001)
    assert costs.mail == pytest.approx(0.002)


@pytest.mark.parametrize("piece", ["fanout", "confirmations", "mail"])
def test_what_was_not_measured_is_not_guessed(piece: str) -> None:
    with pytest.raises(KeyError, match=f"no line of {piece}"):
        sizing.costs_of(line for line in LINES if line.get("piece") != piece)
    failed = [{"piece": piece, "name": "publish to 5 confirmations, mails", "error": "x"}]
    with pytest.raises(KeyError):
        sizing.costs_of(failed)


def test_a_small_company_needs_the_smallest_machine() -> None:
    found = sizing.need(200, 5, sizing.costs_of(LINES))
    assert (found.cores, found.memory_gb) == (2, 4)
    assert found.disk_gb <= 12


def test_need_grows_with_people_notices_and_costs() -> None:
    costs = sizing.costs_of(LINES)
    small, more = sizing.need(100_000, 10, costs), sizing.need(100_000, 40, costs)
    large = sizing.need(1_000_000, 10, costs)
    assert small.cores < more.cores
    assert small.cores < large.cores
    assert small.disk_gb < more.disk_gb < large.disk_gb
    assert small.memory_gb < large.memory_gb
    dear = replace(costs, confirm=costs.confirm * 100)
    assert sizing.need(100_000, 10, dear).cores > small.cores


def test_the_minute_after_a_notice_to_everybody_may_decide() -> None:
    costs = sizing.costs_of(LINES)
    found = sizing.need(1_000_000, 0.1, costs)
    assert found.busiest == "the minute after a notice to everybody"
    # 50,000 people a minute at 1 ms each on cores that may be half busy.
    assert found.cores == 2
    assert sizing.need(1_000_000, 0.1, replace(costs, confirm=0.01)).cores == 17
    assert sizing.need(1_000_000, 40, costs).busiest == "the busiest hour"


@pytest.mark.parametrize(("people", "notices"), [(0, 1), (10, -1)])
def test_numbers_that_mean_nothing_are_refused(people: int, notices: float) -> None:
    with pytest.raises(ValueError, match="at least one person"):
        sizing.need(people, notices, sizing.costs_of(LINES))


def test_the_page_gets_the_figures_between_its_markers() -> None:
    text = "a\n<!-- figures: fanout -->\nold\n<!-- end -->\nb\n<!-- figures: due -->\nkept\n<!-- end -->\n"
    page = figures.filled(text, LINES)
    assert "old" not in page
    assert "kept" in page
    assert "| publish to 1000000 | 10.0 s | 5.0 | 0.5 | bytes a person 300 | 180 / 1 200 |" in page
    assert figures.filled(page, LINES) == page
    assert figures.lacking(text, LINES) == {"due"}


def test_peers_and_sizes_are_tables_of_their_own() -> None:
    peers = figures.table("peers", LINES)
    assert "| mail | 700 | Celery, Redis | 350 | 2.0 |" in peers
    assert "| mail | 700 | Huey, Redis | – | no redis-server |" in peers
    assert figures.table("sizing", LINES).count("\n") == len(figures.PEOPLE) + 2
    assert figures.table("sizing", []) == figures.table("fanout", []) == ""
    assert figures.table("machine", LINES) == "- memory: 23 GB\n"


def test_every_piece_has_a_place_on_the_page() -> None:
    text = "".join(page.read_text() for page in figures.PAGES)
    places = {name for _head, name, _tail in figures.PLACE.findall(text)}
    assert places >= {*suite.PIECES, *suite.LIVE, "machine", "peers", "sizing"}


def test_lines_of_a_run_are_read_and_other_words_left_out(tmp_path: Path) -> None:
    file = tmp_path / "bench.jsonl"
    file.write_text('make: entering\n{"piece": "mail", "name": "1 mails"}\n\n', encoding="utf-8")
    assert sizing.read(file) == [{"piece": "mail", "name": "1 mails"}]
