"""The checklist of an information review: every point ticked, and by which evidence (N03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from huiyin.cases.models import Attachment
from huiyin.cases.signoff.models import ChecklistPoint, PointKind, Seat


@dataclass(frozen=True, slots=True)
class Finding:
    """One point: ticked or not, by words or by a file of the case."""

    ticked: bool = False
    evidence: str = ""
    attachment: UUID | None = None

    @property
    def shown(self) -> bool:
        """Whether there is evidence at all."""
        return bool(self.evidence.strip()) or self.attachment is not None


class Unfinished(ValueError):
    """Points that are not ticked, or have no evidence."""

    def __init__(self, points: list[str]) -> None:
        super().__init__("、".join(points))
        self.points = points


def require(findings: Mapping[str, Finding]) -> None:
    """Raise ``Unfinished`` unless every point is ticked with its evidence."""
    nothing = Finding()
    missing = [
        point
        for point in PointKind.values
        if not findings.get(point, nothing).ticked or not findings.get(point, nothing).shown
    ]
    if missing:
        raise Unfinished(missing)


def keep(seat: Seat, findings: Mapping[str, Finding]) -> None:
    """Keep the answers with the seat; a file counts only when it is one of the case."""
    files = set(Attachment.objects.filter(case_id=seat.case_id).values_list("pk", flat=True))
    for point in PointKind.values:
        found = findings.get(point)
        if found is None:
            continue
        ChecklistPoint.objects.update_or_create(
            seat=seat,
            point=point,
            defaults={
                "ticked": found.ticked,
                "evidence": found.evidence.strip()[:500],
                "attachment_id": found.attachment if found.attachment in files else None,
            },
        )
