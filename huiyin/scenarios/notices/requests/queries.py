"""Reads of requests."""

from uuid import UUID

from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.requests.models import NoticeRequest

PAGE = 50


def mine(actor: Person) -> list[NoticeRequest]:
    """What ``actor`` asked for, the newest first."""
    rows = NoticeRequest.objects.filter(initiator=actor).order_by("-created_at", "-pk")
    return list(rows.select_related("initiator", "department")[:PAGE])


def others(actor: Person) -> list[NoticeRequest]:
    """What others asked for and ``actor`` may see, the newest first."""
    rows = NoticeRequest.objects.visible_to(actor).exclude(initiator=actor)
    rows = rows.filter(opened_at__isnull=False).order_by("-opened_at", "-pk")
    return list(rows.select_related("initiator", "department")[:PAGE])


def notices_of(request: NoticeRequest, actor: Person) -> list[Notice]:
    """The notices that followed from it and that ``actor`` may see, oldest first."""
    rows = Notice.objects.filter(origin=request.pk).order_by("created_at")
    return [notice for notice in rows if may(actor, Action.SEE, notice)]


def origin_of(notice: Notice) -> NoticeRequest | None:
    """The request that a notice answers."""
    return find(notice.origin) if notice.origin else None


def find(request_id: UUID) -> NoticeRequest | None:
    """The request with this id."""
    rows = NoticeRequest.objects.select_related("initiator", "department")
    return rows.filter(pk=request_id).first()
