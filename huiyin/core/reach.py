"""Whom a rule binds when departments have rules of their own (G04): a part of the tree.

Departments are ids; where somebody stands is a *chain*: the ids from the root down to their own
department. Whoever knows the tree gives the chains, the core only compares.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """Everybody below ``only_in`` (``None``: the whole company) but those below ``except_in``.

    A department that is excepted counts only where it lies deeper than ``only_in``: of two
    departments with own rules, one below the other, the deeper one's bind its people.
    """

    only_in: int | None = None
    except_in: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether it leaves anybody out."""
        return self.only_in is not None or bool(self.except_in)

    def covers(self, chain: Sequence[int]) -> bool:
        """Whether somebody who stands at the end of ``chain`` is bound."""
        depth = -1
        if self.only_in is not None:
            if self.only_in not in chain:
                return False
            depth = chain.index(self.only_in)
        return not any(place in self.except_in for place in chain[depth + 1 :])


EVERYWHERE = Reach()
