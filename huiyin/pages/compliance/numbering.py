"""Clauses as a table names them: number, heading, chapter, in the order of the regulation."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.core.policy import Chapter, Policy
from huiyin.core.writing.order import legal_order

LONGEST = 18
"""Signs of a clause's text that stand for it where it has no heading."""


@dataclass(frozen=True, slots=True)
class Named:
    """A clause in a table; ``known``: it is part of the version in force."""

    id: str
    title: str
    text: str
    chapter: str
    known: bool


def named(clause_id: str, policy: Policy) -> Named:
    """The clause ``clause_id`` as the version in force has it."""
    chapter = chapter_of(clause_id, policy.chapters)
    try:
        clause = policy.clause(clause_id)
    except KeyError:
        return Named(clause_id, _("已不在现行制度中"), "", chapter, known=False)
    return Named(clause_id, clause.title or short(clause.text), clause.text, chapter, known=True)


def short(text: str) -> str:
    """The beginning of a clause's text, up to its first pause."""
    first = text.split("。", 1)[0].split("；", 1)[0]
    return first if len(first) <= LONGEST else first[: LONGEST - 1] + "…"


def chapter_of(clause_id: str, chapters: tuple[Chapter, ...]) -> str:
    """The heading over a clause; the nearest one, empty when there is none."""
    found = [
        one
        for one in chapters
        if clause_id == one.id or clause_id.startswith((f"{one.id}.", f"{one.id}-"))
    ]
    best = max(found, key=lambda one: len(one.id), default=None)
    return f"{best.id} {best.title}" if best else ""


def in_order(clause_ids: list[str]) -> list[str]:
    """As lawyers count."""
    return sorted(clause_ids, key=legal_order)
