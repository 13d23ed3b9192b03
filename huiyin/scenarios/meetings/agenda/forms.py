"""What people type into an agenda, read as the actions want it."""

from collections.abc import Mapping
from datetime import datetime

from django.forms import DateTimeField, ValidationError
from django.http import QueryDict

from huiyin.cases.models import Case
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.agenda.items import ItemWords
from huiyin.scenarios.meetings.agenda.opinions import WHOLE
from huiyin.scenarios.meetings.models import ItemOrigin
from huiyin.scenarios.meetings.standing import WordsRefused

OPINION = "opinion_"


def item_of(data: QueryDict) -> ItemWords:
    """The words of one item; ``WordsRefused`` for an owner whom nobody knows, odd minutes."""
    minutes = data.get("minutes", "").strip() or "0"
    if not minutes.isdigit():
        raise WordsRefused("minutes", "range")
    return ItemWords(
        title=data.get("title", ""),
        owner=person_of(data.get("owner", "")),
        minutes=int(minutes),
        expected=data.get("expected", ""),
    )


def offered(about: str, actor: Person) -> ItemWords:
    """The item that an offer becomes; ``NotVisible`` for a case that ``actor`` may not see."""
    rows = Case.objects.visible_to(actor).filter(opened_at__isnull=False)
    try:
        case = rows.filter(pk=about).first()
    except (ValueError, ValidationError) as error:
        raise NotVisible from error
    if case is None:
        raise NotVisible
    origin = ItemOrigin.PROBLEM if case.scenario == "problems" else ItemOrigin.DUTY
    return ItemWords(case.title or case.number, None, origin=origin, about=case.pk)


def person_of(name: str) -> Person | None:
    """The colleague of that name or number; ``WordsRefused`` when nobody or several are meant."""
    said = name.strip().lstrip("@")
    if not said:
        return None
    active = Person.objects.filter(active=True)
    found = list(active.filter(name=said)[:2]) or list(active.filter(employee_no=said)[:2])
    if len(found) != 1:
        raise WordsRefused("owner", "unknown")
    return found[0]


def opinions_of(data: QueryDict) -> Mapping[int, str]:
    """The opinion on each item, by its id; ``WHOLE`` for the meeting as a whole."""
    found: dict[int, str] = {}
    for name, text in data.items():
        key = name.removeprefix(OPINION)
        if name.startswith(OPINION) and key.isdigit():
            found[int(key or WHOLE)] = str(text)
    return found


def moment_of(text: str) -> datetime | None:
    """A moment as the browser's field gives it; ``WordsRefused`` when it is none."""
    if not text.strip():
        return None
    try:
        found: datetime | None = DateTimeField(
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]
        ).clean(text.strip())
    except ValidationError as error:
        raise WordsRefused("due_at", "wrong") from error
    return found
