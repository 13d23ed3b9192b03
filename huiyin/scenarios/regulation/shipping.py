"""What a newer product ships is offered to a company that has amended its regulation.

Clause by clause: what the company left as it was follows the product, what it wrote itself stays.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from huiyin.core.diff import compare
from huiyin.core.merging import Keep, Merged, merge
from huiyin.directory.models import Person
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import reading
from huiyin.scenarios.regulation.drafting import NotDraft, locked, save
from huiyin.scenarios.regulation.models import Amendment, AmendmentState


@dataclass(frozen=True, slots=True)
class News:
    """``clauses`` come new or changed from the product; of ``kept`` the company's words stay."""

    source: str
    clauses: tuple[str, ...]
    kept: tuple[str, ...]


def news(amendment: Amendment) -> News | None:
    """What ``amendment`` would take from the product; ``None`` when there is nothing for it."""
    shipped, last = in_force.shipped_source(), _shipped_before(amendment.base)
    if amendment.binds_id is not None or last is None or last.source == shipped:
        return None
    made, kept = _merged(last.source, amendment.source, shipped)
    changes = compare(reading.parsed(amendment.source), reading.parsed(made.source))
    return News(made.source, tuple(one.clause for one in changes), kept) if changes else None


@transaction.atomic
def take(amendment_id: UUID, *, by: Person) -> Amendment:
    """Write what the product ships anew into a draft; nothing new changes nothing.

    No event: a draft is written to. ``NotDraft`` once it was put forward.
    """
    amendment = locked(amendment_id, by)
    if amendment.state != AmendmentState.DRAFT:
        raise NotDraft
    found = news(amendment)
    if found is None:
        return amendment
    return save(amendment_id, found.source, by=by, seen=amendment.digest)


def _merged(was: str, mine: str, theirs: str) -> tuple[Merged, tuple[str, ...]]:
    """Both put together; where both changed a clause the company's words stay, and are named."""
    conflicts = merge(was, mine, theirs).conflicts
    return merge(was, mine, theirs, dict.fromkeys(conflicts, Keep.MINE)), conflicts


def _shipped_before(version: PolicyVersion | None) -> PolicyVersion | None:
    """The newest version that came with the product among those that led to ``version``."""
    while version is not None and not version.shipped:
        version = version.base
    return version
