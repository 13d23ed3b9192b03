"""What is written down about a meeting before it is announced or changed, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from huiyin.cases.models import Classification
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import MeetingKind, Room

LONGEST_TEXT = 4000
MOST_ATTENDEES = 500


class PlanRefused(ValueError):
    """A plan that cannot be; ``errors`` say what is wrong, by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class Outsider:
    """A guest as the form names one."""

    name: str
    email: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A meeting as somebody wants it; people are ids of the directory.

    ``origin`` is the case it follows from, ``anew`` the meeting that is planned again.
    """

    title: str
    kind: MeetingKind
    starts_at: datetime
    ends_at: datetime
    chair: Person
    recorder: Person | None = None
    room: Room | None = None
    place: str = ""
    link: str = ""
    purpose: str = ""
    expected: str = ""
    required: tuple[int, ...] = ()
    optional: tuple[int, ...] = ()
    guests: tuple[Outsider, ...] = field(default=())
    is_recorded: bool = False
    classification: str = Classification.INTERNAL
    origin: UUID | None = None
    anew: UUID | None = None

    def check(self) -> None:
        """Pass, or ``PlanRefused`` naming every field that is wrong."""
        errors = {**self._words(), **self._times(), **self._people()}
        if errors:
            raise PlanRefused(errors)

    def _words(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self.title.strip():
            found["title"] = _("写明会议的主题")
        for name in ("purpose", "expected"):
            if len(getattr(self, name)) > LONGEST_TEXT:
                found[name] = _("不超过 %(most)d 字") % {"most": LONGEST_TEXT}
        if self.classification not in Classification.values:
            found["classification"] = _("没有这种密级")
        return found

    def _times(self) -> dict[str, str]:
        if self.ends_at <= self.starts_at:
            return {"ends_at": _("结束要晚于开始")}
        return {}

    def _people(self) -> dict[str, str]:
        wanted = {*self.required, *self.optional}
        if not wanted and not self.guests:
            return {"required": _("至少请一个人")}
        if len(wanted) + len(self.guests) > MOST_ATTENDEES:
            return {"required": _("一次最多请 %(most)d 人") % {"most": MOST_ATTENDEES}}
        if Person.objects.filter(pk__in=wanted, active=True).count() != len(wanted):
            return {"required": _("有人不在通讯录里")}
        faults = [words for words in map(_fault, self.guests) if words]
        return {"guests": faults[0]} if faults else {}


def _fault(guest: Outsider) -> str:
    try:
        validate_email(guest.email)
    except ValidationError:
        return _("%(name)s 的邮箱写错了") % {"name": guest.name or guest.email}
    return "" if guest.name.strip() else _("写明外部来宾的姓名")
