"""What an administrator does: names the addresses whose mail becomes problems."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.record import record
from huiyin.scenarios.problems import events
from huiyin.scenarios.problems.intake.models import Mailbox
from huiyin.scenarios.problems.models import Source
from huiyin.scenarios.problems.reporting import ProblemRefused

SOURCES = (Source.MAILBOX, Source.TICKET, Source.HOTLINE)
"""What a letter to an address may be."""


@action(events.MAILBOX_SET)
def set_mailbox(address: str, source: str, keeper: Person, *, by: Person) -> Mailbox:
    """Take mail to ``address`` as problems that ``keeper`` writes down; a known one is changed.

    ``ProblemRefused`` for what is no address, a source that letters cannot be, or a keeper who left.
    """
    require(by, Action.ADMINISTER)
    wanted = address.strip().lower()
    _check(wanted, source, keeper)
    mailbox = Mailbox.objects.filter(address__iexact=wanted).first() or Mailbox(address=wanted)
    mailbox.source, mailbox.keeper = source, keeper
    mailbox.set_at, mailbox.stopped_at = clock.now(), None
    mailbox.save()
    private = {"address": mailbox.address}
    record(_event(events.MAILBOX_SET, mailbox, by), private=private)
    return mailbox


@action(events.MAILBOX_STOPPED)
def stop_mailbox(mailbox_id: int, *, by: Person) -> bool:
    """Mail to it is taken as problems no more; ``False`` when it was so before."""
    require(by, Action.ADMINISTER)
    mailbox = Mailbox.objects.select_for_update(of=("self",)).get(pk=mailbox_id)
    if mailbox.stopped_at is not None:
        return False
    mailbox.stopped_at = clock.now()
    mailbox.save(update_fields=["stopped_at"])
    private = {"address": mailbox.address}
    record(_event(events.MAILBOX_STOPPED, mailbox, by), private=private)
    return True


def _check(address: str, source: str, keeper: Person) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise ProblemRefused("address", "invalid") from None
    if source not in SOURCES:
        raise ProblemRefused("source", "unknown")
    if not keeper.active or keeper.party:
        raise ProblemRefused("keeper", "unknown")


def _event(kind: str, mailbox: Mailbox, by: Person) -> Event:
    facts: dict[str, Fact] = {"source": mailbox.source, "keeper": mailbox.keeper_id}
    return Event(kind, str(new_id()), clock.now(), by.pk, facts)
