"""What is counted of a clause: duties by how they ended, and how many were in time (G02)."""

from dataclasses import dataclass

FEW = 10
"""Below so many duties that fell due, a rate says little; pages mark it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Duties of one cell. ``owed`` is the sum of the six that follow it; ``breached`` stands apart.

    ``open`` is not due yet, ``breach`` is overdue and still open, ``deemed`` is silence that the
    clause accepts, ``waived`` was excused. ``breached`` counts acts that passed a guard unmet.
    """

    owed: int = 0
    met: int = 0
    late: int = 0
    waived: int = 0
    deemed: int = 0
    open: int = 0
    breach: int = 0
    breached: int = 0

    @property
    def due(self) -> int:
        """Duties that had to be answered by now: in time, late, or still missing."""
        return self.met + self.late + self.breach

    @property
    def failed(self) -> int:
        """Late, or overdue and open."""
        return self.late + self.breach

    @property
    def share(self) -> float | None:
        """In time among those that had to be answered; ``None`` when none had."""
        return self.met / self.due if self.due else None

    @property
    def rate(self) -> int | None:
        """``share`` in per cent, rounded down: 100 means all."""
        return 100 * self.met // self.due if self.due else None

    @property
    def few(self) -> bool:
        """Whether the rate stands on few duties."""
        return 0 < self.due < FEW

    @property
    def empty(self) -> bool:
        """Whether nothing at all is counted here."""
        return not self.owed and not self.breached

    def __add__(self, other: "Figures") -> "Figures":
        # field by field: a table adds some ten thousand of them
        return Figures(
            self.owed + other.owed,
            self.met + other.met,
            self.late + other.late,
            self.waived + other.waived,
            self.deemed + other.deemed,
            self.open + other.open,
            self.breach + other.breach,
            self.breached + other.breached,
        )


NOTHING = Figures()
