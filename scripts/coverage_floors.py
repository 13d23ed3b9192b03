"""Fail when a room's branch coverage is below its floor."""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

FLOORS = {"core": 100.0, "obligations": 100.0}
ELSEWHERE = 90.0


def main() -> int:
    """Print each room's figure; 1 when one is below its floor."""
    rooms = coverage_by_room(_report())
    low = 0
    for room, percent in sorted(rooms.items()):
        floor = FLOORS.get(room, ELSEWHERE)
        low += percent < floor
        print(f"{room:<14}{percent:6.1f} %   floor {floor:.0f} {'' if percent >= floor else 'LOW'}")
    return 1 if low else 0


def coverage_by_room(report: dict[str, Any]) -> dict[str, float]:
    """Lines and branches covered, in percent, by the package under ``huiyin``."""
    covered: defaultdict[str, int] = defaultdict(int)
    total: defaultdict[str, int] = defaultdict(int)
    for name, file in report["files"].items():
        parts = Path(name).parts
        room = parts[1] if len(parts) > 2 else "huiyin"  # noqa: PLR2004 - huiyin/room/file.py
        summary = file["summary"]
        covered[room] += summary["covered_lines"] + summary.get("covered_branches", 0)
        total[room] += summary["num_statements"] + summary.get("num_branches", 0)
    return {room: 100 * covered[room] / total[room] for room in total if total[room]}


def _report() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "coverage.json")
        subprocess.run(
            [sys.executable, "-m", "coverage", "json", "-q", "-o", str(file)], check=True
        )
        report: dict[str, Any] = json.loads(file.read_text())
    return report


if __name__ == "__main__":
    sys.exit(main())
