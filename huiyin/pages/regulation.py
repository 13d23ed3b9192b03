"""The regulation in legal order: its chapters, and the clauses that stand under each."""

from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.core.policy import Chapter, Clause, Policy
from huiyin.core.writing.order import legal_order


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the clauses directly under it; ``depth`` counts the headings above.

    Without a ``chapter``: clauses that no heading covers.
    """

    chapter: Chapter | None
    depth: int
    clauses: tuple[Clause, ...]


def sections(policy: Policy) -> list[Section]:
    """Every chapter in legal order with its clauses, headings without clauses too."""
    chapters = sorted(policy.chapters, key=lambda one: legal_order(one.id))
    under: dict[str, list[Clause]] = {}
    for clause in sorted(policy.clauses, key=lambda one: legal_order(one.id)):
        above = [one.id for one in chapters if _covers(one.id, clause.id)]
        under.setdefault(max(above, key=len, default=""), []).append(clause)
    found = [Section(None, 0, tuple(under[""]))] if "" in under else []
    for chapter in chapters:
        depth = sum(_covers(one.id, chapter.id) for one in chapters) - 1
        found.append(Section(chapter, depth, tuple(under.get(chapter.id, ()))))
    return found


def ordered(policy: Policy) -> Iterator[Clause]:
    """Every clause in legal order, chapter by chapter."""
    for section in sections(policy):
        yield from section.clauses


def _covers(chapter: str, number: str) -> bool:
    """Whether ``number`` stands under ``chapter``: ``2.1`` covers ``2.1.4-2``, not ``2.10``."""
    rest = number[len(chapter) :]
    if not number.startswith(chapter):
        return False
    return rest[:1] in {"", ".", "-"} or chapter.isalpha()
