"""A draft as its editor needs it: what it says, what would hold with it, what holds now."""

from dataclasses import dataclass, replace
from functools import lru_cache

from huiyin.core import overlay
from huiyin.core.load import read_policy
from huiyin.core.policy import Clause, Policy
from huiyin.core.writing.source import clause_text
from huiyin.directory.models import Department
from huiyin.policies import in_force
from huiyin.scenarios.regulation import reading
from huiyin.scenarios.regulation.models import Amendment


@dataclass(frozen=True, slots=True)
class Draft:
    """``own`` is what the source says, ``whole`` what its people would read, ``now`` what they do.

    For the company's regulation ``own`` and ``whole`` are the same.
    """

    amendment: Amendment
    own: Policy
    whole: Policy
    now: Policy
    now_source: str

    def clause(self, clause_id: str) -> Clause | None:
        """A clause as its people would read it; ``None`` when there is none."""
        return _find(self.whole, clause_id)

    def in_force(self, clause_id: str) -> Clause | None:
        """The clause as it binds now."""
        return _find(self.now, clause_id)

    def text(self, clause_id: str) -> str:
        """The clause as the draft writes it, comments and all; empty when it does not."""
        return text_of(self.amendment.source, clause_id)

    def text_in_force(self, clause_id: str) -> str:
        """The clause as the version in force writes it; empty when it does not."""
        return text_of(self.now_source, clause_id)

    def changed(self) -> set[str]:
        """The clauses that read differently from what binds now."""
        ids = {clause.id for clause in (*self.whole.clauses, *self.now.clauses)}
        return {one for one in ids if self.clause(one) != self.in_force(one)}

    def with_clause(self, clause_id: str, clause: Clause | None) -> Policy:
        """``whole`` with another clause in place of ``clause_id``, at the end when it is new."""
        kept = [one for one in self.whole.clauses if one.id != clause_id]
        if clause is None:
            return replace(self.whole, clauses=tuple(kept))
        if len(kept) == len(self.whole.clauses):
            return replace(self.whole, clauses=(*kept, clause))
        put = (clause if one.id == clause_id else one for one in self.whole.clauses)
        return replace(self.whole, clauses=tuple(put))


def read(amendment: Amendment) -> Draft:
    """``amendment`` read whole; ``PolicyError`` when its source is none."""
    latest = in_force.latest()
    own = _policy(amendment.source)
    now_source = reading.in_force_for(latest, amendment.binds)
    company = _policy(latest.source) if latest else Policy(0, ())
    now_own = _policy(now_source)
    return Draft(
        amendment,
        own,
        _seen(company, own, amendment.binds),
        _seen(company, now_own, amendment.binds),
        now_source,
    )


@lru_cache(maxsize=16)
def _policy(source: str) -> Policy:
    """Whoever types asks again and again for the same texts."""
    return read_policy(0, in_force.texts(source))


def text_of(source: str, clause_id: str) -> str:
    """The clause in ``source``; empty when it has none."""
    try:
        return clause_text(source, clause_id)
    except KeyError:
        return ""


def _seen(company: Policy, own: Policy, binds: Department | None) -> Policy:
    return own if binds is None else overlay.seen_from(company, own)


def _find(policy: Policy, clause_id: str) -> Clause | None:
    return next((clause for clause in policy.clauses if clause.id == clause_id), None)
