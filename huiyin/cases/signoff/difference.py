"""What changed between two rounds of a text, in runs of words; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from huiyin.cases.signoff.registry import Text

SAME, ADDED, REMOVED = "same", "added", "removed"
_WORD = re.compile(r"[A-Za-z0-9_]+|[^\S\n]+|.", re.DOTALL)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FINE = 3000
"""Up to so many words are compared one by one; longer texts line by line."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the text that is not as it was."""

    name: str
    runs: tuple[Run, ...]


def changes(before: Text, after: Text) -> list[Change]:
    """The parts that differ, in the order of the new text, what is gone at the end."""
    old, new = _sections(before), _sections(after)
    names = [*new, *(name for name in old if name not in new)]
    return [
        Change(name, runs(old.get(name, ""), new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]


def runs(before: str, after: str) -> tuple[Run, ...]:
    """``before`` and ``after`` as runs; joined without the removed ones they give ``after``."""
    fine = max(len(before), len(after)) <= _FINE
    old, new = (
        (_WORD if fine else _LINE).findall(text) if text else [] for text in (before, after)
    )
    return tuple(_runs(old, new))


def _runs(old: list[str], new: list[str]) -> Iterator[Run]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if tag == "equal":
            yield Run(SAME, "".join(new[b0:b1]))
            continue
        if a1 > a0:
            yield Run(REMOVED, "".join(old[a0:a1]))
        if b1 > b0:
            yield Run(ADDED, "".join(new[b0:b1]))


def _sections(text: Text) -> dict[str, str]:
    files = "\n".join(f"{name} {digest[:12]}" for name, digest in text.files)
    return {"标题": text.title, **dict(text.facts), **dict(text.parts), "附件": files}
