"""What a fault test does with the product's own code: a verb as argument, JSON in, JSON out."""

import json
import secrets
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

VERBS: dict[str, Callable[..., Any]] = {}


NOBODY = "SELECT id AS person_id, department_id FROM directory_person WHERE false"


def verb(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make ``function`` callable by its name."""
    VERBS[function.__name__] = function
    return function


@verb
def sign_in(publisher: str, people: int, administrator: str = "") -> dict[str, Any]:
    """Accounts and sessions for the first ``people`` and for the publisher, who may publish."""
    from huiyin.directory.models import Person, RoleGrant

    author = Person.objects.get(employee_no=publisher)
    RoleGrant.objects.create(person=author, role="publisher")
    if administrator:
        other = Person.objects.get(employee_no=administrator)
        RoleGrant.objects.create(person=other, role="administrator")
    first = list(Person.objects.exclude(pk=author.pk).order_by("pk")[:people])
    keys = _sessions([author, *first])
    crowd = [[person.pk, key] for person, key in zip(first, keys[1:], strict=True)]
    return {"publisher": keys[0], "person": author.pk, "crowd": crowd}


def _sessions(people: list[Any]) -> list[str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from huiyin.directory.models import Account, SignIn
    from huiyin.directory.sessions import SessionStore
    from huiyin.kit import clock

    made = [Account(username=f"fault-{person.pk}", person=person) for person in people]
    for account in made:
        account.set_unusable_password()
    accounts = Account.objects.bulk_create(made)
    rows = [
        SignIn(
            session_key=secrets.token_hex(16),
            session_data=SessionStore().encode(
                {
                    SESSION_KEY: str(account.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: account.get_session_auth_hash(),
                }
            ),
            expire_date=clock.now() + timedelta(days=1),
            account_id=account.pk,
        )
        for account in accounts
    ]
    SignIn.objects.bulk_create(rows)
    return [row.session_key for row in rows]


@verb
def begin_periods() -> None:
    """What every product begins by itself: the weeks, months and quarters that are due."""
    from huiyin.kit import clock
    from huiyin.scenarios.journal import rhythm as journal
    from huiyin.scenarios.meetings.rhythm import beginning as meetings
    from huiyin.scenarios.problems.classes import rhythm as problems

    at = clock.now()
    journal.beat(at)
    meetings.beat(at)
    problems.begin_month(at)


@verb
def incident_room(people: int) -> dict[str, Any]:
    """``people`` with sessions who may all be in the room of one incident; some are its team."""
    from huiyin.cases import readers
    from huiyin.directory.audience import Audience
    from huiyin.directory.models import Person
    from huiyin.scenarios.incidents import actions, kinds
    from huiyin.scenarios.incidents.models import IncidentKind
    from huiyin.ui import live
    from tests.benchmarks import world

    world.populate(people, departments=20)
    Person.objects.update(simulated=False)
    kinds.install_shipped()
    crowd = list(Person.objects.order_by("pk"))
    writer = crowd[0]
    kind = IncidentKind.objects.get(key="system_failure")
    made = actions.raise_incident(by=writer, kind=kind, title="下单页无法访问")
    calls = [actions.Call(person.pk, "查日志") for person in crowd[1:13]]
    actions.name_team(made.pk, calls, by=made.commander)
    for number in range(20):
        actions.note(made.pk, f"第 {number} 步", by=writer)
    readers.tell(made.pk, Audience(people=tuple(one.pk for one in crowd)).select_sql())
    topics = [live.topics(one, f"case:{made.pk}", f"person:{one.pk}") for one in crowd]
    return {"room": str(made.pk), "sessions": _sessions(crowd), "topics": topics}


@verb
def herd(people: int) -> dict[str, Any]:
    """An important notice to ``people``, published; a session for each of them."""
    from huiyin.directory.models import Person
    from tests.benchmarks import fanout, world

    world.populate(people, departments=50)
    Person.objects.update(simulated=False)
    notice = fanout.draft(people)
    fanout.publish(notice)
    crowd = list(Person.objects.order_by("pk"))
    keys = _sessions(crowd)
    pairs = [[person.pk, key] for person, key in zip(crowd, keys, strict=True)]
    return {"notice": str(notice), "crowd": pairs}


@verb
def link(notification: int, person: int, hours: float) -> str:
    """A signed link that ends in ``hours`` (negative: has ended)."""
    from huiyin.delivery import links
    from huiyin.kit import clock

    ends = clock.now() + timedelta(hours=hours)
    return links.token(notification, person, expires_at=ends)


@verb
def mail(raw: str) -> str:
    """Hand a mail to the room that reads them; what came of it."""
    from huiyin.channels.mail.inbound import accept
    from huiyin.kit.ids import new_id

    return accept(f"imap:1/{new_id().int % 10**9}", raw.encode())


@verb
def answer_address(notification: int, person: int) -> str:
    """The signed address that ``person`` answers to."""
    from huiyin.channels.mail.address import Use, tagged

    return tagged(Use.ANSWER, notification, person)


@verb
def receipts(notification: int, person: int) -> dict[str, str]:
    """What a mail of that person's may be answered with: delivered, read, confirmed."""
    from huiyin.channels.mail.address import Use, tagged
    from huiyin.channels.mail.tests import samples
    from huiyin.directory.models import Person

    mailbox = Person.objects.get(pk=person).email
    raw = {
        "delivered": (Use.BOUNCE, samples.status("delivered", "2.0.0")),
        "read": (Use.DISPOSITION, samples.disposition("displayed")),
        "confirmed": (Use.ANSWER, samples.mail("收到", sender=mailbox)),
    }
    return {  # each has an id of its own, so that only what comes twice is a copy
        name: text.decode()
        .replace(samples.TO, tagged(use, notification, person))
        .replace("<r1@mx.test>", f"<{name}@mx.test>")
        for name, (use, text) in raw.items()
    }


@verb
def topics(case: str) -> str:
    """A token to listen to a case."""
    from huiyin.ui.live import topics as signed

    return signed(None, f"case:{case}")


@verb
def seed(acts: int) -> int:
    """A small record, sealed in several steps: a notice to the cast and ``acts`` confirmations."""
    from huiyin.core.event import Event
    from huiyin.core.evidence import Channel, Proof
    from huiyin.directory.models import Person
    from huiyin.directory.tests.factories import make_company
    from huiyin.kit import clock
    from huiyin.kit.ids import new_id
    from huiyin.ledger.sealer import seal_once
    from huiyin.obligations.confirm import confirm
    from huiyin.obligations.record import record
    from huiyin.obligations.roles import Sets

    make_company()
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    done = 0
    while done < acts:
        case = str(new_id())
        facts: dict[str, Any] = {
            "urgency": "important",
            "classification": "internal",
            "has_reply_by": False,
        }
        sets: Sets = {
            "recipients": ("SELECT id AS person_id, department_id FROM directory_person", []),
            "key_people": (NOBODY, []),
        }
        record(Event("notices.published", case, clock.now(), people[0], facts), sets=sets)
        for person in people:
            how: dict[str, Any] = {"proof": Proof.BUTTON, "channel": Channel.INBOX}
            confirm(case, person, actor_id=person, at=clock.now(), kind="notices.confirmed", **how)
            done += 1
        seal_once()
    return done


@verb
def change_tables() -> dict[str, Any]:
    """What a later release may do to a large table: a column, an index, a check; tries and objections."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.migration import Migration

    from huiyin.kit.migrating import patiently
    from tests.architecture.locks import made_of, objections
    from tests.faults.later import STEPS

    state = MigrationLoader(connection).project_state()
    tries, against = 0, list[str]()
    for number, (atomic, operations) in enumerate(STEPS, start=2):
        later = made_of(f"{number:04}_later", "obligations", operations, atomic=atomic)
        against += objections(later, state)

        def change(step: Migration = later, before: Any = state) -> None:
            with connection.schema_editor(atomic=step.atomic) as editor:
                step.apply(before.clone(), editor)

        tries += patiently(change)
        state = later.mutate_state(state)
    return {"tries": tries, "against": against, "steps": len(STEPS)}


@verb
def ripen(cases: int, due_in: float = -60.0) -> list[int]:
    """``cases`` published cases whose first rung is due in so many seconds: the real one and copies."""
    from django.db import connection

    from huiyin.core.event import Event
    from huiyin.directory.models import Person
    from huiyin.directory.tests.factories import make_company
    from huiyin.kit import clock
    from huiyin.kit.ids import new_id
    from huiyin.obligations.record import record

    if not Person.objects.exists():
        make_company()
    Person.objects.update(email="somebody@yunqiao.test")
    author = Person.objects.order_by("pk").values_list("pk", flat=True)[0]
    facts: dict[str, Any] = {"urgency": "important", "classification": "internal"}
    facts |= {"has_reply_by": False, "initiator": author}
    who = "SELECT id AS person_id, department_id FROM directory_person ORDER BY id LIMIT 2"
    at = clock.now() - timedelta(hours=1) + timedelta(seconds=due_in)
    case = str(new_id())
    record(
        Event("notices.published", case, at, author, facts),
        sets={"recipients": (who, []), "key_people": (NOBODY, [])},
    )
    with connection.cursor() as cursor:
        for sql in _COPIES:
            cursor.execute(sql, {"copies": cases - 1, "case": case})
    return [cases, 2]


@verb
def await_year(at: str, cases: int) -> str:
    """The time is ``at`` for all processes; ``cases`` duties of two working days that end next year."""
    import os
    from datetime import datetime
    from pathlib import Path

    from django.db import connection

    from huiyin.core.event import Event
    from huiyin.directory.models import Person
    from huiyin.kit import clock
    from huiyin.kit.ids import new_id
    from huiyin.obligations.record import record

    clock.simulate(Path(os.environ["HUIYIN_CLOCK_FILE"]), at=datetime.fromisoformat(at))
    someone = Person.objects.order_by("pk").values_list("pk", flat=True)[0]
    case = str(new_id())
    record(Event("requests.returned", case, clock.now(), someone, {"initiator": someone}))
    with connection.cursor() as cursor:
        for sql in _COPIES:
            cursor.execute(sql, {"copies": cases - 1, "case": case})
    return case


@verb
def keep_clock() -> None:
    """The worker's clock loop and nothing else; ends with its parent."""
    import threading

    from huiyin.config import lifeline
    from huiyin.obligations import clock

    lifeline.tie()
    clock.run(threading.Event())


_COPIES = (
    """
    INSERT INTO obligation
           (subject, rule, part, needs, clause, policy_version, verb, bearer_role, beneficiary,
            met_by, excused_by, born_at, due_at, provisional, derivation, channels, next_at, step, total)
    SELECT gen_random_uuid(), rule, part, needs, clause, policy_version, verb, bearer_role,
           beneficiary, met_by, excused_by, born_at, due_at, provisional, derivation, channels, next_at, step, total
      FROM obligation, generate_series(1, %(copies)s) WHERE subject = %(case)s
    """,
    """
    INSERT INTO obligation_bearer (obligation_id, person_id, department_id, state, evidence)
    SELECT o.id, b.person_id, b.department_id, 0, b.evidence
      FROM obligation o, obligation_bearer b JOIN obligation f ON f.id = b.obligation_id
     WHERE f.subject = %(case)s AND o.subject <> f.subject
    """,
    """
    INSERT INTO obligation_coverage
           (obligation_id, department_id, total, opened, met, late, excused)
    SELECT o.id, c.department_id, c.total, 0, 0, 0, 0
      FROM obligation o, obligation_coverage c JOIN obligation f ON f.id = c.obligation_id
     WHERE f.subject = %(case)s AND o.subject <> f.subject
    """,
    """
    INSERT INTO obligation_notification
           (obligation_id, subject, step, purpose, channels, created_at, total)
    SELECT o.id, o.subject, n.step, n.purpose, n.channels, n.created_at, n.total
      FROM obligation o, obligation_notification n
     WHERE n.subject = %(case)s AND o.subject <> n.subject
    """,
)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()
    print(json.dumps(VERBS[sys.argv[1]](**json.load(sys.stdin))))  # noqa: T201 - the answer
