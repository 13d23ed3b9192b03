"""Where the clauses of a TOML text begin and end, to the character."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_QUOTED = re.compile(
    r'"""(?:\\.|(?!""").)*"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*",
    re.DOTALL,
)
_HEADER = re.compile(r"\s*\[\[?\s*([\w-]+)\s*((?:\.\s*[\w-]+\s*)*)\]\]?\s*", re.ASCII)


class Block(NamedTuple):
    """A clause in its file: ``text[start:end]``, from its header to its last line that says something.

    Comments between two clauses lie outside, those inside a clause belong to it.
    """

    start: int
    end: int


def blocks(text: str) -> list[Block]:
    """The ``[[clause]]`` tables of a valid TOML ``text``, in order."""
    found: list[Block] = []
    inside = False
    for line in _lines(_masked(text)):
        if line.header:
            inside = line.root == "clause"
            if inside and not line.part:
                found.append(Block(line.start, line.end))
        if inside and line.speaks:
            found[-1] = Block(found[-1].start, line.end)
    return found


class _Line(NamedTuple):
    start: int
    end: int
    speaks: bool
    header: bool
    root: str = ""
    part: bool = False


def _lines(text: str) -> Iterator[_Line]:
    """Each line to its end (without the break); headers are recognised outside of values only."""
    depth = place = 0
    for line in text.split("\n"):
        match = _HEADER.fullmatch(line) if depth == 0 else None
        end, speaks = place + len(line), bool(line.strip())
        if match is not None:
            yield _Line(place, end, speaks, True, match[1], bool(match[2]))
        else:
            depth += sum(line.count(one) for one in "[{") - sum(line.count(one) for one in "]}")
            yield _Line(place, end, speaks, False)
        place = end + 1


def _masked(text: str) -> str:
    """The text with its strings and comments blotted out, of the same length."""
    return _QUOTED.sub(lambda match: (" " if match[0][0] == "#" else "x") * len(match[0]), text)
