"""What a case is to somebody, asked of one case or of all: both follow ``directory.access``.

Before it leaves the draft (``opened_at`` is empty) a case exists for its author, for those asked to
sign it, and for who looks after them. Afterwards recipients, delegates and overseers are found by the
rows of the obligations, heads by the roll-up, who was told without owing anything in ``cases_reader``,
signers by their seats.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Protocol, Self, TypeVar, cast

from django.apps import apps
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q

from huiyin.cases.readers import Reader
from huiyin.directory.access import Action, Relation, visible_q
from huiyin.directory.models import Department, Person
from huiyin.obligations.models import Bearer, Coverage, Obligation
from huiyin.obligations.reassign import SEATED

Model_co = TypeVar("Model_co", bound=models.Model, covariant=True)

OFFICES = (SEATED, "answerer", "initiator")
"""Roles whose duties come with an office: whoever has one was not told by the case."""

_SEALED = frozenset({cast(Relation, "sealed")})
"""A relation that the table does not know: nothing is allowed, not even what all may do."""


_BEFORE_OPENING = frozenset({Relation.AUTHOR, Relation.SIGNER, Relation.OVERSEER})
"""What a draft may be to somebody."""


class Matter(Protocol):
    """What is asked of a case here (``cases.models.Case``, which stands on this file)."""

    pk: Any
    opened_at: datetime | None
    initiator_id: int


class CaseQuerySet(models.QuerySet[Model_co]):
    """Cases of any scenario."""

    def visible_to(self, actor: Person, action: Action = Action.SEE) -> Self:
        """Those for which ``may(actor, action, case)`` is true."""
        relations = {kind: Q(ask(actor)) for kind, ask in _IN_SQL.items()}
        before = {kind: relations[kind] for kind in _BEFORE_OPENING}
        known = reduce(or_, before.values())
        return self.filter(
            Q(opened_at__isnull=False) & visible_q(actor, action, relations)
            | Q(opened_at__isnull=True) & known & visible_q(actor, action, before)
        )


def relations_of(case: Matter, actor: Person) -> frozenset[Relation]:
    """Everything that ``case`` is to ``actor``; of a draft only what ``_BEFORE_OPENING`` names.

    The same questions as ``visible_to`` asks, for one case and without building a query.
    """
    if case.opened_at is None and case.initiator_id == actor.pk:
        return frozenset({Relation.AUTHOR})
    with connection.cursor() as cursor:
        cursor.execute(_RELATIONS, {"case": case.pk, "actor": actor.pk, "offices": list(OFFICES)})
        answers = cursor.fetchone()
    return judged(answers, opened=case.opened_at is not None)


def judged(answers: Iterable[object], *, opened: bool) -> frozenset[Relation]:
    """The relations of which ``RELATIONS_SQL`` says that they hold, as far as they count."""
    found = frozenset(kind for kind, answer in zip(_IN_SQL, answers, strict=True) if answer)
    return found if opened else found & _BEFORE_OPENING or _SEALED


def below(actor: Person) -> models.QuerySet[Department, Any]:
    """The departments under a head, their own included; a head looks after whole trees."""
    trees = Q(pk__in=[])
    for path in Department.objects.filter(head=actor, active=True).values_list("path", flat=True):
        trees |= Q(path__startswith=path)
    return Department.objects.filter(trees).values("pk")


def _own_duties(actor: Person, *, rung: bool, by_delegate: bool = False) -> Exists:
    who = {"delegate_id": actor.pk} if by_delegate else {"person_id": actor.pk}
    borne = Bearer.objects.filter(obligation_id=OuterRef("pk"), **who)
    duties = Obligation.objects.filter(subject=OuterRef("pk"), parent__isnull=not rung)
    if not rung:
        duties = duties.exclude(bearer_role__in=OFFICES)
    return Exists(duties.filter(Exists(borne)))


def _reader(actor: Person) -> Exists:
    return Exists(Reader.objects.filter(case_id=OuterRef("pk"), person_id=actor.pk))


def _author(actor: Person) -> Exists:
    same = Person.objects.filter(pk=OuterRef("initiator_id"))
    return Exists(same.filter(pk=actor.pk))


def _recipient(actor: Person) -> Exists:
    return _own_duties(actor, rung=False)


def _delegate(actor: Person) -> Exists:
    return _own_duties(actor, rung=False, by_delegate=True)


def _overseer(actor: Person) -> Exists:
    """Somebody for whom a rung of a ladder opened a duty about this case."""
    return _own_duties(actor, rung=True)


def _head_of_recipient(actor: Person) -> Exists:
    reached = Coverage.objects.filter(
        obligation_id=OuterRef("pk"), department_id__in=below(actor), total__gt=0
    )
    duties = Obligation.objects.filter(subject=OuterRef("pk"), parent__isnull=True)
    return Exists(duties.exclude(bearer_role__in=OFFICES).filter(Exists(reached)))


def _department_head_of_author(actor: Person) -> Exists:
    return Exists(Department.objects.filter(pk=OuterRef("department_id"), head=actor, active=True))


def _signer(actor: Person) -> Exists:
    """Somebody asked to sign it, who stands in for one, or who signed; not after it was sent back."""
    seats = apps.get_model("signoff", "Seat")._default_manager  # noqa: SLF001 - Django's public name
    asked = seats.filter(case=OuterRef("pk"), asked_at__isnull=False)
    valid = asked.filter(step__signoff__state__in=("running", "completed"))
    return Exists(valid.filter(Q(person=actor) | Q(acting=actor) | Q(acted_by=actor)))


_IN_SQL: Mapping[Relation, Callable[[Person], Exists]] = {
    Relation.AUTHOR: _author,
    Relation.RECIPIENT: _recipient,
    Relation.DELEGATE: _delegate,
    Relation.OVERSEER: _overseer,
    Relation.HEAD_OF_RECIPIENT: _head_of_recipient,
    Relation.DEPARTMENT_HEAD_OF_AUTHOR: _department_head_of_author,
    Relation.READER: _reader,
    Relation.SIGNER: _signer,
}

DUTIES_SQL = """
o AS MATERIALIZED (
  SELECT id, parent, parent IS NULL AND bearer_role <> ALL(%(offices)s) AS top
    FROM obligation WHERE subject = %(case)s),
mine AS MATERIALIZED (
  SELECT o.top, o.parent IS NOT NULL AS rung,
         b.person_id = %(actor)s AS own, b.delegate_id = %(actor)s AS acting
    FROM o JOIN obligation_bearer b ON b.obligation_id = o.id AND b.person_id = %(actor)s
  UNION ALL
  SELECT o.top, o.parent IS NOT NULL, false, true
    FROM o JOIN obligation_bearer b ON b.obligation_id = o.id AND b.delegate_id = %(actor)s)"""
"""``mine``: what ``actor`` owes in ``case``, for themselves or for others (part of a ``WITH``)."""

RELATIONS_SQL = """
       c.initiator_id = %(actor)s,
       EXISTS (SELECT 1 FROM mine WHERE top AND own),
       EXISTS (SELECT 1 FROM mine WHERE top AND acting),
       EXISTS (SELECT 1 FROM mine WHERE own AND rung),
       EXISTS (SELECT 1 FROM o JOIN obligation_coverage v ON v.obligation_id = o.id
                JOIN directory_department d ON d.id = v.department_id
                JOIN directory_department h ON h.head_id = %(actor)s AND h.active
                 AND starts_with(d.path, h.path)
               WHERE o.top AND v.total > 0),
       EXISTS (SELECT 1 FROM directory_department h
                WHERE h.id = c.department_id AND h.head_id = %(actor)s AND h.active),
       EXISTS (SELECT 1 FROM cases_reader r
                WHERE r.case_id = c.id AND r.person_id = %(actor)s),
       EXISTS (SELECT 1 FROM signoff_seat s JOIN signoff_step t ON t.id = s.step_id
                JOIN signoff g ON g.id = t.signoff_id AND g.state IN ('running', 'completed')
               WHERE s.case_id = c.id AND s.asked_at IS NOT NULL
                 AND %(actor)s IN (s.person_id, s.acting_id, s.acted_by_id))
"""
"""One column per relation to ``cases_case c``, in the order of ``_IN_SQL``; needs ``DUTIES_SQL``."""

_RELATIONS = f"WITH {DUTIES_SQL} SELECT {RELATIONS_SQL} FROM cases_case c WHERE c.id = %(case)s"  # noqa: S608 - SQL of our own
