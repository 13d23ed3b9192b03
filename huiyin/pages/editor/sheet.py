"""Everything that the editor shows about one clause."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from huiyin.core.policy import Clause
from huiyin.core.rehearsal import Rehearsal
from huiyin.core.writing.clause import clause_toml
from huiyin.core.writing.reading import Read, Table, of_clause, read
from huiyin.pages.clauses import words
from huiyin.pages.editor import choices, differing, examplewords, parts, rows, slips, storywords
from huiyin.scenarios.regulation.editing import checked, saving
from huiyin.scenarios.regulation.editing.draft import Draft
from huiyin.ui.phrasing import in_words


class Sheet(NamedTuple):
    """A clause under the pen: its number when it was opened, its table, what it reads as.

    ``toml`` is its text when it is written as TOML; ``seal`` recognises the one it was opened from.
    """

    clause_id: str
    table: Table
    read: Read
    seal: str
    toml: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a story in words."""

    said: str
    raw: str
    holds: bool
    instead: str


@dataclass(frozen=True, slots=True)
class Told:
    """A story in words."""

    clause: str
    title: str
    holds: bool
    events: tuple[tuple[str, bool], ...]
    trouble: str
    sentences: tuple[Sentence, ...]


def opened(draft: Draft, clause_id: str, *, toml: bool = False) -> Sheet:
    """The clause as the draft has it; ``KeyError`` when it has none."""
    clause = draft.clause(clause_id)
    if clause is None:
        raise KeyError(clause_id)
    own = draft.text(clause_id)
    table = of_clause(clause)
    shown = (own or clause_toml(clause)) if toml else None
    return Sheet(clause_id, table, read(table), saving.seal(own), shown)


def context(draft: Draft, sheet: Sheet) -> dict[str, Any]:
    """What the templates need to draw the clause with its forms."""
    inputs = forms(sheet, choices.choices(draft.whole))
    return {"sheet": sheet, "forms": inputs, **judged(draft, sheet)}


def forms(sheet: Sheet, chosen: choices.Choices) -> dict[str, Any]:
    """The inputs of every part of the clause."""
    return {
        "own": rows.own(sheet.table),
        "rules": rows.rules(sheet.table, chosen),
        "guards": parts.guards(sheet.table, chosen),
        "signings": parts.signings(sheet.table, chosen),
        "targets": parts.targets(sheet.table),
        "lints": parts.lints(sheet.table),
        "stories": parts.stories(sheet.table),
    }


def judged(draft: Draft, sheet: Sheet) -> dict[str, Any]:
    """What is to be said about the clause: slips, findings, stories, examples, the difference."""
    clause = sheet.read.clause
    found: dict[str, Any] = {
        "problems": [slips.worded(one, toml=sheet.toml is not None) for one in sheet.read.problems],
        "state": "wrong" if sheet.read.problems else "sound",
    }
    if clause is None:
        return found
    about = checked.check(draft, sheet.clause_id, clause)
    now = draft.in_force(sheet.clause_id)
    return found | {
        "clause": clause,
        "words": words(clause),
        "findings": about.findings,
        "told": [_told(one) for one in about.rehearsals],
        "shaken": [_told(one) for one in about.shaken],
        "failing": about.failing,
        "examples": _examples(clause),
        "differences": differing.differences(now, clause),
        "known_now": now is not None,
    }


def _examples(clause: Clause) -> list[examplewords.Example]:
    return [examplewords.example(rule) for rule in clause.rules]


def _told(one: Rehearsal) -> Told:
    sentences = tuple(
        Sentence(
            storywords.sentence_words(outcome),
            outcome.sentence,
            outcome.holds,
            _("读不懂这一句") if not outcome.readable else storywords.instead_words(outcome),
        )
        for outcome in one.outcomes
    )
    events = tuple(
        (storywords.event_words(line), place == one.stuck)
        for place, line in enumerate(one.story.events)
    )
    return Told(
        one.story.clause, one.story.title, one.holds, events, in_words(one.trouble), sentences
    )
