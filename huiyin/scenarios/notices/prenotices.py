"""Pre-notices to which a release may follow (N12)."""

from uuid import UUID

from huiyin.directory.models import Person
from huiyin.scenarios.notices.models import Notice, Stage

MOST = 30


def open_to(actor: Person) -> list[tuple[UUID, str]]:
    """The pre-notices that ``actor`` may see and nobody released yet, the newest first."""
    released = Notice.objects.filter(stage=Stage.RELEASE, published_at__isnull=False)
    known = released.exclude(origin=None).values("origin")
    rows = Notice.objects.visible_to(actor).filter(
        stage=Stage.PRE_NOTICE, published_at__isnull=False
    )
    rows = rows.exclude(pk__in=known).order_by("-published_at", "-pk")
    return list(rows.values_list("pk", "title")[:MOST])
