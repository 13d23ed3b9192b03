"""Who must sign a notice before it goes out: its facts, its path, and whether all have."""

from collections.abc import Mapping

from huiyin.cases.signoff import forecast, queries, registry
from huiyin.cases.signoff.models import RoundState
from huiyin.cases.signoff.offices import Request
from huiyin.core import path
from huiyin.core.event import Fact
from huiyin.directory.models import Person
from huiyin.directory.places import chain_of
from huiyin.policies import in_force
from huiyin.scenarios.notices import mode, published
from huiyin.scenarios.notices.models import Notice

OF = "notices"


def facts(notice: Notice, author: Person) -> dict[str, Fact]:
    """What the clauses of sign-off look at."""
    return {
        **mode.matrix_facts(notice),
        "department": notice.department_id,
        "stage": notice.stage,
        "scope": published.scope(notice),
        "author": published.standing(author),
        "has_data": bool(notice.sources),
        "has_concerned": bool(notice.concerned),
        "requested": notice.origin is not None,
    }


def request(notice: Notice, author: Person) -> Request:
    """Whose text it is, whose data it carries, whom it concerns."""
    return Request(
        author.pk,
        notice.department_id,
        tuple(map(int, notice.sources)),
        tuple(map(int, notice.concerned)),
    )


def must_be_signed(told: Mapping[str, Fact]) -> bool:
    """Whether the regulation asks for any signature."""
    return bool(path.path(in_force.current(), OF, told, chain_of(told.get("department"))))


def is_signed(notice: Notice) -> bool:
    """Whether the last round is complete and stands for exactly this text."""
    last = queries.of_case(notice)
    if last is None or last.state != RoundState.COMPLETED:
        return False
    return last.digest == registry.text(OF, notice.pk).digest()


def facts_at_publishing(notice: Notice, told: Mapping[str, Fact]) -> dict[str, Fact]:
    """What the guard of publishing asks: is there a path, and is it walked."""
    has_path = must_be_signed({**told, "requested": notice.origin is not None})
    return {"has_path": has_path, "signed_off": has_path and is_signed(notice)}


def shown(notice: Notice, author: Person) -> forecast.Path:
    """The path as the author sees it: of the round under way or just walked, else as it would be."""
    last = queries.of_case(notice)
    if last is not None and (last.state == RoundState.RUNNING or is_signed(notice)):
        return forecast.shown(last)
    return preview(notice, author)


def preview(notice: Notice, author: Person) -> forecast.Path:
    """The path as it would be if it were put forward now."""
    return forecast.forecast(OF, facts(notice, author), request(notice, author), author)
