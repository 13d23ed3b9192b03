"""Word's automatic numbers: what a list shows stands in no paragraph and has to be counted."""

from collections import defaultdict
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from huiyin.cases.drafting.reading.numerals import written

_DEEPEST = 9
_CHAIN = 12


class Level:
    """How one level of a list counts: ``form`` of number, ``text`` (``第%1条``), where it begins."""

    def __init__(self, element: Any) -> None:
        self.form = _value(element, "w:numFmt") or "decimal"
        self.text = _value(element, "w:lvlText") or ""
        self.start = _number(_value(element, "w:start"), 1)
        self.legal = element.find(qn("w:isLgl")) is not None


class Numbering:
    """Counts through a document; ask for its paragraphs in their order."""

    def __init__(self, document: Document) -> None:
        self.lists: dict[str, str] = {}
        self.levels: dict[str, dict[int, Level]] = {}
        self.overrides: dict[tuple[str, int], int] = {}
        self.counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self.begun: set[tuple[str, int]] = set()
        self._read(_part(document))

    def number(self, paragraph: Paragraph) -> str:
        """The number before ``paragraph``; empty when it has none."""
        num, level = _asked(paragraph)
        abstract = self.lists.get(num, "")
        found = self.levels.get(abstract, {}).get(level)
        if found is None:
            return ""
        counts = self.counts[abstract]
        self._count(num, abstract, level, counts)
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return self._shown(abstract, level, counts)

    def _count(self, num: str, abstract: str, level: int, counts: dict[int, int]) -> None:
        """One on; a list that begins anew by an override begins once."""
        start = self.levels[abstract][level].start
        override = self.overrides.get((num, level))
        if override is not None and (num, level) not in self.begun:
            counts[level] = override
        else:
            counts[level] = counts[level] + 1 if level in counts else start
        self.begun.add((num, level))

    def _shown(self, abstract: str, level: int, counts: dict[int, int]) -> str:
        levels = self.levels[abstract]
        own = levels[level]
        if own.form == "bullet":
            return "•"
        text = own.text
        for place in range(level + 1):
            one = levels.get(place)
            if one is None:
                continue
            form = "decimal" if own.legal else one.form
            text = text.replace(f"%{place + 1}", written(counts.get(place, one.start), form))
        return text.strip()

    def _read(self, root: Any) -> None:
        if root is None:
            return
        for abstract in root.iter(qn("w:abstractNum")):
            levels = {
                _number(one.get(qn("w:ilvl")), 0): Level(one) for one in abstract.iter(qn("w:lvl"))
            }
            self.levels[abstract.get(qn("w:abstractNumId")) or ""] = levels
        for num in root.iter(qn("w:num")):
            name = num.get(qn("w:numId")) or ""
            self.lists[name] = _value(num, "w:abstractNumId") or ""
            for override in num.iter(qn("w:lvlOverride")):
                start = _value(override, "w:startOverride")
                if start is not None:
                    self.overrides[name, _number(override.get(qn("w:ilvl")), 0)] = _number(start, 1)


def _part(document: Document) -> Any:
    """The numbering of a document; ``None`` when it has no lists."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external:
            part: Any = relation.target_part
            return part.element
    return None


def _asked(paragraph: Paragraph) -> tuple[str, int]:
    """The list and the level of a paragraph: its own, or its style's, or those it is based on."""
    own: Any = paragraph._p.pPr  # noqa: SLF001 - python-docx shows no numbering
    num, level = _of(own)
    style: Any = paragraph.style
    for _step in range(_CHAIN):
        if num is not None or style is None:
            break
        num, styled = _of(style.element.find(qn("w:pPr")))
        level = styled if level is None else level
        style = style.base_style
    return num or "", min(level or 0, _DEEPEST)


def _of(properties: Any) -> tuple[str | None, int | None]:
    found = properties.find(qn("w:numPr")) if properties is not None else None
    if found is None:
        return None, None
    level = _value(found, "w:ilvl")
    return _value(found, "w:numId"), None if level is None else _number(level, 0)


def _value(element: Any, name: str) -> str | None:
    found = element.find(qn(name))
    value = found.get(qn("w:val")) if found is not None else None
    return None if value is None else str(value)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 6 else default  # noqa: PLR2004 - no list is longer
