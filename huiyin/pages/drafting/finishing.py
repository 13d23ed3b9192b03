"""An imported text becomes an amendment: beside what is in force, or in its place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from huiyin.cases.drafting import actions, clauses, queries
from huiyin.cases.drafting.models import ImportedText
from huiyin.core.policy import Clause
from huiyin.core.writing.clause import clause_toml
from huiyin.core.writing.policy import policy_source
from huiyin.core.writing.source import files, read_source, with_clause
from huiyin.directory.models import Person
from huiyin.policies import in_force
from huiyin.scenarios.regulation import actions as amending
from huiyin.scenarios.regulation.models import Amendment

FILE = "own/imported"
LONGEST_PREFIX = 12


@dataclass(frozen=True, slots=True)
class Clash:
    """Numbers of the text that the regulation in force has too."""

    numbers: tuple[str, ...]


def clashes(text: ImportedText) -> Clash:
    """Which of its clauses would take the place of others if they kept their numbers."""
    if text.binds is not None:
        return Clash(())
    known = {clause.id for clause in in_force.company().clauses}
    numbers = [one["id"] for one in text.reading["clauses"] if not one["heading"]]
    return Clash(tuple(number for number in numbers if number in known))


@transaction.atomic
def finish(text_id: UUID, *, by: Person, prefix: str = "", alone: bool = False) -> Amendment:
    """Make the amendment: all clauses, the accepted rules in them.

    ``prefix`` goes before every number. ``alone`` leaves the clauses in force out and keeps only
    the channel matrix and the limits of attention. Raises ``PolicyError``, ``ChoiceError``,
    ``Finished``, ``PermissionDenied``.
    """
    text = queries.find(text_id, by)
    made = [_prefixed(clause, prefix) for clause in clauses.clauses_of(text)]
    source = _source(text, made, alone=alone)
    amendment = amending.create(by=by, binds=text.binds, source=source, title=text.name)
    actions.finish(text_id, amendment.pk, by=by)
    return amendment


def _prefixed(clause: Clause, prefix: str) -> Clause:
    number = f"{prefix}{clause.id}"
    return replace(clause, id=number) if prefix else clause


def _source(text: ImportedText, made: Sequence[Clause], *, alone: bool) -> str:
    if text.binds is not None:
        return _file(f"department/{text.binds.pk}", made)
    current = in_force.latest()
    source = current.source if current is not None else ""
    if alone:
        kept = replace(read_source(source), clauses=tuple(made), chapters=(), tensions=())
        return policy_source(kept)
    numbers = {clause.id for clause in read_source(source).clauses}
    for clause in made:
        if clause.id in numbers:
            source = with_clause(source, clause.id, clause_toml(clause))
    new = [clause for clause in made if clause.id not in numbers]
    return source + ("\n" + _file(_free(source), new) if new else "")


def _file(name: str, made: Sequence[Clause]) -> str:
    return in_force.MARK + name + "\n" + "\n".join(clause_toml(clause) for clause in made)


def _free(source: str) -> str:
    """A name for the file of the text that no other file has."""
    taken = files(source)
    count = 1
    while (name := FILE if count == 1 else f"{FILE}_{count}") in taken:
        count += 1
    return name
