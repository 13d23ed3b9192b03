"""Everything that can be done to a term: set it, retire it."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.glossary import events, known
from huiyin.cases.glossary.entry import Entry, TermError, errors, key
from huiyin.cases.glossary.models import Term
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.directory.names import department_sort_key, search_key
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.record import record


@action(events.TERM_SET)
def set_term(entry: Entry, *, by: Person, term_id: UUID | None = None) -> Term:
    """Enter a term, or change the one called ``term_id``; the same words twice change nothing.

    ``TermError`` by field; ``PermissionDenied`` for whoever does not keep the glossary.
    """
    require(by, Action.MANAGE_GLOSSARY)
    new = entry.cleaned()
    row = _row(term_id)
    wrong = errors(new, Term.objects.filter(retired_at=None).exclude(pk=row.pk))
    if wrong:
        raise TermError(wrong)
    if said(row) == said_of(new):
        return row
    was = row.word
    _fill(row, new, by)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise TermError({"word": _("刚刚有人登记了同一个词")}) from error
    facts = _facts(row) | ({"was_word": was} if was and was != row.word else {})
    record(Event(events.TERM_SET, str(row.pk), row.changed_at, by.pk, facts))
    known.forget()
    return row


@action(events.TERM_RETIRED)
def retire(term_id: UUID, *, by: Person) -> bool:
    """Take a term out of use; ``False`` when it was before. Its history stays."""
    require(by, Action.MANAGE_GLOSSARY)
    row = Term.objects.select_for_update().get(pk=term_id)
    if row.retired_at is not None:
        return False
    row.retired_at = row.changed_at = clock.now()
    row.changed_by = by
    row.save(update_fields=["retired_at", "changed_at", "changed_by"])
    record(Event(events.TERM_RETIRED, str(row.pk), row.changed_at, by.pk, _facts(row)))
    known.forget()
    return True


def _row(term_id: UUID | None) -> Term:
    """The row to fill; a retired one cannot be changed any more."""
    if term_id is None:
        return Term(pk=new_id())
    row = Term.objects.select_for_update(of=("self",)).get(pk=term_id)
    if row.retired_at is not None:
        raise TermError({"word": _("这个词已停用，请另行登记")})
    return row


def _fill(row: Term, new: Entry, by: Person) -> None:
    row.kind, row.word, row.folded = new.kind, new.word, key(new.word)
    row.variants, row.unless = list(new.variants), list(new.unless)
    row.meaning, row.department, row.since = new.meaning, new.department, new.since
    row.sort_key = department_sort_key(new.word)
    row.search_key = " ".join([search_key(new.word, row.sort_key), *map(key, new.variants)])
    row.changed_at, row.changed_by = clock.now(), by


def said(row: Term) -> tuple[object, ...]:
    """What a term says, to compare it with ``said_of`` an entry."""
    words = (tuple(row.variants), tuple(row.unless))
    return (row.kind, row.word, *words, row.meaning, row.department_id, row.since)


def said_of(new: Entry) -> tuple[object, ...]:
    """What an entry says."""
    words = (new.variants, new.unless)
    return (new.kind, new.word, *words, new.meaning, new.department.pk, new.since)


def _facts(row: Term) -> dict[str, Fact]:
    return {
        "kind": row.kind,
        "word": row.word,
        "variants": tuple(row.variants),
        "department": row.department_id,
    }
