"""Names of plain text: people, departments, and the sides of a building."""

import re
from collections.abc import Collection, Iterator

from huiyin.core.restating.values import Kind, Reader, Value, value

_TITLES = "经理|主管|总|工|老师|姐|哥|主任|部长|总监"
_DEPARTMENT = re.compile(r"([\u4e00-\u9fff]{2})部(?![门分署件委])")
_NO_DEPARTMENT = "全内外总干各本"
_PLACE = re.compile(r"([东南西北])(门|区|侧|座|楼)")


def readers(names: Collection[str]) -> list[Reader]:
    """Read people by their whole name, or by surname and title (叶经理)."""

    def whole(text: str) -> Iterator[Value]:
        for name in sorted(filter(None, names), key=len, reverse=True):
            for match in re.finditer(re.escape(name.lower()), text):
                yield value(Kind.PERSON, (name,), match)

    def by_title(text: str) -> Iterator[Value]:
        for surname in sorted({name[0] for name in names if name}):
            for match in re.finditer(f"{re.escape(surname)}(?:{_TITLES})", text):
                yield value(Kind.PERSON, (surname,), match)

    return [whole, by_title]


def departments(stems: Collection[str]) -> Reader:
    """Read 财务部, and 财务 where ``stems`` names it."""

    def read(text: str) -> Iterator[Value]:
        for match in _DEPARTMENT.finditer(text):
            if match[1][1] not in _NO_DEPARTMENT:
                yield value(Kind.DEPARTMENT, (match[1],), match)
        for stem in sorted(stems):
            for match in re.finditer(re.escape(stem), text):
                yield value(Kind.DEPARTMENT, (stem,), match)

    return read


def places(text: str) -> Iterator[Value]:
    """南门, 东区: one letter decides."""
    for match in _PLACE.finditer(text):
        yield value(Kind.PLACE, (match[1], match[2]), match)
