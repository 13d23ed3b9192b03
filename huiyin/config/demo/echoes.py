"""What the recipients of a notice do about it, put on the agenda: each as they are."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from huiyin.config.demo import cast
from huiyin.config.demo.agenda import Agenda
from huiyin.config.demo.colleagues import say
from huiyin.config.demo.temperament import Matter, Reaction, reaction
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.confirm import confirm
from huiyin.scenarios.notices import answers, events
from huiyin.scenarios.notices.models import Notice


def echo(
    agenda: Agenda,
    notice: Notice,
    matter: Matter,
    people: Iterable[Person],
    deputies: Mapping[int, Person],
) -> None:
    """Put on the ``agenda`` what each of ``people`` does; ``deputies`` act for whoever is away."""
    at = notice.published_at or clock.now()
    for person in people:
        deputy = deputies.get(person.pk)
        if deputy is not None and notice.classification == "confidential":
            continue
        found = reaction(person.employee_no, cast.temperament_of(person.employee_no), matter)
        _react(agenda, notice, at, found, deputy or person, person)


def _react(
    agenda: Agenda, notice: Notice, at: datetime, found: Reaction, who: Person, person: Person
) -> None:
    if found.opens is not None:
        agenda.at(at + found.opens, lambda: answers.open_notice(notice, by=who))
    if found.replies is not None and found.replies == found.confirms:
        agenda.at(at + found.replies, lambda: say(notice, who, person))
    elif found.confirms is not None:
        agenda.at(at + found.confirms, lambda: _confirm(notice, who, person), opens=False)


def _confirm(notice: Notice, who: Person, person: Person) -> None:
    # Their right to confirm was just given by the publication; asking again for each of hundreds
    # would double the time of the first start. The event and its path are those of the button.
    confirm(
        str(notice.pk),
        person.pk,
        actor_id=who.pk,
        proof=Proof.BUTTON,
        channel=Channel.INBOX,
        at=clock.now(),
        kind=events.CONFIRMED,
    )
