"""What the regulation is told when a notice goes out: its facts, and who stands for its roles."""

from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.core.event import Fact
from huiyin.directory.access import may_address
from huiyin.directory.audience import Audience, AudienceError
from huiyin.directory.models import Person
from huiyin.directory.roles import HEAD, PUBLISHER, roles_of
from huiyin.obligations.record import freeze
from huiyin.obligations.roles import NOBODY, PeopleSql
from huiyin.scenarios.notices import linting, mode
from huiyin.scenarios.notices.models import Notice, Stage

DEPARTMENT, CROSS, COMPANY, OUTSIDE = "department", "cross_department", "company", "outside"


def everybody(notice: Notice) -> PeopleSql:
    """All who are meant, resolved once for the transaction in which it goes out."""
    return freeze(audience_of(notice).select_sql(), "notice_everybody")


def sets(notice: Notice, everybody: PeopleSql) -> dict[str, PeopleSql]:
    """The people of each role: recipients are all who are not key people."""
    if read(notice.key_people).names_nobody():
        return {mode.RECIPIENTS: everybody, mode.KEY_PEOPLE: NOBODY}
    key = freeze(_among(everybody, read(notice.key_people).select_sql()), "notice_key_people")
    rest = freeze(_without(everybody, key), "notice_recipients")
    return {mode.RECIPIENTS: rest, mode.KEY_PEOPLE: key}


def told_now(notice: Notice, sets: dict[str, PeopleSql]) -> dict[str, PeopleSql]:
    """Who owes an answer from the publishing on: of a cascade only the key people."""
    return sets | {mode.RECIPIENTS: NOBODY} if notice.cascade else sets


def private(notice: Notice) -> dict[str, str]:
    """What the ledger keeps as a commitment only: why somebody overrode the regulation."""
    return {"override": notice.override_reason} if notice.override_reason else {}


def facts(notice: Notice, *, author: Person, everybody: PeopleSql | None = None) -> dict[str, Fact]:
    """Every fact that a clause, a guard or the matrix may ask for.

    ``everybody``: the audience where it is resolved already.
    """
    return {
        **mode.matrix_facts(notice),
        "initiator": notice.initiator_id,
        "department": notice.department_id,
        "number": notice.number,
        "stage": notice.stage,
        "confirm": mode.of(notice),
        "scope": scope(notice, everybody),
        "author": standing(author),
        "follow": notice.follow,
        "cascade": notice.cascade,
        **linting.facts(notice),
        "has_data": bool(notice.sources),
        "has_concerned": bool(notice.concerned),
        "override": bool(notice.override_reason),
        "pre_noticed_at": pre_noticed_at(notice),
        "has_reply_by": notice.reply_by is not None,
        "reply_by": notice.reply_by,
        "digest": notice.digest,
    }


def pre_noticed_at(notice: Notice) -> datetime | None:
    """When the pre-notice that this release follows went out (N12)."""
    if notice.origin is None:
        return None
    rows = Notice.objects.filter(pk=notice.origin, stage=Stage.PRE_NOTICE)
    return rows.values_list("published_at", flat=True).first()


def standing(author: Person) -> str:
    """As what somebody publishes: ``publisher``, ``head`` or ``employee``."""
    roles = roles_of(author)
    return next((role for role in (PUBLISHER, HEAD) if role in roles), "employee")


def scope(notice: Notice, everybody: PeopleSql | None = None) -> str:
    """How far the audience reaches: the author's own tree, several, the company, or outside."""
    audience = audience_of(notice)
    people = everybody or audience.select_sql()
    if audience.may_hold_externals() and _holds(people, _EXTERNAL):
        return OUTSIDE
    if audience.company:
        return COMPANY
    return CROSS if _holds(people, _BEYOND, notice.department.path) else DEPARTMENT


def count(people: PeopleSql) -> int:
    """How many people a resolved set holds."""
    sql, params = people
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) m", params)  # noqa: S608 - SQL of our own
        return int(cursor.fetchone()[0])


def audience_of(notice: Notice) -> Audience:
    """Whom a notice is meant for; nobody when what is stored is no audience."""
    return read(notice.audience)


def within_reach(notice: Notice, author: Person) -> bool:
    """Whether ``author`` may address everybody who is meant."""
    return may_address(author, audience_of(notice))


def read(value: Any) -> Audience:
    """A stored audience; nobody when what is stored is none."""
    try:
        return Audience.from_json(value or {})
    except AudienceError:
        return Audience()


def _among(everybody: PeopleSql, chosen: PeopleSql) -> PeopleSql:
    (sql, params), (some, some_params) = everybody, chosen
    return (
        f"SELECT * FROM ({sql}) e WHERE person_id IN (SELECT person_id FROM ({some}) k)",  # noqa: S608 - SQL of our own
        [*params, *some_params],
    )


def _without(everybody: PeopleSql, key: PeopleSql) -> PeopleSql:
    (sql, params), (some, some_params) = everybody, key
    return (
        f"SELECT * FROM ({sql}) e WHERE person_id NOT IN (SELECT person_id FROM ({some}) k)",  # noqa: S608 - SQL of our own
        [*params, *some_params],
    )


def _holds(people: PeopleSql, asked: str, *more: str) -> bool:
    sql, params = people
    with connection.cursor() as cursor:
        cursor.execute(asked.format(people=sql), [*params, *more])
        return bool(cursor.fetchone()[0])


_EXTERNAL = """
SELECT EXISTS (SELECT FROM ({people}) m JOIN directory_person p ON p.id = m.person_id
                WHERE p.party <> '')
"""

_BEYOND = """
SELECT EXISTS (SELECT FROM (SELECT DISTINCT department_id FROM ({people}) m) reached
                 JOIN directory_department d ON d.id = reached.department_id
                WHERE NOT starts_with(d.path, %s))
"""
