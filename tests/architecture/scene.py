"""A small company with a notice of every classification and state, each with words of its own.

Everything that somebody may not see holds a canary: a word that stands nowhere else.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from huiyin.api import tokens
from huiyin.api.models import ApiToken
from huiyin.cases import groups
from huiyin.cases.absence import register_absence
from huiyin.cases.attachments import attach
from huiyin.cases.drafting import actions as drafting
from huiyin.cases.drafting.reading.files import read_pasted
from huiyin.cases.facts import actions as facts_actions
from huiyin.cases.glossary.models import Term
from huiyin.cases.questions import actions as questions
from huiyin.config.demo import glossary
from huiyin.core.evidence import Proof
from huiyin.delivery import links
from huiyin.delivery.received import Received
from huiyin.directory.audience import Audience
from huiyin.directory.models import Absence, Person, Role, RoleGrant
from huiyin.insight.backtest import actions as backtest
from huiyin.insight.backtest import computing
from huiyin.insight.backtest.models import RunState
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations import reassign
from huiyin.obligations.models import Notification, Obligation
from huiyin.policies import in_force
from huiyin.scenarios.journal import actions as journal
from huiyin.scenarios.journal.models import EntryKind
from huiyin.scenarios.meetings import actions as meetings
from huiyin.scenarios.meetings.models import MeetingKind
from huiyin.scenarios.meetings.plan import Plan
from huiyin.scenarios.notices import actions, answers
from huiyin.scenarios.notices.mailing import kept
from huiyin.scenarios.notices.mailing.models import ReplyFile
from huiyin.scenarios.notices.models import CallOutcome, Notice
from huiyin.scenarios.notices.requests import actions as requests
from huiyin.scenarios.notices.tests.stage import NOON, Stage, make_stage
from huiyin.scenarios.problems import actions as problems
from huiyin.scenarios.regulation import actions as regulation

CLASSES = ("public", "internal", "confidential")
STATES = ("draft", "published", "closed")
CANARY = re.compile(r"kanarie\d{3}[a-z]+")
PREFIX = "kanarie"


@dataclass(frozen=True)
class Actor:
    """Somebody of the cast: what they are in general, and what every notice is to them."""

    key: str
    name: str
    roles: frozenset[str]
    relation: str = "none"


def _actor(key: str, name: str, *roles: str, relation: str = "none") -> Actor:
    return Actor(key, name, frozenset({"employee", *roles}), relation)


ANONYMOUS = Actor("anonymous", "", frozenset())
ACTORS = (
    ANONYMOUS,
    _actor("outsider", "唐果"),
    _actor("recipient", "白露", relation="recipient"),
    _actor("delegate", "顾北辰", relation="delegate"),
    _actor("head", "林若溪", "head", relation="head_of_recipient"),
    _actor("author", "何青", "head", "publisher", relation="author"),
    _actor("publisher", "陈屿", "publisher"),
    _actor("administrator", "罗一鸣", "administrator"),
    _actor("auditor", "叶蓁", "head", "auditor"),
    _actor("compliance", "邱然", "head", "compliance"),
)
KEYS = tuple(actor.key for actor in ACTORS)
RECIPIENT, AWAY, DELEGATE, AUTHOR = "白露", "孟夏", "顾北辰", "何青"


@dataclass(frozen=True)
class Secret:
    """What a canary gives away: something of ``notice`` for which ``wants`` is needed."""

    notice: "Exhibit"
    wants: tuple[str, ...]
    own: str = ""


@dataclass
class Exhibit:
    """One notice of the scene."""

    kind: str
    state: str
    id: UUID
    attachment: UUID
    duty: int = 0
    link: str = "forged"
    reply_file: UUID = field(default_factory=new_id)
    canaries: list[str] = field(default_factory=list)
    question: int = 999_999


@dataclass
class Scene:
    """Everything that the sweep asks about."""

    stage: Stage
    exhibits: list[Exhibit]
    secrets: dict[str, Secret]
    absence: Absence
    token: ApiToken
    term: UUID
    group: int
    browsers: dict[str, Client]
    bearers: dict[str, str]
    fact: UUID
    entry: UUID
    request: UUID
    backtest: UUID
    amendment: UUID
    imported: UUID
    problem: UUID
    meeting: UUID

    def person(self, name: str) -> Person:
        """Somebody of the cast."""
        return self.stage[name]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside leaves no trace in the database."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def make_scene() -> Scene:
    """The company, nine notices, and everybody signed in."""
    in_force.forget()
    stage = make_stage()
    RoleGrant.objects.create(person=stage["陈屿"], role=Role.PUBLISHER)
    numbers, secrets = count(100), dict[str, Secret]()
    exhibits = [
        _exhibit(stage, kind, state, numbers, secrets) for kind in CLASSES for state in STATES
    ]
    away = register_absence(
        stage[RECIPIENT],
        starts_at=NOON + timedelta(days=30),
        ends_at=NOON + timedelta(days=31),
        delegate=stage["苏晴"],
        by=stage[RECIPIENT],
    )
    signed_in = [actor for actor in ACTORS if actor is not ANONYMOUS]
    until = clock.now() + timedelta(days=1)
    bearers = {one.key: tokens.create_token(stage[one.name], "测试", until) for one in signed_in}
    browsers = {one.key: stage.client(one.name) for one in signed_in} | {"anonymous": Client()}
    mine = ApiToken.objects.get(person=stage[RECIPIENT])
    glossary.install(stage[AUTHOR])
    term = Term.objects.get(word="OA审批").pk
    everybody = Audience(company=True)
    group = groups.make_group(name="全员群", kind="cross", rule=everybody, by=stage[AUTHOR])
    kept = (
        _fact(stage), _entry(stage), _request(stage), _backtest(stage), _amendment(stage),
        _imported(stage), _problem(stage), _meeting(stage),
    )  # fmt: skip
    return Scene(
        stage,
        exhibits,
        secrets,
        away,
        mine,
        term,
        group.pk,
        browsers,
        bearers,
        *kept,
    )


def _request(stage: Stage) -> UUID:
    """A request that its author has not handed in."""
    return requests.save_request(new_id(), {"title": "排班"}, by=stage[AUTHOR]).pk


def _backtest(stage: Stage) -> UUID:
    """A draft that gives more time, tried on everything so far."""
    today = timezone.localdate(clock.now())
    draft = in_force.shipped_source().replace('within = "1h"', 'within = "2h"')
    run = backtest.prepare(draft, first=today, last=today)
    run.by = stage[AUTHOR]
    run.report, run.hash = computing.compute(run, lambda _share: None)
    run.state = RunState.DONE
    run.save(force_insert=True)
    return run.pk


def _amendment(stage: Stage) -> UUID:
    """A draft of the compliance officer, as long as there is one."""
    officer = stage["邱然"]
    RoleGrant.objects.get_or_create(person=officer, role=Role.COMPLIANCE)
    return regulation.create(by=officer, title="在改").pk


def _imported(stage: Stage) -> UUID:
    """A text that the compliance officer brought: one duty."""
    brought = read_pasted("第一条 接收人应在通知发布后24小时内回复收到。")
    return drafting.bring("办法", brought, by=stage["邱然"]).pk


def _problem(stage: Stage) -> UUID:
    """What the recipient reported; the compliance officer registers it."""
    return problems.report(by=stage[RECIPIENT], title="打印慢", text="", source="form").pk


def _meeting(stage: Stage) -> UUID:
    """What the recipient leads in some days, announced to the author as well."""
    chair, starts = stage[RECIPIENT], clock.now() + timedelta(days=5)
    plan = Plan(
        title="排班沟通",
        kind=MeetingKind.objects.get(key="meeting"),
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        chair=chair,
        place="3 楼",
        required=(stage[AUTHOR].pk,),
    )
    made = meetings.draft(plan, by=chair)
    return meetings.announce(made.pk, by=chair).pk


def _fact(stage: Stage) -> UUID:
    """A fact whose value the delegate's department sets."""
    keeper = stage[DELEGATE]
    new = facts_actions.Definition("hotline", "客服热线", keeper.department, "400-820", "合同")
    return facts_actions.define(new, by=keeper).pk


def _entry(stage: Stage) -> UUID:
    """What the recipient wrote into the log about something that the author took part in."""
    words = journal.Words(EntryKind.OCCURRENCE, clock.now(), "扫码中断", people=(stage[AUTHOR].pk,))
    return journal.record_entry(words, by=stage[RECIPIENT]).pk


def _exhibit(
    stage: Stage, kind: str, state: str, numbers: "count[int]", secrets: dict[str, Secret]
) -> Exhibit:
    words = {
        name: f"{PREFIX}{next(numbers)}{name}"
        for name in ("title", "body", "name", "file", "reply", "note", "question")
    }
    notice = _draft(stage, kind, words)
    upload = SimpleUploadedFile(f"{words['name']}.txt", words["file"].encode(), "text/plain")
    attached = attach(notice, upload, by=stage[AUTHOR])
    exhibit = Exhibit(kind, state, notice.pk, attached.pk, canaries=list(words.values()))
    if state != "draft":
        exhibit.reply_file = _publish(stage, notice, words, close=state == "closed")
        cohort = Obligation.objects.get(subject=notice.pk, verb="confirm_notice", parent=None)
        ping = Notification.objects.filter(subject=notice.pk).order_by("pk").first()
        assert ping is not None
        exhibit.duty, exhibit.link = cohort.pk, links.token(ping.pk, stage[RECIPIENT].pk)
        asked = questions.ask(notice.pk, words["question"], by=stage[RECIPIENT])
        exhibit.question = asked.pk
    named = ("see_unread_names", "export")
    wanted: dict[str, tuple[str, ...]] = {"title": ("see",), "body": ("read",), "name": ("read",)}
    wanted |= {"file": ("read_attachment",), "reply": named, "note": named}
    wanted |= {"question": ("edit",)}
    for name, word in words.items():
        own = "recipient" if name in {"reply", "question"} else ""
        secrets[word] = Secret(exhibit, wanted[name], own)
    secrets[str(notice.pk)] = Secret(exhibit, ("see",))
    secrets[str(attached.pk)] = Secret(exhibit, ("read",))
    return exhibit


def _draft(stage: Stage, kind: str, words: dict[str, str]) -> Notice:
    body = words["body"]
    return stage.draft(
        by=AUTHOR,
        audience=Audience(people=(stage[RECIPIENT].pk, stage[AWAY].pk)),
        classification=kind,
        title=f"通知{words['title']}",
        gist=body,
        background=body,
        items=f"1. {body}",
        requirements=f"{body}，由何青负责，11 月 30 日 18:00 前完成。",
        copy_to=body,
        contact=body,
        reply_by=NOON + timedelta(days=5),
    )


def _publish(stage: Stage, notice: Notice, words: dict[str, str], *, close: bool) -> UUID:
    actions.publish(notice.pk, by=stage[AUTHOR])
    reassign.to_delegate(stage[AWAY].pk, stage[DELEGATE].pk)
    again = clock.now() + timedelta(hours=2)
    call = answers.Call(CallOutcome.NO_ANSWER, words["note"], again)
    answers.record_call(notice.pk, stage[AWAY].pk, call, by=stage[AUTHOR])
    reply = answers.reply(notice.pk, words["reply"], by=stage[RECIPIENT], proof=Proof.BUTTON)
    kept.keep(reply, [Received("回复.txt", words["reply"].encode())])
    if close:
        answers.reply(notice.pk, "好", by=stage[AWAY])
        actions.close(notice.pk, by=stage[AUTHOR])
    return UUID(str(ReplyFile.objects.get(reply=reply).pk))


def facts(answer: Any) -> bytes:
    """Every byte of an answer that reaches the caller: headers, then content."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.items()).encode()
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return head + b"\n\n" + bytes(content)
