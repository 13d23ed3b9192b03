"""What this part asks of the scenario whose case it is: registered when the scenario starts."""

from typing import Protocol

from huiyin.cases.models import Case
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.models import Person


class Matter(Protocol):
    """A scenario whose cases may have to be understood.

    ``mode`` of a person is ``teach_back``, ``quiz``, ``spoken``, or empty when nothing of the kind
    is asked of them.
    """

    def revision(self, case: Case) -> int:
        """The revision that people answer now; for a draft the one that is being written."""
        ...

    def is_draft(self, case: Case) -> bool:
        """Whether its author may still write key points and questions."""
        ...

    def mode(self, case: Case, person_id: int) -> str:
        """How ``person_id`` has to show that they understood."""
        ...

    def require_answerer(self, case: Case, person_id: int, *, by: Person) -> None:
        """Refuse (``NotVisible``, ``PermissionDenied``) unless ``by`` may answer for them."""
        ...

    def require_caller(self, case: Case, person_id: int, *, by: Person) -> None:
        """Refuse unless ``by`` may write down what ``person_id`` said on the phone."""
        ...

    def understood(
        self, case: Case, person_id: int, *, by: Person, proof: Proof, channel: Channel
    ) -> None:
        """``person_id`` has shown it; called again, it changes nothing."""
        ...

    def hop(self, case: Case, person_id: int) -> int:
        """How many relays lie between the author and this person; 0 for direct."""
        ...


_MATTERS: dict[str, Matter] = {}


def register(scenario: str, matter: Matter) -> None:
    """Introduce the cases of ``scenario``."""
    _MATTERS[scenario] = matter


def of(case: Case) -> Matter:
    """The scenario's side of ``case``; ``LookupError`` for one that asks nothing of the kind."""
    return _MATTERS[case.scenario]


def knows(case: Case) -> bool:
    """Whether the scenario of ``case`` takes part."""
    return case.scenario in _MATTERS
