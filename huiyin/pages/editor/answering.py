"""What a request of the editor says: which draft, which clause, what is under the pen."""

from uuid import UUID

from django.http import Http404, HttpRequest

from huiyin.core.policy import Policy
from huiyin.core.table import PolicyError
from huiyin.core.writing import reading
from huiyin.core.writing.clause import clause_toml
from huiyin.core.writing.order import legal_order
from huiyin.directory.access import NotVisible, actor_of
from huiyin.directory.models import Person
from huiyin.pages.editor import posted
from huiyin.pages.editor.sheet import Sheet
from huiyin.scenarios.regulation import queries
from huiyin.scenarios.regulation.editing import draft as drafts
from huiyin.scenarios.regulation.editing.draft import Draft


def asked(request: HttpRequest, amendment_id: UUID) -> tuple[Person, Draft]:
    """Who asks, and the draft that they may write to; ``NotVisible`` otherwise."""
    actor = actor_of(request)
    amendment = queries.find(amendment_id, actor)
    if not queries.may_write(actor, amendment):
        raise NotVisible
    try:
        return actor, drafts.read(amendment)
    except PolicyError as error:
        raise Http404 from error


def sheet(request: HttpRequest) -> Sheet:
    """The clause as it was sent, in forms or as TOML."""
    clause_id, seal = request.POST.get("clause", ""), request.POST.get("seal", "")
    if request.POST.get("mode") == "toml":
        toml = request.POST.get("toml", "").replace("\r\n", "\n")
        try:
            table = reading.of_toml(toml)
        except PolicyError:
            table = {}
        return Sheet(clause_id, table, reading.read_toml(toml), seal, toml)
    table = posted.table(dict(request.POST.lists()))
    return Sheet(clause_id, table, reading.read(table), seal)


def toml_of(draft: Draft, one: Sheet) -> str:
    """What is to be saved: what was typed as TOML, else canonical; unchanged words keep their text."""
    clause = one.read.clause
    if one.toml is not None or clause is None:
        return one.toml or ""
    old = draft.text(one.clause_id)
    if old and clause == draft.clause(one.clause_id):
        return old
    return clause_toml(clause)


def ordered(policy: Policy) -> list[str]:
    """The numbers of the clauses in legal order."""
    return sorted((clause.id for clause in policy.clauses), key=legal_order)


def proposed(policy: Policy, beside: str) -> str:
    """A free number for a clause that follows ``beside``."""
    known = {clause.id for clause in policy.clauses}
    head, dot, last = (beside or "1").rpartition(".")
    number = int(last) + 1 if last.isdigit() else 1
    stem = f"{head}{dot}" if last.isdigit() else f"{beside}."
    while f"{stem}{number}" in known:
        number += 1
    return f"{stem}{number}"
