"""Who carries which value: one statement, against an oracle in plain Python (Z05)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.facts import actions as facts
from huiyin.cases.facts import carriers
from huiyin.cases.facts.models import Fact
from huiyin.core.evidence import Channel, Evidence, Proof, worth
from huiyin.delivery import receipts
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.models import Notification
from huiyin.scenarios.notices import answers
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.revisions import actions
from huiyin.scenarios.notices.revisions.actions import Told
from huiyin.scenarios.notices.tests.stage import NOON, Stage

READERS = ("白露", "孟夏", "唐果", "江予安")
VALUES = ("400-820-1600", "400-100-2000", "400-300-4000")
PROOFS = (
    Proof.PROVIDER_DELIVERED,
    Proof.PIXEL,
    Proof.DISPOSITION,
    Proof.PAGE_OPENED,
    Proof.BUTTON,
    Proof.REPLY,
    Proof.TEACH_BACK,
)


@dataclass
class World:
    """What really happened, kept beside the database by hand."""

    fact: Fact
    live: str
    texts: dict[UUID, list[tuple[datetime, str | None]]] = field(default_factory=dict)
    seen: list[tuple[int, Evidence, datetime, UUID]] = field(default_factory=list)
    asked: dict[UUID, set[int]] = field(default_factory=dict)

    def carried(self) -> dict[int, str]:
        """The oracle: for each person the value of the best receipt, of equal ones the latest."""
        best: dict[int, tuple[Evidence, datetime, int]] = {}
        for person, evidence, at, case in self.seen:
            stood = [text for since, text in self.texts[case] if since <= at]
            if not stood or stood[-1] is None:
                continue
            rank = evidence, at, VALUES.index(stood[-1])
            best[person] = max(best.get(person, rank), rank)
        return {person: VALUES[rank[2]] for person, rank in best.items()}

    def wrong(self) -> set[int]:
        """Those whose value is not the live one."""
        return {person for person, value in self.carried().items() if value != self.live}


def wrong(fact: Fact) -> set[int]:
    sql, parameters = carriers.wrong_sql(fact.pk)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return {row[0] for row in cursor.fetchall()}


def quoting(stage: Stage, *names: str, by: str = "何青", items: str = "") -> Notice:
    """A published notice to ``names`` that quotes the hotline."""
    aim = Audience(people=tuple(stage[name].pk for name in names))
    return stage.published(by=by, audience=aim, items=items or "1. 请拨 {{客服热线}}。")


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.sets(st.sampled_from(READERS), min_size=1)),
        st.tuples(st.just("change"), st.sampled_from(VALUES)),
        st.tuples(st.just("revise"), st.tuples(st.integers(0, 3), st.booleans())),
        st.tuples(
            st.just("receipt"),
            st.tuples(
                st.sampled_from(READERS),
                st.sampled_from(PROOFS),
                st.integers(0, 3),
                st.integers(0, 90),
            ),
        ),
    ),
    min_size=3,
    max_size=9,
)


@pytest.mark.req("Z05", "Z03")
@given(script=steps, order=st.randoms(use_true_random=False), doubled=st.booleans())
def test_the_statement_agrees_with_the_oracle(
    stage: Stage, hotline: Fact, script: list[tuple[str, object]], order: object, doubled: bool
) -> None:
    with undone(), clock.frozen(NOON + timedelta(hours=1)):
        world = World(hotline, VALUES[0])
        _publish(world, stage, set(READERS[:2]))
        late: list[tuple[Notice, Person, Proof, datetime]] = []
        for kind, what in script:
            clock.advance(timedelta(minutes=7))
            if kind == "receipt":
                late.append(_receipt(world, stage, what))
            else:
                _ACTS[kind](world, stage, what)
        late += late if doubled else []
        order.shuffle(late)  # type: ignore[attr-defined]  # a random of Hypothesis
        for place, (notice, person, proof, at) in enumerate(late):
            provider = f"{notice.pk}/{person.pk}/{proof}/{at}" if place % 2 else f"p{place}"
            receipts.receive(notice.pk, person.pk, proof, Channel.MAIL, at, provider_id=provider)
        assert wrong(hotline) == world.wrong()
        counted = {one.value: one.people for one in carriers.counts(hotline.pk)}
        carried = list(world.carried().values())
        assert counted == {value: carried.count(value) for value in set(carried)}


def _publish(world: World, stage: Stage, what: object) -> None:
    assert isinstance(what, set)
    notice = quoting(stage, *what)
    at = clock.now()
    world.texts[notice.pk] = [(at, world.live)]
    world.asked[notice.pk] = {stage[name].pk for name in what}
    world.seen += [(stage[name].pk, Evidence.DELIVERED, at, notice.pk) for name in what]


def _change(world: World, stage: Stage, what: object) -> None:
    facts.change(world.fact.pk, str(what), reason="换了", by=stage["顾北辰"])
    world.live = str(what)


def _revise(world: World, stage: Stage, what: object) -> None:
    """A material revision: with the live value, or without the fact at all."""
    assert isinstance(what, tuple)
    place, quotes = what
    case = list(world.texts)[place % len(world.texts)]
    text = (
        f"1. 第 {clock.now():%H%M} 次，请拨 {{{{客服热线}}}}。"
        if quotes
        else f"1. {clock.now():%H%M} 起取消。"
    )
    actions.revise(case, {"items": text}, "material", Told("改了"), by=stage["何青"])
    at = clock.now()
    world.texts[case].append((at, world.live if quotes else None))
    world.seen += [(person, Evidence.DELIVERED, at, case) for person in world.asked[case]]


def _receipt(world: World, stage: Stage, what: object) -> tuple[Notice, Person, Proof, datetime]:
    assert isinstance(what, tuple)
    name, proof, place, minutes = what
    case = list(world.texts)[place % len(world.texts)]
    at = world.texts[case][0][0] + timedelta(minutes=minutes, seconds=1)
    person = stage[name]
    notice = Notice.objects.get(pk=case)
    world.seen.append((person.pk, worth(proof, Channel.MAIL), at, case))
    return notice, person, proof, at


_ACTS = {"publish": _publish, "change": _change, "revise": _revise}


@pytest.mark.req("Z05")
def test_a_receipt_of_a_message_belongs_to_the_text_of_the_message(
    stage: Stage, hotline: Fact
) -> None:
    notice = quoting(stage, "白露")
    first = Notification.objects.get(subject=notice.pk)
    clock.advance(timedelta(minutes=10))
    facts.change(hotline.pk, VALUES[1], reason="换了", by=stage["顾北辰"])
    actions.revise(notice.pk, {"gist": "换了电话"}, "material", Told("换了"), by=stage["何青"])
    clock.advance(timedelta(minutes=10))
    reader = stage["白露"]
    receipts.show_delivery(first, reader.pk, Proof.DISPOSITION, Channel.MAIL, clock.now())
    assert wrong(hotline) == {reader.pk}
    answers.open_notice(Notice.objects.get(pk=notice.pk), by=reader)
    clock.advance(timedelta(minutes=1))
    answers.confirm(notice.pk, by=reader)
    assert wrong(hotline) == set()


@pytest.mark.req("Z05")
def test_web_push_and_people_who_left_carry_nothing(stage: Stage, hotline: Fact) -> None:
    notice = quoting(stage, "白露", "孟夏")
    other = quoting(stage, "白露")
    clock.advance(timedelta(minutes=1))
    answers.confirm(notice.pk, by=stage["白露"])
    facts.change(hotline.pk, VALUES[1], reason="换了", by=stage["顾北辰"])
    actions.revise(other.pk, {"gist": "换了电话"}, "material", Told("换了"), by=stage["何青"])
    receipts.show(other.pk, stage["白露"].pk, Proof.BUTTON, Channel.WEBPUSH, clock.now())
    assert wrong(hotline) == {stage["白露"].pk, stage["孟夏"].pk}
    Person.objects.filter(name="孟夏").update(active=False)
    assert wrong(hotline) == {stage["白露"].pk}


@pytest.mark.req("Z05")
def test_a_value_that_comes_back_is_carried_by_who_knew_it(stage: Stage, hotline: Fact) -> None:
    quoting(stage, "白露")
    keeper = stage["顾北辰"]
    facts.change(hotline.pk, VALUES[1], reason="换了", by=keeper)
    assert wrong(hotline) == {stage["白露"].pk}
    clock.advance(timedelta(minutes=1))
    facts.change(hotline.pk, VALUES[0], reason="换回", by=keeper)
    assert wrong(hotline) == set()
    facts.retire(hotline.pk, reason="并入总机", by=keeper)
    assert wrong(hotline) == set()
