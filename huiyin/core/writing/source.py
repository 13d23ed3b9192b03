"""One clause put into a source, changed or taken out; every other byte stays as it is.

A source is the regulation's TOML files in one text, each after its mark (``# file: name``).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from huiyin.core.load import read_policy
from huiyin.core.phrase import phrase
from huiyin.core.policy import Clause, Policy
from huiyin.core.table import PolicyError
from huiyin.core.writing.blocks import Block, blocks
from huiyin.core.writing.order import legal_order, shared
from huiyin.core.writing.values import MARK

_MARKED = re.compile(rf"^{MARK}", re.MULTILINE)
NEW_FILE = "own/clauses"
"""Where a clause goes when a source has no file yet."""


def read_source(source: str, version: int = 0) -> Policy:
    """The policy that ``source`` says; ``PolicyError`` as ``read_policy``."""
    return read_policy(version, files(source))


def files(source: str) -> dict[str, str]:
    """Split a source into its files: name -> text."""
    return {chunk.name: source[chunk.start : chunk.end] for chunk in _chunks(source)}


def joined(texts: Mapping[str, str]) -> str:
    """Files as one source, each after its mark."""
    return "\n".join(f"{MARK}{name}\n{text}" for name, text in texts.items())


def clause_text(source: str, clause_id: str) -> str:
    """The clause as it stands in ``source``, comments and all; ``KeyError`` when it has none."""
    place = _place(source, clause_id)
    return source[place.start : place.end] + "\n"


def with_clause(source: str, clause_id: str, toml: str) -> str:
    """``source`` with the one clause of ``toml`` in place of ``clause_id``, or added.

    A new clause goes to its place in legal order, beside the one whose number is nearest; so does
    one whose number changes. ``toml`` is kept to the byte. ``PolicyError`` for a text that is no
    single clause, or whose number another clause has already.
    """
    clause = read_clause(toml)
    known = {place.id for place in _places(source)}
    if clause.id != clause_id and clause.id in known:
        raise PolicyError("", clause.id, "id", phrase("条款编号重复"))
    if clause_id == clause.id and clause_id in known:
        place = _place(source, clause_id)
        return source[: place.start] + toml.rstrip("\n") + source[place.end :]
    if clause_id in known:
        source = without_clause(source, clause_id)
    return _added(source, clause.id, toml)


def without_clause(source: str, clause_id: str) -> str:
    """``source`` without the clause, the comment right above it and the gap behind it.

    ``KeyError`` when it has no such clause.
    """
    place = _place(source, clause_id)
    before, behind = source[: place.start], source[place.end :]
    while behind.startswith(("\n", "\r\n")):
        behind = behind.partition("\n")[2]
    kept = _without_comment(before)
    return kept + ("\n" if behind.startswith(MARK) and kept else "") + behind


def read_clause(toml: str) -> Clause:
    """The single clause that ``toml`` says; ``PolicyError`` for anything else."""
    if _MARKED.search(toml):
        raise PolicyError("", "", "", phrase("不能有以“%(mark)s”开头的行", mark=MARK.strip()))
    policy = read_policy(0, {"": toml})
    if len(policy.clauses) != 1 or set(tomllib.loads(toml)) != {"clause"}:
        raise PolicyError("", "", "", phrase("应当是且只是一条 [[clause]]"))
    return policy.clauses[0]


class _Chunk(NamedTuple):
    name: str
    start: int
    end: int


class _Place(NamedTuple):
    id: str
    start: int
    end: int


def _chunks(source: str) -> Iterator[_Chunk]:
    marks = [match.end() for match in _MARKED.finditer(source)]
    ends = [*(mark - len(MARK) for mark in marks[1:]), len(source)]
    for mark, end in zip(marks, ends, strict=False):
        name, _, text = source[mark:end].partition("\n")
        yield _Chunk(name.strip(), end - len(text), end)


def _places(source: str) -> list[_Place]:
    """Every clause with where it stands in ``source``."""
    return [place for chunk in _chunks(source) for place in _within(source, chunk)]


def _within(source: str, chunk: _Chunk) -> Iterator[_Place]:
    text = source[chunk.start : chunk.end]
    try:
        read = tomllib.loads(text).get("clause", [])
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(
            chunk.name, "", "", phrase("不是有效的 TOML（%(error)s）", error=error)
        ) from error
    found: list[Block] = blocks(text)
    if not isinstance(read, list) or len(found) != len(read):
        raise PolicyError(chunk.name, "", "clause", phrase("条款应逐条写成 [[clause]]"))
    for table, block in zip(read, found, strict=True):
        yield _Place(str(table.get("id", "")), chunk.start + block.start, chunk.start + block.end)


def _place(source: str, clause_id: str) -> _Place:
    for place in _places(source):
        if place.id == clause_id:
            return place
    raise KeyError(clause_id)


def _added(source: str, clause_id: str, toml: str) -> str:
    places = sorted(_places(source), key=lambda place: legal_order(place.id))
    before = [place for place in places if legal_order(place.id) < legal_order(clause_id)]
    after = places[len(before) :]
    if not places:
        return _appended(source, toml)
    if before and (not after or _nearer(clause_id, before[-1], after[0])):
        end = before[-1].end
        return f"{source[:end]}\n\n{toml.rstrip()}{source[end:]}"
    start = len(_without_comment(source[: after[0].start]))
    return f"{source[:start]}{toml.rstrip()}\n\n{source[start:]}"


def _nearer(clause_id: str, one: _Place, other: _Place) -> bool:
    """Whether the clause stands at least as near to ``one`` as to ``other``, by its number."""
    return shared(clause_id, one.id) >= shared(clause_id, other.id)


def _appended(source: str, toml: str) -> str:
    last = list(_chunks(source))[-1:]
    if not last:
        return f"{source}{MARK}{NEW_FILE}\n{toml}"
    gap = "" if source.endswith("\n\n") or last[0].start == last[0].end else "\n"
    line = "" if source.endswith("\n") else "\n"
    return f"{source}{line}{gap}{toml}"


def _without_comment(before: str) -> str:
    """``before`` up to the comment that stands right above what follows, if there is one.

    The head of a file is no such comment: it ends with an empty line or is the file's mark.
    """
    lines = before.split("\n")
    tail = lines.pop()
    kept = list(lines)
    while kept and kept[-1].startswith("#") and not kept[-1].startswith(MARK):
        kept.pop()
    return "\n".join([*kept, tail])
