"""What the palette and the search find: only what the actor may see, the nearest first."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.cases.finding import search as finding
from huiyin.cases.models import Case
from huiyin.directory import picker
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.directory.names import fold
from huiyin.pages import kinds
from huiyin.policies import in_force
from huiyin.ui import menu

EACH = 6
SHORTEST = 1
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette."""

    group: str
    icon: str
    label: str
    detail: str
    href: str


def find(request: HttpRequest, actor: Person, text: str, *, with_actions: bool = True) -> list[Hit]:
    """Actions, people, cases and clauses that fit ``text``; nothing for an empty one.

    The palette of a page knows its own actions and asks for the rest (``with_actions=False``).
    """
    wanted = fold(text)[:LONGEST]
    if len(wanted) < SHORTEST:
        return []
    return [
        *(_actions(request, wanted) if with_actions else ()),
        *_people(actor, wanted),
        *_cases(actor, wanted),
        *_clauses(wanted),
    ]


def _actions(request: HttpRequest, wanted: str) -> list[Hit]:
    shown = menu.entries_for(request, "")
    entries = [(_("动作"), one) for one in shown["create"]]
    entries += [(_("跳转"), one) for part in ("work", "scenes", "govern") for one in shown[part]]
    return [
        Hit(group, one.icon, one.label, "", one.href)
        for group, one in entries
        if wanted in fold(one.label)
    ]


def _people(actor: Person, wanted: str) -> list[Hit]:
    if not may(actor, Action.SEE_DIRECTORY):
        return []
    found = picker.matching(wanted).select_related("department")[:EACH]
    return [
        Hit(
            _("人"),
            "user",
            f"{one.name}（{one.party or one.department.name}）",
            _("分机 %(extension)s") % {"extension": one.extension} if one.extension else "",
            reverse("pages:person", args=[one.pk]),
        )
        for one in found
    ]


def _cases(actor: Person, wanted: str) -> list[Hit]:
    ids = finding.find(actor, wanted, limit=EACH, inside=False)
    found = Case.objects.in_bulk(ids)
    hits = []
    for one in (found[pk] for pk in ids if pk in found):
        kind, href = kinds.of(one.scenario), verbs.page_of(one.scenario, one.pk)
        if href:
            hits.append(Hit(kind.label, kind.icon, one.title or one.number, one.number, href))
    return hits


def _clauses(wanted: str) -> list[Hit]:
    found = [
        one
        for one in in_force.current().clauses
        if wanted in fold(one.id) or wanted in fold(one.text)
    ]
    address = reverse("pages:policy")
    return [
        Hit(_("条款"), "scale", f"{one.id} {one.text[:28]}", "", f"{address}#clause-{one.id}")
        for one in found[:EACH]
    ]
