"""The style sheets: a class that stands alone is said in one file, so that no page restyles another."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

CSS = Path(__file__).resolve().parent.parent / "sources/css"
GROUND = {"base.css"}
"""What every control stands on is said once more by the file of the control."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_ALONE = re.compile(r"\.[a-z][\w-]*")


def _alone(text: str) -> set[str]:
    """The classes that a sheet styles by themselves, outside of questions about the screen."""
    plain = _MEDIA.sub("", _COMMENT.sub("", text))
    selectors = (
        one.strip() for head in re.findall(r"([^{}]+)\{", plain) for one in head.split(",")
    )
    return {one for one in selectors if _ALONE.fullmatch(one)}


def _twice(sheets: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, text in sheets:
        for one in _alone(text):
            found[one].append(name)
    return {one: sorted(names) for one, names in found.items() if len(names) > 1}


def test_no_class_is_styled_by_two_sheets() -> None:
    sheets = [(each.name, each.read_text()) for each in CSS.glob("*.css")]
    assert _twice(one for one in sheets if one[0] not in GROUND) == {}


def test_a_class_in_two_sheets_is_found_and_one_within_another_is_not() -> None:
    first = ".why { margin: 0 } @media (max-width: 1px) { .what { margin: 0 } }"
    second = "/* .what {} */ .who .what { margin: 1px } .why, .where { margin: 1px }"
    assert _twice([("a.css", first), ("b.css", second)]) == {".why": ["a.css", "b.css"]}
