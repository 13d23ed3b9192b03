"""What ``comprehension`` asks of a notice: who must show it, how, and what follows."""

from collections.abc import Mapping
from uuid import UUID

from huiyin.cases.comprehension import queries as comprehension
from huiyin.cases.models import Case
from huiyin.core import route
from huiyin.core.event import Fact
from huiyin.core.evidence import Channel, Evidence, Proof
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.confirm import confirm as meet
from huiyin.obligations.models import Bearer, Obligation
from huiyin.policies import in_force
from huiyin.scenarios.notices import answers, events, mode, words
from huiyin.scenarios.notices.cascade.models import Stop
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.revisions.models import Revision, RevisionKind

SHOWING = ("teach_back", "quiz", "spoken")
"""The modes that show understanding."""


class NoticeMatter:
    """A notice as a matter that has to be understood (``matters.Matter``)."""

    def revision(self, case: Case) -> int:
        """The last revision that asked people anew; 1 for a draft: small changes ask nobody."""
        anew = (RevisionKind.MATERIAL, RevisionKind.CORRECTION)
        asking = Revision.objects.filter(notice_id=case.pk, kind__in=anew)
        return asking.order_by("-number").values_list("number", flat=True).first() or 1

    def is_draft(self, case: Case) -> bool:
        """Whether it has not gone out yet."""
        return _notice(case.pk).state == NoticeState.DRAFT

    def mode(self, case: Case, person_id: int) -> str:
        """As the notice or the matrix says, for whoever owes more than a button; else empty."""
        row = _asked(case.pk, person_id)
        return mode_of(_notice(case.pk), row) if row else ""

    def require_answerer(self, case: Case, person_id: int, *, by: Person) -> None:
        """The person or their deputy."""
        notice = _notice(case.pk)
        require(by, Action.CONFIRM, notice)
        try:
            answers.require_concern(notice, by, person_id)
        except answers.NotConcerned as error:
            raise NotVisible from error

    def require_caller(self, case: Case, person_id: int, *, by: Person) -> None:
        """Whoever may write down a call to that person."""
        notice = _notice(case.pk)
        require(by, Action.RECORD_CALL, notice)
        if not answers.shares(notice, person_id):
            raise NotVisible

    def understood(
        self, case: Case, person_id: int, *, by: Person, proof: Proof, channel: Channel
    ) -> None:
        """Confirm by the same act as a button does, with a stronger proof."""
        meet(
            str(case.pk),
            person_id,
            actor_id=by.pk,
            proof=proof,
            channel=channel,
            at=clock.now(),
            kind=events.CONFIRMED,
        )

    def hop(self, case: Case, person_id: int) -> int:
        """As the cascade says; 0 when it came from the author."""
        stops = Stop.objects.filter(notice_id=case.pk, person_id=person_id)
        return stops.values_list("hop", flat=True).first() or 0


def mode_of(notice: Notice, row: Obligation) -> str:
    """How the bearers of one duty show it, by the regulation they owe it under.

    Key people of an urgent notice are asked what the matrix says for them, whatever its author
    chose for the others.
    """
    found = _matrix(notice, row)
    chosen = notice.confirm_mode or found
    if row.bearer_role == mode.KEY_PEOPLE and found == "spoken":
        chosen = found
    return chosen if chosen in SHOWING else "spoken"


def has_points(notice: Notice, told: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """Facts for guards: whether there is anything to restate, or to be asked."""
    del told
    revision = NoticeMatter().revision(notice)
    return {
        "has_points": bool(comprehension.points(notice.pk, revision)),
        "has_questions": bool(comprehension.questions(notice.pk, revision)),
    }


def _matrix(notice: Notice, row: Obligation) -> str:
    facts = {**mode.matrix_facts(notice), "audience": row.bearer_role}
    try:
        return route.channels(in_force.version(row.policy_version), facts).confirm
    except route.NoRouteError:
        return ""


def _asked(case_id: UUID, person_id: int) -> Obligation | None:
    """The newest duty of this person that needs understanding, an open one first."""
    rows = Obligation.objects.filter(
        subject=case_id, verb=words.CONFIRM, parent=None, needs__gte=int(Evidence.UNDERSTOOD)
    )
    found = {row.pk: row for row in rows}
    shares = Bearer.objects.filter(obligation_id__in=found, person_id=person_id)
    best = min(shares, key=lambda one: (one.state != 0, -one.obligation_id), default=None)
    return found[best.obligation_id] if best else None


def _notice(case_id: UUID) -> Notice:
    return Notice.objects.select_related("initiator", "department").get(pk=case_id)
