"""What an operator does before the first page is opened: accounts. A verb as argument, JSON in."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django
from django.db import transaction

from tests.faults.instance import Instance


def call(product: Instance, verb: str, **arguments: Any) -> None:
    """Run one of the verbs below with the product's own code and database."""
    done = product._call(
        ["tests.journeys.inside", verb], told=json.dumps(arguments), url=product.url
    )
    assert done.code == 0, done.out


def administrator(login: str, password: str, name: str, organisation: str) -> None:
    """The first person of an empty house, who may administer it and sign in."""
    from huiyin.directory.tests.factories import make_department, make_person

    department = make_department(name=organisation)
    person = make_person(name=name, employee_no="A0001", department=department, email="")
    account(person.employee_no, login, password, "administrator")


def account(employee_no: str, login: str, password: str, role: str = "") -> None:
    """A way to sign in for somebody of the directory, and a role if one is named."""
    from huiyin.directory import roles
    from huiyin.directory.models import Account, Person, Role

    person = Person.objects.get(employee_no=employee_no)
    with transaction.atomic():
        Account.objects.create_user(login, password=password, person=person)
        if role:
            roles.grant(person, Role(role))


def cast(password: str) -> None:
    """The company of the stories; everybody signs in with their own name."""
    from huiyin.directory.models import Account, Person
    from huiyin.directory.tests.factories import make_company

    make_company()
    for person in Person.objects.all():
        Account.objects.create_user(person.name, password=password, person=person)


def office(name: str, role: str) -> None:
    """Somebody of the cast has an office: compliance, management."""
    from huiyin.directory import roles
    from huiyin.directory.models import Person, Role

    roles.grant(Person.objects.get(name=name), Role(role))


def notice(title: str, author: str, readers: list[str], items: str) -> None:
    """An important notice that went out to ``readers``."""
    from huiyin.directory.audience import Audience
    from huiyin.directory.models import Person
    from huiyin.scenarios.notices import actions
    from huiyin.scenarios.notices.tests.stage import TEXT

    by = Person.objects.get(name=author)
    people = Person.objects.filter(name__in=readers).order_by("pk")
    aim = Audience(people=tuple(people.values_list("pk", flat=True)))
    draft = actions.create_draft(by=by)
    values = TEXT | {"title": title, "items": items, "audience": aim.to_json()}
    actions.save_draft(draft.pk, values, by=by)
    actions.publish(draft.pk, by=by)


def understanding(
    title: str, author: str, readers: list[str], points: list[list[str]], quiz: list[list[Any]]
) -> None:
    """The same, to be restated: key points with their hints, questions with options and answer."""
    from huiyin.cases.comprehension import writing
    from huiyin.directory import roles
    from huiyin.directory.audience import Audience
    from huiyin.directory.models import Person, Role
    from huiyin.scenarios.notices import actions
    from huiyin.scenarios.notices.tests.stage import TEXT

    by = Person.objects.get(name=author)
    roles.grant(by, Role.PUBLISHER)
    people = Person.objects.filter(name__in=readers).order_by("pk")
    aim = Audience(people=tuple(people.values_list("pk", flat=True)))
    draft = actions.create_draft(by=by)
    actions.save_draft(draft.pk, TEXT | {"title": title, "audience": aim.to_json()}, by=by)
    actions.save_draft(draft.pk, {"confirm_mode": "teach_back"}, by=by)
    writing.set_points(draft.pk, [writing.PointText(*row) for row in points], by=by)
    writing.set_questions(draft.pk, [writing.QuestionText(*row) for row in quiz], by=by)
    actions.publish(draft.pk, by=by)


def leave(name: str, delegate: str, days: int) -> None:
    """Somebody goes on leave now, and names who answers instead."""
    from datetime import timedelta

    from huiyin.cases.absence import register_absence
    from huiyin.directory.models import Person
    from huiyin.kit import clock

    person, other = (Person.objects.get(name=one) for one in (name, delegate))
    at = clock.now()
    until = at + timedelta(days=days)
    register_absence(person, starts_at=at, ends_at=until, delegate=other, by=person)


def draft(title: str, author: str, sources: list[str], concerned: list[str]) -> None:
    """A complete draft to the author's department, with figures and departments concerned."""
    from huiyin.directory.audience import Audience
    from huiyin.directory.models import Department, Person
    from huiyin.scenarios.notices import actions
    from huiyin.scenarios.notices.tests.stage import TEXT

    by = Person.objects.get(name=author)
    named = dict(Department.objects.values_list("name", "pk"))
    begun = actions.create_draft(by=by)
    values = TEXT | {
        "title": title,
        "audience": Audience(departments=(by.department_id,)).to_json(),
        "sources": [named[one] for one in sources],
        "concerned": [named[one] for one in concerned],
    }
    actions.save_draft(begun.pk, values, by=by)


def amendment(officer: str) -> None:
    """``officer`` is compliance officer and begins to amend the regulation."""
    from huiyin.directory import roles
    from huiyin.directory.models import Person, Role
    from huiyin.scenarios.regulation import actions

    person = Person.objects.get(name=officer)
    with transaction.atomic():
        roles.grant(person, Role.COMPLIANCE)
        actions.create(by=person)


def incident_kind(leads: str, on_duty: list[str], management: str, officer: str) -> None:
    """System failures are led by ``leads``; who manages the house, and who looks after its rules."""
    from huiyin.directory import roles
    from huiyin.directory.audience import Audience
    from huiyin.directory.models import Person, Role
    from huiyin.scenarios.incidents.models import IncidentKind

    people = {person.name: person for person in Person.objects.all()}
    with transaction.atomic():
        roles.grant(people[management], Role.MANAGEMENT)
        roles.grant(people[officer], Role.COMPLIANCE)
        kind = IncidentKind.objects.get(key="system_failure")
        kind.commander = people[leads]
        kind.on_duty = Audience(people=tuple(people[name].pk for name in on_duty)).to_json()
        kind.save()


def meeting(
    title: str, kind: str, chair: str, recorder: str, people: list[str], starts_at: str
) -> None:
    """A meeting of ``chair`` that is announced to ``people``."""
    from datetime import datetime, timedelta

    from huiyin.directory.models import Person
    from huiyin.scenarios.meetings import actions
    from huiyin.scenarios.meetings.models import MeetingKind
    from huiyin.scenarios.meetings.plan import Plan

    known = {person.name: person for person in Person.objects.all()}
    made, begins = MeetingKind.objects.get(key=kind), datetime.fromisoformat(starts_at)
    plan = Plan(
        title=title,
        kind=made,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=made.length_minutes),
        chair=known[chair],
        recorder=known[recorder],
        place="3 楼云海",
        purpose="定双十二的安排",
        expected="排班与口径",
        required=tuple(known[name].pk for name in people),
    )
    begun = actions.draft(plan, by=known[chair])
    actions.announce(begun.pk, by=known[chair])


def solved_incident(title: str, by: str, clients: str) -> None:
    """An incident that is over, whose clients ``clients`` leads; its team took part."""
    from huiyin.directory.models import Person
    from huiyin.scenarios.incidents import actions
    from huiyin.scenarios.incidents.models import IncidentKind

    people = {person.name: person for person in Person.objects.all()}
    with transaction.atomic():
        kind = IncidentKind.objects.get(key="system_failure")
        kind.client_lead = people[clients]
        kind.save()
        made = actions.raise_incident(by=people[by], kind=kind, title=title, scope="全国用户")
        calls = [actions.Call(people[name].pk, "查日志") for name in ("陈屿", "韩墨")]
        actions.name_team(made.pk, calls, by=made.commander)
        actions.give_update(made.pk, actions.Words("连接池溢出", "扩容"), by=made.commander)
        cause, done = "连接池配置错误", "回滚并扩容"
        actions.resolve(
            made.pk, by=made.commander, cause=cause, measures_taken=done, clients_affected=True
        )


def held_meeting(
    title: str, kind: str, chair: str, recorder: str, people: list[str], ended: int
) -> None:
    """A meeting that ended so many minutes ago, with a resolution and an action item."""
    from datetime import timedelta

    from huiyin.directory.models import Person
    from huiyin.kit import clock
    from huiyin.policies.models import PolicyVersion
    from huiyin.scenarios.meetings.items.actions import Words, note
    from huiyin.scenarios.meetings.live import actions as live
    from huiyin.scenarios.meetings.live import resolving
    from huiyin.scenarios.meetings.models import Attendee, Meeting

    known = {person.name: person for person in Person.objects.all()}
    now = clock.now()
    PolicyVersion.objects.update(in_force_from=now - timedelta(days=30))
    over = now - timedelta(minutes=ended)
    began = over - timedelta(minutes=40)
    with clock.frozen(began - timedelta(days=4)):
        meeting(title, kind, chair, recorder, people, began.isoformat())
    found = Meeting.objects.get(title=title)
    with clock.frozen(began):
        seats = Attendee.objects.filter(meeting=found).values_list("pk", flat=True)
        live.begin(found.pk, list(seats), by=known[chair])
        resolving.resolve(found.pk, "第一个版本只做积分与等级", by=known[chair])
        due_at = now + timedelta(days=3)
        note(found.pk, Words("列出里程碑", known[people[0]], due_at), by=known[recorder])
    with clock.frozen(over):
        live.close(found.pk, by=known[chair], anyway=True)


VERBS: dict[str, Callable[..., None]] = {
    "administrator": administrator,
    "account": account,
    "cast": cast,
    "notice": notice,
    "office": office,
    "leave": leave,
    "draft": draft,
    "amendment": amendment,
    "understanding": understanding,
    "incident_kind": incident_kind,
    "solved_incident": solved_incident,
    "meeting": meeting,
    "held_meeting": held_meeting,
}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()
    VERBS[sys.argv[1]](**json.load(sys.stdin))
