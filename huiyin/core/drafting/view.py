"""A passage as the grammar reads it: half width, without gaps and line ends, offsets kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.core.drafting.marks import mark_of

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS = str.maketrans(
    "　\u00a0\u2002\u2003\u2009——–−―﹣﹕﹔﹐〜～〔〕﹙﹚｜", "     ------:;,~~()()|"
)
_CHARS = {**_SIGNS, **_HALF}

Place = tuple[int, int]
"""Start and end (exclusive) in the whole text."""


_COLUMNS = re.compile(r"[^\n]*\S[^\n]*\t[^\n]*")


def plain(text: str) -> str:
    """``text`` in half width, one character for one: every offset stays.

    Tabs between the columns of a row become ``|``; one behind the number of a clause is a gap.
    """
    return _COLUMNS.sub(_columns, text).replace("\t", " ").translate(_CHARS)


def _columns(line: re.Match[str]) -> str:
    words = line[0]
    start, end = len(words) - len(words.lstrip()), len(words.rstrip())
    inner = words[start:end]
    if inner.count("\t") == 0 or (inner.count("\t") == 1 and mark_of(inner.split("\t")[0] + " x")):
        return words
    return words[:start] + inner.replace("\t", "|") + words[end:]


@dataclass(frozen=True, slots=True)
class View:
    """``text`` to read; its character ``i`` stands at ``at[i]`` of the whole."""

    text: str
    at: tuple[int, ...]

    def place(self, start: int, end: int) -> Place:
        """Where ``text[start:end]`` (not empty) stands in the whole."""
        return self.at[start], self.at[end - 1] + 1


def view(whole: str, spans: Iterable[Place]) -> View:
    """The ``spans`` of a plain ``whole``, joined, without line ends and needless gaps."""
    kept: list[int] = []
    gap = False
    for start, end in spans:
        for index in range(start, end):
            char = whole[index]
            if char.isspace():
                gap = True
                continue
            if gap and kept and _parted(whole[kept[-1]], char):
                kept.append(index - 1)
            gap = False
            kept.append(index)
    chars = [" " if whole[index].isspace() else whole[index] for index in kept]
    return View("".join(chars), tuple(kept))


def _parted(before: str, after: str) -> bool:
    """Two words of letters or digits stay apart; Chinese needs no gaps."""
    return (before + after).isascii() and before.isalnum() and after.isalnum()
