"""What stands on somebody's board: the entries, what they are filed under, the downloads."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from huiyin.cases.models import Attachment, Classification
from huiyin.core.evidence import Evidence
from huiyin.directory.access import Action
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations.models import Bearer, Obligation
from huiyin.scenarios.notices.board.models import Mark
from huiyin.scenarios.notices.gist import gist_of
from huiyin.scenarios.notices.kinds import ON_BOARD, icon
from huiyin.scenarios.notices.models import Notice, NoticeKind

PAGE = 30
MOST = 300


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the board: ``shelf`` is all, unread, kept, away or files."""

    shelf: str = "all"
    kind: str = ""
    department: Department | None = None
    topic: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One notice as it stands on the board of one person."""

    notice: Notice
    pinned: bool
    new: bool
    kept: bool
    away: bool
    files: int
    may_pin: bool = False

    @property
    def icon(self) -> str:
        """How its kind looks."""
        return icon(self.notice.kind)

    @property
    def gist(self) -> str:
        """Its conclusion in a line."""
        return gist_of(self.notice)

    @property
    def over(self) -> bool:
        """Whether it is an event that has been held."""
        return self.notice.held_at is not None and self.notice.held_at < clock.now()


def board(actor: Person) -> QuerySet[Notice]:
    """Everything published that ``actor`` may read, but what is confidential or an emergency."""
    return (
        Notice.objects.visible_to(actor, Action.READ)
        .filter(published_at__isnull=False, kind__in=ON_BOARD)
        .exclude(classification=Classification.CONFIDENTIAL)
    )


def narrowed(actor: Person, wanted: Wanted) -> QuerySet[Notice]:
    """The entries of one part of the board, each with the marks of ``actor``."""
    rows = board(actor).annotate(
        kept=_marked(actor, "kept_at"), away=_marked(actor, "away_at"), seen=_seen(actor)
    )
    rows = rows.filter(away=wanted.shelf == "away")
    if wanted.shelf == "kept":
        rows = rows.filter(kept=True)
    if wanted.shelf == "unread":
        rows = rows.filter(seen=False)
    if wanted.kind in NoticeKind.values:
        rows = rows.filter(kind=wanted.kind)
    if wanted.department is not None:
        rows = rows.filter(department__path__startswith=wanted.department.path)
    if wanted.topic:
        rows = rows.filter(topic=wanted.topic)
    for word in wanted.text.split()[:5]:
        said = Q(title__icontains=word) | Q(gist__icontains=word) | Q(items__icontains=word)
        rows = rows.filter(said | Q(background__icontains=word) | Q(topic__icontains=word))
    return rows


def entries(actor: Person, wanted: Wanted, *, limit: int = PAGE) -> list[Entry]:
    """The pinned first, then the newest; at most ``limit``."""
    files = Attachment.objects.filter(case=OuterRef("pk"))
    pinned = Case(
        When(pinned_until__gt=clock.now(), then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
    rows = narrowed(actor, wanted).annotate(pinned=pinned, with_files=Exists(files))
    rows = rows.select_related("initiator", "department").order_by(
        F("pinned").desc(), "-published_at", "-pk"
    )
    found = list(rows[:limit])
    pins = Notice.objects.visible_to(actor, Action.PIN).filter(pk__in=[row.pk for row in found])
    pinnable = set(pins.values_list("pk", flat=True))
    return [_entry(row, may_pin=row.pk in pinnable) for row in found]


def entry(actor: Person, notice: Notice) -> Entry | None:
    """One entry with the marks of ``actor``; ``None`` when it does not stand on their board."""
    for shelf in ("all", "away"):
        rows = narrowed(actor, Wanted(shelf=shelf)).filter(pk=notice.pk)
        for row in rows.select_related("initiator", "department"):
            may_pin = Notice.objects.visible_to(actor, Action.PIN).filter(pk=row.pk).exists()
            return _entry(row, may_pin=may_pin)
    return None


def files(actor: Person, wanted: Wanted, *, limit: int = MOST) -> list[Attachment]:
    """The attachments of what stands on the board, the newest entry first."""
    cases = narrowed(actor, wanted).order_by().values("pk")
    rows = Attachment.objects.filter(case__in=cases).select_related("case", "case__department")
    return list(rows.order_by("-case__opened_at", "name", "pk")[:limit])


def news_count(actor: Person) -> int:
    """How many entries that ask for nothing ``actor`` has not seen yet; what asks is counted there."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWS, [list(ON_BOARD), actor.pk])
        return int(cursor.fetchone()[0])


def _entry(row: Any, *, may_pin: bool) -> Entry:
    pinned = row.pinned_until is not None and row.pinned_until > clock.now()
    count = getattr(row, "with_files", False)
    return Entry(row, pinned, not row.seen, row.kept, row.away, int(count), may_pin)


def _marked(actor: Person, name: str) -> Exists:
    mine = Mark.objects.filter(person_id=actor.pk, notice_id=OuterRef("pk"))
    return Exists(mine.filter(**{f"{name}__isnull": False}))


def _seen(actor: Person) -> Case:
    """Marked as seen, opened by whoever owes an answer, or one's own."""
    opened = Bearer.objects.filter(
        obligation_id=OuterRef("pk"), person_id=actor.pk, evidence__gte=Evidence.OPENED
    )
    duty = Obligation.objects.filter(subject=OuterRef("pk"), parent=None)
    known = Exists(duty.filter(Exists(opened)))
    return Case(
        When(Q(initiator=actor) | Q(_marked(actor, "seen_at")) | Q(known), then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


_NEWS = """
SELECT count(*) FROM cases_reader r
  JOIN notices_notice n ON n.case_ptr_id = r.case_id AND n.kind = ANY(%s)
  JOIN cases_case c ON c.id = r.case_id AND c.classification <> 'confidential'
  LEFT JOIN notices_board_mark m ON m.person_id = r.person_id AND m.notice_id = r.case_id
 WHERE r.person_id = %s AND m.seen_at IS NULL AND m.away_at IS NULL
   AND c.initiator_id <> r.person_id
"""
