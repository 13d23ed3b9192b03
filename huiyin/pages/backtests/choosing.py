"""What can be tried: amendments that are not in force yet, and versions that once were."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.insight.backtest.authority import may_start
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import queries
from huiyin.scenarios.regulation.models import Amendment

VERSIONS = 12


@dataclass(frozen=True, slots=True)
class Draft:
    """Something to try: ``key`` names it in a form."""

    key: str
    title: str
    source: str
    binds: int | None = None
    amendment: UUID | None = None


def drafts(viewer: Person) -> list[Draft]:
    """What the viewer may try: amendments, then versions, the newest of each first."""
    found = queries.visible_to(viewer).filter(state__in=queries.OPEN).order_by("-saved_at")
    own = [of_amendment(one) for one in found if may_start(viewer, one.binds_id)]
    if not may_start(viewer, None):
        return own
    return own + [
        Draft(
            f"v{row.pk}",
            _("第 %(number)d 版 %(title)s") % {"number": row.pk, "title": row.title},
            row.source,
        )
        for row in PolicyVersion.objects.order_by("-id")[:VERSIONS]
    ]


def of_amendment(amendment: Amendment) -> Draft:
    """An amendment as something to try."""
    title = amendment.title or _("制度草案")
    return Draft(f"a{amendment.pk}", title, amendment.source, amendment.binds_id, amendment.pk)


def find(key: str, viewer: Person) -> Draft | None:
    """What a form named; ``None`` when the viewer cannot try that."""
    return next((one for one in drafts(viewer) if one.key == key), None)
