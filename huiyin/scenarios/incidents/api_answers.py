"""What the REST operations of incidents share: the incident one reads, refusals as problem details."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.cases.proposals import ProposalRefused
from huiyin.cases.rest.problem import conflict, invalid
from huiyin.cases.rest.values import caller
from huiyin.cases.signoff.rounds import AlreadyRunning, NothingToSign
from huiyin.cases.signoff.seating import NobodyLeft
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.obligations.guards import Refused
from huiyin.scenarios.incidents import queries
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotDraft, NotOpen, NotSolved
from huiyin.scenarios.incidents.saying import why

Say = Callable[[Exception], str]

_STATES: dict[type[Exception], str] = {
    NotOpen: "over",
    NotSolved: "not-solved",
    NotDraft: "not-draft",
    Refused: "refused",
    AlreadyRunning: "running",
    NothingToSign: "nobody-signs",
    NobodyLeft: "nobody-signs",
}
"""What a refusal is called that is about how things stand, not about a field."""

_NO_FIELDS = frozenset({"state", "report", "review"})


@contextmanager
def refused(say: Say = why) -> Iterator[None]:
    """Turn what the actions refuse into problem details, in the words of ``say``."""
    try:
        yield
    except (IncidentRefused, ProposalRefused) as error:
        words = say(error)
        if error.field in _NO_FIELDS:
            raise conflict("refused", words) from error
        raise invalid(words, {error.field: words}) from error
    except tuple(_STATES) as error:
        raise conflict(_STATES[type(error)], say(error)) from error


def read(request: HttpRequest, incident_id: UUID) -> tuple[Person, Incident]:
    """The caller and the incident, for who may read it; 404 otherwise."""
    actor = caller(request)
    incident = queries.find(incident_id, actor)
    require(actor, Action.READ, incident)
    return actor, incident


def colleague(key: int, field: str) -> Person:
    """A colleague by id; refused by the name of the field otherwise."""
    found = Person.objects.filter(pk=key, active=True, party="").first()
    if found is None:
        words = _("没有这位同事")
        raise invalid(words, {field: words})
    return found
