"""What every answer owes its reader, whatever it is about."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from tests.security import markup

RUNS = re.compile(r"^[\s\u3000]*[=+\-@＝＋－＠]")
"""How a text begins that some spreadsheet takes for a formula."""

PLAIN_NUMBER = re.compile(r"^[+-]?[\d.,%:]*$")
SCRIPTS = {"'self'"}


def policy(value: str) -> dict[str, set[str]]:
    """A content security policy by directive."""
    rules = (one.split() for one in value.split(";") if one.strip())
    return {name: set(rest) for name, *rest in rules}


def bare(answer: Any, *, secure: bool = False) -> list[str]:
    """Headers that an answer lacks."""
    rules = policy(answer.headers.get("Content-Security-Policy", ""))
    said = {name.lower(): value for name, value in answer.items()}
    kept = {
        "scripts only of ours": rules.get("script-src", rules.get("default-src"))
        in ({"'none'"}, SCRIPTS),
        "no plug-ins": "'none'" in (rules.get("object-src") or rules.get("default-src") or ()),
        "base": rules.get("base-uri", {"'self'"}) <= {"'self'", "'none'"},
        "forms": rules.get("form-action", {"'self'"}) <= {"'self'", "'none'"},
        "framing": rules.get("frame-ancestors", {"*"}) <= {"'self'", "'none'"},
        "types": said.get("x-content-type-options") == "nosniff",
        "referrer": said.get("referrer-policy") == "same-origin",
        "window": said.get("cross-origin-opener-policy") == "same-origin",
        "resource": said.get("cross-origin-resource-policy") == "same-origin",
        "devices": "geolocation=()" in said.get("permissions-policy", ""),
        "no copies": "no-store" in said.get("cache-control", ""),
        "https": not secure or "max-age=" in said.get("strict-transport-security", ""),
    }
    return [f"header: {name}" for name, holds in kept.items() if not holds]


def cookies(answer: Any, *, secure: bool = False) -> list[str]:
    """Cookies that scripts, other sites or plain HTTP may have; the form's token is read by none."""
    return [
        f"cookie {name}: {flag}"
        for name, one in answer.cookies.items()
        if one.value  # what is taken back holds nothing
        for flag, holds in (
            ("httponly", bool(one["httponly"]) or name in {"csrftoken", "django_language"}),
            ("samesite", one["samesite"] in {"Lax", "Strict"}),
            ("secure", bool(one["secure"]) or not secure),
        )
        if not holds
    ]


def content(answer: Any) -> bytes:
    """Every byte of the body."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def faults(answer: Any) -> list[str]:
    """What in the body would run where it is opened: as a page, as a spreadsheet."""
    kind = answer.headers.get("Content-Type", "")
    if "text/html" in kind:
        return markup.faults(content(answer).decode())
    if "spreadsheetml" in kind:
        return list(formulas(content(answer)))
    if "text/csv" in kind:
        rows = csv.reader(io.StringIO(content(answer).decode("utf-8-sig")))
        return [f"formula {cell[:40]!r}" for row in rows for cell in row if runs(cell)]
    return []


def formulas(book: bytes) -> Iterator[str]:
    """Cells of a workbook that a program would work out."""
    for sheet in load_workbook(io.BytesIO(book)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" or (isinstance(cell.value, str) and runs(cell.value)):
                    yield f"formula in {sheet.title} {cell.coordinate}: {str(cell.value)[:40]!r}"


def runs(text: str) -> bool:
    """Whether a spreadsheet may take this for a formula; a sign before a plain number is none."""
    return bool(RUNS.match(text)) and not PLAIN_NUMBER.match(text)
