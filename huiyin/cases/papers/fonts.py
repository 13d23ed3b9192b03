"""The fonts of PDF papers: Noto Sans SC, cut down and carried along, so that every reader shows it.

``scripts/build_ui.py`` puts the files there. A character that they lack is set in STSong-Light,
which readers bring themselves (ISO 32000-1, 9.7.5.2), one beyond its plane as a geta mark; without
the files, as in a tree whose front end was never built, that is so for all.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

from huiyin.cases.papers.paper import SUBSTITUTE, clean

FOLDER = Path(__file__).parent / "data"
TEXT_FILE, BOLD_FILE = "noto-sans-sc-regular.ttf", "noto-sans-sc-bold.ttf"
READERS = "STSong-Light"
CARRIED = all((FOLDER / name).exists() for name in (TEXT_FILE, BOLD_FILE))
TEXT, BOLD = ("huiyin-text", "huiyin-bold") if CARRIED else (READERS, READERS)
_FILES = {TEXT: TEXT_FILE, BOLD: BOLD_FILE} if CARRIED else {}
_LAST_OF_READERS = 0xFFFF
_BEYOND = re.compile(r" <([0-9A-F]{5,6})>")


class _Carried(TTFont):  # type: ignore[misc]  # reportlab has no types
    """A font that says what its rare characters are: in UTF-16, as ISO 32000-1, 9.10.3 asks."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        super().addObjects(doc)
        for name, made in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                made.content = _BEYOND.sub(_pair, made.content)


def ready() -> None:
    """Make the fonts known to the writer of PDF; again it is nothing."""
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in _FILES.items():
        if name not in known:
            pdfmetrics.registerFont(_Carried(name, str(FOLDER / file)))
    if READERS not in known:
        pdfmetrics.registerFont(UnicodeCIDFont(READERS))


def runs(text: str, *, bold: bool = False) -> Iterator[tuple[str, str]]:
    """``text`` cut into pieces, each with the name of the font that has it."""
    ready()
    own = BOLD if bold else TEXT
    signs = ((_font_of(sign, own), sign) for sign in clean(text))
    for name, found in groupby(signs, key=lambda pair: pair[0]):
        piece = "".join(sign for _name, sign in found)
        yield (name, piece) if name else (own, SUBSTITUTE * len(piece))


def marked(text: str, *, bold: bool = False) -> str:
    """Text that people wrote as the inside of a paragraph: all of it is text, none is markup."""
    own = BOLD if bold else TEXT
    said = (
        escape(piece) if name == own else f'<font name="{name}">{escape(piece)}</font>'
        for name, piece in runs(text, bold=bold)
    )
    return "".join(said).replace("\n", "<br/>")


def draw(canvas: Any, left: float, height: float, text: str, size: float) -> None:
    """One line on ``canvas`` (points)."""
    for name, piece in runs(text):
        canvas.setFont(name, size)
        canvas.drawString(left, height, piece)
        left += pdfmetrics.stringWidth(piece, name, size)


def width(text: str, size: float) -> float:
    """How long ``draw`` makes it (points)."""
    return float(sum(pdfmetrics.stringWidth(piece, name, size) for name, piece in runs(text)))


def _font_of(sign: str, own: str) -> str:
    """Empty when nobody has it."""
    for name in (own, TEXT):
        if name in _FILES and ord(sign) in pdfmetrics.getFont(name).face.charToGlyph:
            return name
    if sign.isspace():
        return own
    return READERS if ord(sign) <= _LAST_OF_READERS else ""


def _pair(found: re.Match[str]) -> str:
    return f" <{chr(int(found.group(1), 16)).encode('utf-16-be').hex().upper()}>"
