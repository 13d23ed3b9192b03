"""The terms in force as the lint wants them, remembered by each process."""

from huiyin.cases.glossary.models import Term, TermKind
from huiyin.core import wording
from huiyin.kit import clock

REMEMBER = 5.0
"""Seconds (of the product's clock) for which a process trusts the glossary it read last."""

_seen: dict[str, tuple[float, wording.Terms]] = {}


def terms() -> wording.Terms:
    """The glossary; what another process changed is known after ``REMEMBER`` at the latest."""
    now = clock.now().timestamp()
    seen = _seen.get("terms")
    if seen and 0 <= now - seen[0] < REMEMBER:
        return seen[1]
    rows = Term.objects.filter(retired_at=None, kind=TermKind.TERM)
    read = wording.Terms(
        wording.Term(word, tuple(variants), tuple(unless))
        for word, variants, unless in rows.values_list("word", "variants", "unless")
    )
    _seen["terms"] = (now, read)
    return read


def forget() -> None:
    """Drop what this process remembers (a term changed here, or a test ended)."""
    _seen.clear()
