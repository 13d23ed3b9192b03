"""Passing a notice on, level by level: each relay is one act, and opens the next team's duty."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.queries import BearerRow
from huiyin.obligations.record import record
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.notices import answers, mode, published
from huiyin.scenarios.notices.actions import NotOpen
from huiyin.scenarios.notices.cascade import events, plan
from huiyin.scenarios.notices.cascade.models import Relay, Stop
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.words import CONFIRM

RELAY = "relay_notice"
REACH = "reach_island"


class NothingToRelay(Exception):
    """Somebody who has no team in this notice, or whose team has it already."""


def follow(notice: Notice, by: Person, sets: Mapping[str, PeopleSql]) -> None:
    """After publishing: a notice that is passed on level by level begins its way."""
    if not notice.cascade:
        return
    (rest, params), (key, key_params) = sets[mode.RECIPIENTS], sets[mode.KEY_PEOPLE]
    everybody = (f"{rest} UNION ALL {key}", [*params, *key_params])
    begin(notice, everybody, sets[mode.KEY_PEOPLE], by=by)


@action(events.PASSED_ON)
def begin(notice: Notice, everybody: PeopleSql, key: PeopleSql, *, by: Person) -> int:
    """The text is published: the heads of the topmost branches have it, and owe the next relay.

    ``everybody`` are all who are meant, ``key`` those of them who are told at once; how many
    people the cascade is to reach.
    """
    at = notice.published_at or clock.now()
    people = plan.lay(notice.pk, notice.initiator_id, everybody, key, at)
    top = plan.first(notice.pk)
    every = ("SELECT person_id, department_id FROM notices_stop WHERE notice_id = %s AND hop = 0",
             [notice.pk])  # fmt: skip
    sets = {"team": top, "relayers": plan.senders_among(notice.pk, every)}
    facts = _facts(notice) | {"part": "h0", "hop": 0, "relayer": by.pk}
    record(Event(events.PASSED_ON, str(notice.pk), at, by.pk, facts), sets=sets)
    return people


@action(events.RELAYED)
def relay(notice_id: UUID, words: str = "", *, by: Person, person_id: int | None = None) -> Relay:
    """``by`` passes it on to their team (or to that of ``person_id``, who is away); twice is once.

    Whoever passes it on has also received it. ``NothingToRelay`` for anybody without a team.
    """
    about = person_id or by.pk
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    require(by, Action.CONFIRM, notice)
    if notice.state != NoticeState.PUBLISHED:
        raise NotOpen
    owed = duty_of(notice, by, about)
    if owed is None:
        raise NothingToRelay
    known = Relay.objects.filter(notice=notice, person_id=about).first()
    if known is not None:
        return known
    if owed.state != State.OPEN:
        raise NothingToRelay
    at = clock.now()
    row = _write_down(notice, about, words, by, at)
    facts: dict[str, Fact] = {
        "person": about, "hop": row.hop, "proof": Proof.BUTTON.name, "channel": Channel.INBOX.name,
    }  # fmt: skip
    private = {"words": row.words} if row.words else None
    record(Event(events.RELAYED, str(notice_id), at, by.pk, facts), private=private)
    if any(
        share.person_id == about for verb, share in answers.shares(notice, by.pk) if verb == CONFIRM
    ):
        answers.confirm(notice_id, by=by, person_id=about)
    _pass_on(notice, row, at)
    return row


@action(events.ISLAND_REACHED)
def reach(notice: Notice, duty: Obligation, *, by: Person | None) -> int:
    """The text goes directly to every branch whose head is still silent in ``duty``'s cohort."""
    at = clock.now()
    silent = Bearer.objects.filter(obligation_id=duty.parent or 0, state=State.OPEN)
    people = plan.receive_flat(notice.pk, list(silent.values_list("person_id", flat=True)), at)
    facts = _facts(notice) | {"part": duty.part, "people": len(people)}
    event = Event(events.ISLAND_REACHED, str(notice.pk), at, by.pk if by else None, facts)
    record(event, sets={"team": plan.chosen(notice.pk, people)})
    return len(people)


def duty_of(notice: Notice, by: Person, about: int) -> BearerRow | None:
    """The relay that ``about`` owes and ``by`` may do; ``None`` when there is none."""
    for verb, share in obligations.shares(notice.pk, by.pk):
        mine = by.pk in {share.person_id, share.delegate_id}
        if verb == RELAY and share.person_id == about and mine:
            return share
    return None


def _write_down(notice: Notice, about: int, words: str, by: Person, at: datetime) -> Relay:
    stop = Stop.objects.get(notice_id=notice.pk, person_id=about)
    return Relay.objects.create(
        notice=notice,
        person_id=about,
        department_id=stop.department_id,
        acted_by=by,
        hop=stop.hop + 1,
        words=words.strip()[:500],
        at=at,
    )


def _pass_on(notice: Notice, row: Relay, at: datetime) -> None:
    people = plan.receive(notice.pk, row.person_id, at)
    row.people = len(people)
    row.save(update_fields=["people"])
    team = plan.chosen(notice.pk, people)
    sets = {"team": team, "relayers": plan.senders_among(notice.pk, team)}
    facts = _facts(notice) | {"part": f"h{row.pk}", "hop": row.hop, "relayer": row.person_id}
    record(Event(events.PASSED_ON, str(notice.pk), at, row.acted_by_id, facts), sets=sets)


def _facts(notice: Notice) -> dict[str, Fact]:
    """What the clauses are told at every level: the same as at publishing."""
    try:
        return published.facts(notice, author=notice.initiator)
    except mode.TooWeak as error:  # the matrix became stricter since
        notice.confirm_mode = error.least
        return published.facts(notice, author=notice.initiator)
