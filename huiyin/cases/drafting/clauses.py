"""The clauses of a text with what was accepted, ready to be put into a regulation."""

from typing import Any

from huiyin.cases.drafting.cards import choices
from huiyin.cases.drafting.known import vocabulary
from huiyin.cases.drafting.models import ImportedText, Verdict
from huiyin.core.drafting.assembling import Choice, clause_of
from huiyin.core.drafting.marks import mark_of
from huiyin.core.drafting.proposal import Guess
from huiyin.core.drafting.view import plain
from huiyin.core.drafting.vocabulary import Vocabulary
from huiyin.core.policy import Clause
from huiyin.policies import in_force


def clauses_of(text: ImportedText) -> list[Clause]:
    """Every clause of the text but bare headings, its own number kept.

    Raises ``ChoiceError`` when an accepted card cannot be so (they are checked when accepted).
    """
    accepted = choices(text.cards.filter(verdict=Verdict.ACCEPTED).order_by("start", "number"))
    known = vocabulary(in_force.company())
    return assembled(text.text, text.reading, accepted, known)


def assembled(
    text: str, reading: dict[str, Any], accepted: dict[str, list[Choice]], known: Vocabulary
) -> list[Clause]:
    """The same from its parts: ``reading`` as ``cards.reading_of`` gives it."""
    titles = {one["id"]: _words(text, one) for one in reading["clauses"] if one["heading"]}
    made = []
    for one in reading["clauses"]:
        words = "" if one["heading"] else _words(text, one)
        if words:
            title = titles.get(one["parent"], "")[:60]
            made.append(
                clause_of(one["id"], words, title, _guess(one), accepted.get(one["id"], []), known)
            )
    return made


def _guess(one: dict[str, Any]) -> Guess:
    if one["same_as"]:
        return Guess(one["id"], "guidance", f"与 {one['same_as']} 相同，不重复计时", 1.0)
    return Guess(one["id"], one["kind"] or "guidance", one["reason"], 1.0)


def _words(text: str, one: dict[str, Any]) -> str:
    """The clause's own words without its number."""
    words = text[one["start"] : one["end"]]
    mark = None if one["table"] else mark_of(plain(words))
    return words[mark.length if mark else 0 :].strip()
