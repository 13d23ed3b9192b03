"""The parts that topics add to the compose page, each by registration when the application starts.

A *section* stands in the form and opens when it matters; a *card* stands on the side. Each has a
template, a context, and for a section what it keeps of the posted form. A topic that fails to
find anything gives an empty context, and its template then shows nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from huiyin.directory.models import Person
from huiyin.scenarios.notices.finding import Finding
from huiyin.scenarios.notices.models import Notice

Context = Callable[[Notice, Person], Mapping[str, Any]]
Keep = Callable[[Notice, QueryDict, Person], None]
Find = Callable[[Notice, Person], Iterable[Finding]]


@dataclass
class _Parts:
    sections: dict[str, Context] = field(default_factory=dict)
    cards: dict[str, Context] = field(default_factory=dict)
    keeps: list[Keep] = field(default_factory=list)
    finds: list[Find] = field(default_factory=list)


_PARTS = _Parts()


def nothing(notice: Notice, actor: Person) -> dict[str, Any]:
    """A part that needs no context of its own."""
    del notice, actor
    return {}


def section(template: str, context: Context = nothing, *, keep: Keep | None = None) -> None:
    """Add a section to the form; ``keep`` takes what was posted, after the draft was saved."""
    _PARTS.sections[template] = context
    if keep is not None and keep not in _PARTS.keeps:
        _PARTS.keeps.append(keep)


def card(template: str, context: Context = nothing) -> None:
    """Add a card beside the form; it is drawn anew with every saved change."""
    _PARTS.cards[template] = context


def finding(find: Find) -> None:
    """Let ``find`` say what else is to be mended before publishing."""
    if find not in _PARTS.finds:
        _PARTS.finds.append(find)


def keep(notice: Notice, data: QueryDict, actor: Person) -> None:
    """Let every section keep its part of the posted form."""
    for one in _PARTS.keeps:
        one(notice, data, actor)


def findings(notice: Notice, actor: Person) -> list[Finding]:
    """What the topics want to be mended."""
    return [each for find in _PARTS.finds for each in find(notice, actor)]


def context(notice: Notice, actor: Person) -> dict[str, Any]:
    """The templates of all parts and what they show."""
    found: dict[str, Any] = {"sections": list(_PARTS.sections), "cards": list(_PARTS.cards)}
    for given in [*_PARTS.sections.values(), *_PARTS.cards.values()]:
        found |= given(notice, actor)
    return found
