"""Cases that follow from others: what a scenario lets others make of its cases, and hears of it.

``Case.origin`` names the case that another one follows from (a word by phone, then the formal
notice). Scenarios do not know one another: each registers here what its cases give to a draft, and
what it does when something that follows from them is out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.core.event import Fact
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person


@dataclass(frozen=True, slots=True)
class Draft:
    """What an origin gives to the draft that follows from it; ``people`` are ids.

    ``audience`` is whom it concerns where that is more than a few by name.
    """

    title: str
    background: str
    items: str
    urgency: str
    classification: str
    people: tuple[int, ...]
    audience: Audience | None = None
    requirements: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Follower:
    """A case that is out and follows from an origin; ``facts`` are those of its own event."""

    case: Case
    facts: Mapping[str, Fact]
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Linked:
    """A case beside another one, as a page names it."""

    number: str
    title: str
    href: str


DraftOf = Callable[[UUID], Draft]
Followed = Callable[[UUID, Follower], None]

_origins: dict[str, tuple[DraftOf, Followed]] = {}
_composers: list[str] = []
_raisers: list[str] = []


def register(scenario: str, draft_of: DraftOf, followed: Followed) -> None:
    """Let cases of ``scenario`` be origins (called when apps start)."""
    _origins[scenario] = (draft_of, followed)


def register_composer(url_name: str) -> None:
    """Say where a formal text is written; its view takes ``origin`` and ``stage`` as parameters."""
    if url_name not in _composers:
        _composers.append(url_name)


def compose_address(origin: UUID, stage: str) -> str:
    """Where the formal twin of ``origin`` is written; empty when no scenario writes any."""
    if not _composers:
        return ""
    return f"{reverse(_composers[0])}?{urlencode({'origin': origin, 'stage': stage})}"


def register_raiser(url_name: str) -> None:
    """Say where a problem is raised; its view takes ``origin`` and ``title`` as parameters."""
    if url_name not in _raisers:
        _raisers.append(url_name)


def raise_address(origin: UUID, title: str = "") -> str:
    """Where a problem that follows from ``origin`` is raised; empty when nobody takes problems."""
    if not _raisers:
        return ""
    return f"{reverse(_raisers[0])}?{urlencode({'origin': origin, 'title': title[:120]})}"


def draft(origin: UUID, actor: Person) -> Draft:
    """What ``origin`` gives to a draft of ``actor``; ``NotVisible`` unless they may read it."""
    case = Case.objects.filter(pk=origin, opened_at__isnull=False).first()
    if case is None or case.scenario not in _origins:
        raise NotVisible
    require(actor, Action.READ, case)
    return _origins[case.scenario][0](origin)


def tell(case: Case, facts: Mapping[str, Fact], *, by: Person, at: datetime) -> None:
    """Tell the origin of ``case`` that it is out, in the caller's transaction."""
    if case.origin is None:
        return
    scenario = Case.objects.filter(pk=case.origin).values_list("scenario", flat=True).first()
    if scenario in _origins:
        _origins[scenario][1](case.origin, Follower(case, facts, by, at))


def origin_of(case: Case, actor: Person) -> Linked | None:
    """The case that ``case`` follows from, for who may see that one."""
    if case.origin is None:
        return None
    found = Case.objects.visible_to(actor).filter(pk=case.origin, opened_at__isnull=False).first()
    return _linked(found) if found is not None else None


def led_to(case: Case, actor: Person) -> list[Linked]:
    """The cases that follow from ``case``, as far as ``actor`` may see them, the oldest first."""
    rows = Case.objects.visible_to(actor).filter(origin=case.pk, opened_at__isnull=False)
    return [_linked(row) for row in rows.order_by("opened_at", "pk")[:50]]


def _linked(case: Case) -> Linked:
    return Linked(case.number, case.title, verbs.page_of(case.scenario, case.pk))
