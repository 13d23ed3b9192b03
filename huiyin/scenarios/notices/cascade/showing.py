"""What a cascade adds to the pages of a notice."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from huiyin.core.obligation import State
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.models import Obligation
from huiyin.scenarios.notices import publisher
from huiyin.scenarios.notices.cascade import lengths, queries
from huiyin.scenarios.notices.cascade.actions import RELAY
from huiyin.scenarios.notices.cascade.queries import Branch
from huiyin.scenarios.notices.models import Notice


def words_above(notice: Notice, actor: Person) -> dict[str, Any]:
    """The relays by which the reader got it, each with its own words; the nearest first."""
    if not notice.cascade:
        return {}
    return {"passed_by": queries.passed_on_to(notice, actor.pk)}


def relay_panel(notice: Notice, actor: Person) -> dict[str, Any]:
    """The open relay of the reader, own or as a stand-in, and to whom it goes."""
    if not notice.cascade:
        return {}
    owed = [
        share
        for verb, share in obligations.shares(notice.pk, actor.pk)
        if verb == RELAY and share.state == State.OPEN
    ]
    if not owed:
        return {}
    share = owed[0]
    cohort = Obligation.objects.get(pk=share.obligation_id)
    return {
        "relay_duty": cohort,
        "relay_person": Person.objects.get(pk=share.person_id),
        "relay_team": queries.team_of(notice, share.person_id),
    }


def tree_panel(notice: Notice, actor: Person) -> dict[str, Any]:
    """The tree as far as the viewer may see names, the islands, the loss, the length."""
    if not notice.cascade or notice.published_at is None:
        return {}
    now, within = clock.now(), publisher.reach(notice, actor)
    islands = queries.islands(notice, now)
    return {
        "branches": _within(queries.tree(notice), within),
        "islands": [one for one in islands if within is None or one.department_id in within],
        "hops": queries.loss(notice),
    }


def length_panel(notice: Notice, actor: Person) -> dict[str, Any]:
    """How long the way was, against the other way."""
    del actor
    if notice.published_at is None:
        return {}
    return {
        "way_length": lengths.length_of(notice),
        "ways": lengths.comparison(clock.now()) if notice.cascade else [],
    }


def _within(branches: Iterable[Branch], departments: list[int] | None) -> list[Branch]:
    """A head sees the branches of the trees below, whoever answers for the whole sees all."""
    if departments is None:
        return list(branches)
    found: list[Branch] = []
    for branch in branches:
        below = _within(branch.below, departments)
        if branch.node.department_id in departments:
            found.append(replace(branch, below=tuple(below)))
        else:
            found += below
    return found
