"""A text as the TOML of a draft, without keeping anything."""

from dataclasses import dataclass

from huiyin.cases.drafting.cards import reading_of
from huiyin.cases.drafting.clauses import assembled
from huiyin.cases.drafting.known import vocabulary
from huiyin.cases.drafting.reading.script import simplified
from huiyin.core.drafting.assembling import Choice, choice_of
from huiyin.core.drafting.clock import SURE
from huiyin.core.drafting.draft import draft
from huiyin.core.drafting.proposal import Unread
from huiyin.core.load import read_policy
from huiyin.core.writing.clause import clause_toml
from huiyin.policies import in_force


@dataclass(frozen=True, slots=True)
class Printed:
    """The draft, how much is in it, and what is not."""

    toml: str
    clauses: int
    rules: int
    unread: tuple[Unread, ...]


def draft_toml(text: str, *, sure: bool = False) -> Printed:
    """Everything that ``text`` says, as if all proposals (``sure``: the sure ones) were accepted."""
    known = vocabulary(read_policy(0, in_force.texts(in_force.shipped_source())))
    found = draft(text, known, read_as=simplified(text))
    accepted: dict[str, list[Choice]] = {}
    for duty in found.duties:
        if duty.confidence >= SURE or not sure:
            accepted.setdefault(duty.clause, []).append(choice_of(duty))
    made = assembled(text, reading_of(found), accepted, known)
    rules = sum(len(clause.rules) + len(clause.guards) for clause in made)
    return Printed("\n".join(map(clause_toml, made)), len(made), rules, found.unread)
