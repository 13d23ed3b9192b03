"""A text as the rules read it: half width, in sentences, lines and items, with what is quoted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
for _sign in "，：；！？（）":
    del _HALF[ord(_sign)]
_SENTENCE = re.compile(r"[^。；;！？\n]+")
_LINE = re.compile(r"[^\n]+")
_QUOTED = re.compile(
    r"《[^》\n]*》|“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|【[^】\n]*】|https?://[^\s，。；]+"
)
_MARK = re.compile(
    r"\s*(?:[-*•·]\s+|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[.、）)．]\s*)(?!\d)|[①-⑳]\s*)+"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text: ``start`` and ``end`` are offsets in the whole."""

    start: int
    end: int
    text: str


def half(text: str) -> str:
    """``text`` with full-width letters and digits made half; every offset stays."""
    return text.translate(_HALF)


def sentences(text: str) -> list[Span]:
    """The sentences, ended by a full stop, semicolon or line."""
    return [_span(found) for found in _SENTENCE.finditer(text)]


def lines(text: str) -> list[Span]:
    """The lines that say something, without the spaces around them."""
    return [_trimmed(found) for found in _LINE.finditer(text) if found.group().strip()]


def items(text: str) -> Iterator[Span]:
    """The entries of a list without their marks; a line by itself is one."""
    for line in lines(text):
        mark = _MARK.match(line.text)
        skipped = mark.end() if mark else 0
        if line.text[skipped:]:
            yield Span(line.start + skipped, line.end, line.text[skipped:])


def is_listed(line: str) -> bool:
    """Whether a line begins with the mark of a list."""
    return _MARK.match(line) is not None


def quoted(text: str) -> list[tuple[int, int]]:
    """Where somebody else is quoted or a title stands: nothing there is the author's wording."""
    return [found.span() for found in _QUOTED.finditer(text)]


def inside(start: int, spans: list[tuple[int, int]]) -> bool:
    """Whether the offset lies in one of ``spans``."""
    return any(begin <= start < end for begin, end in spans)


def _span(found: re.Match[str]) -> Span:
    return Span(found.start(), found.end(), found.group())


def _trimmed(found: re.Match[str]) -> Span:
    text = found.group()
    start = found.start() + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()), text.strip())
