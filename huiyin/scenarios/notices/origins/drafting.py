"""A notice that follows from a case of another scenario is begun with its words."""

from typing import Any
from uuid import UUID

from django.http import QueryDict

from huiyin.cases import following
from huiyin.directory.access import NotVisible
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.scenarios.notices.models import Notice, Stage


def begin(notice: Notice, asked: QueryDict, actor: Person) -> None:
    """Fill a blank notice from the origin that ``asked`` names (``origin``, ``stage``), if it does.

    ``NotVisible`` for an origin that ``actor`` may not read, or that is none.
    """
    if "origin" not in asked:
        return
    origin = _uuid(asked.get("origin", ""))
    if origin is None:
        raise NotVisible
    draft = following.draft(origin, actor)
    notice.origin, notice.stage = origin, _stage(asked.get("stage", ""))
    notice.title, notice.background, notice.items = draft.title, draft.background, draft.items
    notice.requirements, notice.contact = draft.requirements, draft.contact
    notice.urgency, notice.classification = draft.urgency, draft.classification
    notice.audience = (draft.audience or Audience(people=draft.people)).to_json()


def posted(notice: Notice, data: QueryDict, actor: Person) -> dict[str, Any]:
    """The origin of a draft that is saved for the first time, with its stage unless one is chosen."""
    origin = _uuid(data.get("from_origin", ""))
    if origin is None or notice.origin is not None:
        return {}
    following.draft(origin, actor)
    chosen = {} if "stage" in data else {"stage": _stage(data.get("from_stage", ""))}
    return {"origin": origin, **chosen}


def _stage(stage: str) -> str:
    return stage if stage in Stage.values else Stage.WHOLE.value


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
