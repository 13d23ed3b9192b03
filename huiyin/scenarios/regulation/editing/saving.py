"""One clause of a draft saved; what others wrote meanwhile to other clauses stays."""

from datetime import datetime
from uuid import UUID

from huiyin.core.writing.source import with_clause, without_clause
from huiyin.directory.models import Person
from huiyin.kit import digest
from huiyin.scenarios.regulation import actions, queries
from huiyin.scenarios.regulation.editing.draft import text_of
from huiyin.scenarios.regulation.models import Amendment


class Overtaken(Exception):
    """Somebody saved the same clause meanwhile: ``theirs`` is what they wrote (empty: gone)."""

    def __init__(self, theirs: str, by: Person | None, at: datetime, seal: str) -> None:
        super().__init__(theirs)
        self.theirs, self.by, self.at, self.seal = theirs, by, at, seal


def seal(toml: str) -> str:
    """By which a clause is recognised as the one that was read."""
    return digest.sha256_hex(toml.strip()) if toml.strip() else ""


def save_clause(
    amendment_id: UUID, clause_id: str, toml: str, *, by: Person, was: str
) -> Amendment:
    """Put ``toml`` in place of the clause (``""`` takes it out), if it still reads as ``was`` (a seal).

    Raises ``Overtaken`` when it does not, ``PolicyError`` for a text that cannot be read, and what
    ``actions.save`` raises. The same text twice is one save.
    """
    amendment = queries.find(amendment_id, by)
    theirs = text_of(amendment.source, clause_id)
    if seal(theirs) not in {was, seal(toml)}:
        # The last who saved anything; nobody else can have written this clause.
        raise Overtaken(theirs, amendment.saved_by, amendment.saved_at, seal(theirs))
    source = _changed(amendment.source, clause_id, toml, there=bool(theirs))
    return actions.save(amendment_id, source, by=by, seen=amendment.digest)


def _changed(source: str, clause_id: str, toml: str, *, there: bool) -> str:
    if toml.strip():
        return with_clause(source, clause_id, toml)
    return without_clause(source, clause_id) if there else source
