"""Write the figures of a run into docs/benchmarks.md, between its markers.

``python scripts/figures.py bench.jsonl [peers.jsonl]``; ``--check`` only says whether every piece that
the page has a place for was measured. A place is ``<!-- figures: fanout -->`` … ``<!-- end -->``.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import sizing

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "how-to" / "grow.md")
PLACE = re.compile(r"(<!-- figures: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)
PEOPLE = (100, 1_000, 10_000, 100_000, 1_000_000)
NOTICES = {100: 5, 1_000: 10, 10_000: 20, 100_000: 30, 1_000_000: 40}
"""Notices a day that a company of that size may send."""

KNOWN = ("piece", "name", "value", "unit", "limit", "ratio", "peak_mb", "server_mb")

Line = Mapping[str, Any]


def main() -> None:
    """Fill the page; exit 1 when a piece is missing or failed."""
    files = [Path(one) for one in sys.argv[1:] if not one.startswith("-")]
    lines = [line for file in files for line in sizing.read(file)]
    missing: set[str] = set()
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        missing |= lacking(text, lines)
        if "--check" not in sys.argv:
            page.write_text(filled(text, lines), encoding="utf-8")
    if missing:
        sys.exit(f"not measured: {', '.join(sorted(missing))}")


def lacking(text: str, lines: Sequence[Line]) -> set[str]:
    """The places of ``text`` for which ``lines`` have nothing."""
    return {name for _head, name, _tail in PLACE.findall(text) if not table(name, lines)}


def filled(text: str, lines: Sequence[Line]) -> str:
    """``text`` with every place for which there are figures; the others keep what they have."""

    def fill(found: re.Match[str]) -> str:
        said = table(found[2], lines)
        return f"{found[1]}{said}{found[3]}" if said else found[0]

    return PLACE.sub(fill, text)


def table(name: str, lines: Sequence[Line]) -> str:
    """The Markdown of one place; empty when nothing was measured."""
    if name == "sizing":
        return _sizing(lines)
    if name == "peers":
        return _peers(lines)
    own = [line for line in lines if line.get("piece") == name and "error" not in line]
    if name == "machine":
        return "".join(f"- {line['name']}: {line['value']}\n" for line in own)
    return _rows(
        ("what", "value", "limit", "ratio", "more", "memory, MB (client / server)"),
        (
            (
                str(line["name"]),
                f"{_short(line['value'])} {line.get('unit', '')}".strip(),
                _short(line.get("limit")),
                _short(line.get("ratio")),
                _more(line),
                f"{_short(line.get('peak_mb'))} / {_short(line.get('server_mb'))}",
            )
            for line in own
        ),
    )


def _peers(lines: Sequence[Line]) -> str:
    return _rows(
        ("work", "ours, a second", "peer", "peer's, a second", "times"),
        (
            (
                str(line["work"]),
                _short(line["ours"]),
                str(line["peer"]),
                _short(line.get("theirs")),
                _short(line.get("times")) if "times" in line else str(line.get("missing")),
            )
            for line in lines
            if "work" in line and "peer" in line
        ),
    )


def _sizing(lines: Sequence[Line]) -> str:
    try:
        costs = sizing.costs_of(lines)
    except KeyError:
        return ""
    rows = []
    for people in PEOPLE:
        found = sizing.need(people, NOTICES[people], costs)
        figures = (people, NOTICES[people], found.cores, found.memory_gb, found.disk_gb)
        rows.append((*map(_short, figures), found.busiest))
    head = ("people", "notices a day", "cores", "memory, GB", "disk a year, GB", "decided by")
    return _rows(head, rows)


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    body = [f"| {' | '.join(row)} |" for row in rows]
    if not body:
        return ""
    line = f"| {' | '.join(head)} |"
    return "\n".join([line, f"|{'---|' * len(head)}", *body]) + "\n"


def _more(line: Line) -> str:
    return ", ".join(
        f"{key} {_short(value)}".replace("_", " ")
        for key, value in line.items()
        if key not in KNOWN and value is not None
    )


def _short(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:,}".replace(",", " ") if isinstance(value, int | float) else str(value)


if __name__ == "__main__":
    main()
