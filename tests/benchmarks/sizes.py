"""How large a run is: whole, quick (``QUICK=1``, under a minute) or tiny (``TINY=1``, a test's)."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """One of ``tiny``, ``quick``, ``full``."""

    name: str

    def of(self, *, tiny: int, quick: int, full: int) -> int:
        """The number that belongs to this size."""
        return {"tiny": tiny, "quick": quick, "full": full}[self.name]

    @property
    def quick(self) -> bool:
        """Whether this is less than the whole run."""
        return self.name != "full"


def wanted() -> Size:
    """What the environment asks for."""
    if os.environ.get("TINY"):
        return Size("tiny")
    return Size("quick" if os.environ.get("QUICK") else "full")
