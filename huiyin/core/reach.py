"""Whom a rule binds when departments have rules of their own (G04): a part of the tree.

Departments are ids; where somebody stands is a *chain*: the ids from the root down to their own
department. Whoever knows the tree gives the chains, the core only compares.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Reach:
    """Everybody below ``only_in`` (``None``: the whole company) but those below ``except_in``.

    A department that is excepted counts only where it lies deeper than ``only_in``: of two
    departments with own rules, one below the other, the deeper one's bind its people. ``but`` are
    those whom rules that win bind already.
    """

    only_in: int | None = None
    except_in: tuple[int, ...] = ()
    but: tuple["Reach", ...] = ()

    def __bool__(self) -> bool:
        """Whether it leaves anybody out."""
        return self.only_in is not None or bool(self.except_in) or bool(self.but)

    def covers(self, chain: Sequence[int]) -> bool:
        """Whether somebody who stands at the end of ``chain`` is bound."""
        depth = -1
        if any(other.covers(chain) for other in self.but):
            return False
        if self.only_in is not None:
            if self.only_in not in chain:
                return False
            depth = chain.index(self.only_in)
        return not any(place in self.except_in for place in chain[depth + 1 :])

    def without(self, winners: Iterable["Reach"]) -> "Reach | None":
        """Those of it whom none of ``winners`` binds; ``None`` where that is certainly nobody."""
        others = tuple(dict.fromkeys(one for one in winners if not self.apart(one)))
        if any(one in (EVERYWHERE, self) for one in others):
            return None
        return replace(self, but=(*self.but, *others)) if others else self

    def apart(self, other: "Reach") -> bool:
        """Whether certainly nobody is bound by both: the company's rule, and one in its place."""
        return _spares(self, other) or _spares(other, self)


def _spares(one: Reach, other: Reach) -> bool:
    """Whether ``one`` leaves out all whom ``other`` binds."""
    return one.only_in is None and other.only_in in one.except_in


EVERYWHERE = Reach()
