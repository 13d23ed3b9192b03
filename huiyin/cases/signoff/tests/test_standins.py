"""Leave and departures while a round is under way: somebody acts, both names stay, never twice."""

from datetime import timedelta

import pytest

from huiyin.cases.absence import end_absence, register_absence, settle
from huiyin.cases.signoff import answers, events, forecast, standins
from huiyin.cases.signoff.answers import NotYours
from huiyin.cases.signoff.house import DirectoryHouse
from huiyin.cases.signoff.models import RoundState, SignOff
from huiyin.cases.signoff.offices import Request, seats
from huiyin.cases.signoff.tests.conftest import NOON, Desk
from huiyin.core.policy import Mode
from huiyin.directory.access import Action, NotVisible, may
from huiyin.directory.models import Absence, Person, Role, RoleGrant
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations.queries import owed_by


def away(desk: Desk, name: str, delegate: str | None = None, *, days: int = 3) -> Absence:
    return register_absence(
        desk[name],
        starts_at=clock.now(),
        ends_at=clock.now() + timedelta(days=days),
        delegate=desk[delegate] if delegate else None,
        by=desk[name],
    )


@pytest.mark.req("N05", "O01")
@pytest.mark.parametrize("classification", ["internal", "confidential"])
def test_a_delegate_signs_and_both_names_stay(desk: Desk, classification: str) -> None:
    away(desk, "叶蓁", "何青")
    case = desk.paper(classification=classification)
    signoff = desk.start(case, "co_sign", concerned=("财务部", "客服部"))
    seat = desk.seat(signoff, "叶蓁")
    assert seat.acting == desk["何青"]
    assert [one.verb for one in owed_by(desk["何青"].pk)] == ["sign_co_sign"]
    assert may(desk["何青"], Action.READ, case)
    answers.approve(seat.pk, by=desk["何青"])
    seat = desk.seat(signoff, "叶蓁")
    assert (seat.person, seat.acted_by) == (desk["叶蓁"], desk["何青"])
    assert owed_by(desk["叶蓁"].pk) == owed_by(desk["何青"].pk) == []
    entry = Entry.objects.filter(subject=case.pk, kind=events.SIGNED).get()
    assert f'"actor":{desk["何青"].pk}' in entry.body
    assert f'"person":{desk["叶蓁"].pk}' in entry.body


@pytest.mark.req("N05")
def test_leave_after_being_asked_hands_over_and_back(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "co_sign", concerned=("财务部",))
    gone = away(desk, "叶蓁", "何青")
    settle(clock.now())
    assert owed_by(desk["何青"].pk) == []
    assert standins.settle(clock.now()) == 1
    assert [one.person_id for one in owed_by(desk["何青"].pk)] == [desk["叶蓁"].pk]
    assert desk.seat(signoff, "叶蓁").acting == desk["何青"]
    end_absence(gone, by=desk["叶蓁"])
    settle(clock.now())
    standins.settle(clock.now())
    assert owed_by(desk["何青"].pk) == []
    assert desk.seat(signoff, "叶蓁").acting is None
    with pytest.raises(NotVisible):
        answers.approve(desk.seat(signoff, "叶蓁").pk, by=desk["何青"])
    stood_in = Entry.objects.filter(subject=signoff.case_id, kind=events.STOOD_IN)
    assert stood_in.count() == 2
    answers.approve(desk.seat(signoff, "叶蓁").pk, by=desk["叶蓁"])
    assert standins.settle(clock.now()) == 0


@pytest.mark.req("N04")
def test_a_delegate_never_fills_both_seats(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "double_check", sources=("技术部",))
    first, second = desk.seats(signoff)
    away(desk, first.person.name, second.person.name)
    standins.settle(clock.now())
    first.refresh_from_db()
    assert first.acting is not None
    assert first.acting not in {second.person, signoff.author}
    answers.approve(second.pk, by=second.person)
    with pytest.raises(NotYours):
        answers.approve(first.pk, by=second.person)
    stand_in = first.acting
    answers.approve(first.pk, by=stand_in)
    assert SignOff.objects.get(pk=signoff.pk).state == RoundState.COMPLETED


@pytest.mark.req("N04")
def test_the_author_stands_in_for_nobody(desk: Desk) -> None:
    away(desk, "林若溪", "白露")
    signoff = desk.start(desk.paper(by="白露"), "necessity")
    seat = desk.seat(signoff, "林若溪")
    assert seat.acting == desk["赵衡"]
    with pytest.raises(NotVisible):
        answers.approve(seat.pk, by=desk["孟夏"])
    answers.approve(seat.pk, by=desk["赵衡"])


@pytest.mark.req("N02")
def test_who_left_is_followed_by_somebody(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "necessity")
    Person.objects.filter(pk=desk["林若溪"].pk).update(active=False)
    standins.settle(clock.now())
    acting = desk.seat(signoff, "林若溪").acting
    assert acting == desk["赵衡"]
    answers.approve(desk.seat(signoff, "林若溪").pk, by=desk["赵衡"])
    assert SignOff.objects.get(pk=signoff.pk).state == RoundState.COMPLETED


@pytest.mark.req("N02")
def test_at_the_top_whoever_may_publish_is_asked(desk: Desk) -> None:
    house = DirectoryHouse(NOON)
    top = desk["赵衡"]
    (place,) = seats("head_of(author)", Mode.ONE, Request(top.pk, top.department_id), house)
    assert place.person == desk["何青"].pk
    (place,) = seats("management", Mode.ONE, Request(top.pk, top.department_id), house)
    assert place.person == desk["何青"].pk
    RoleGrant.objects.filter(role=Role.PUBLISHER).delete()
    (place,) = seats("reviewer", Mode.ONE, Request(top.pk, top.department_id), DirectoryHouse(NOON))
    assert place.person != top.pk


@pytest.mark.req("N05")
def test_the_directory_answers_as_seating_asks(desk: Desk) -> None:
    away(desk, "江予安", "唐果")
    house, market = DirectoryHouse(clock.now()), desk.company.department("市场部")
    assert house.marketing() == [market.pk]
    assert not house.is_there(desk["江予安"].pk)
    assert house.delegate(desk["江予安"].pk) == desk["唐果"].pk
    assert list(house.members(market.pk)) == [desk["唐果"].pk, desk["江予安"].pk]
    assert house.head(market.pk) == desk["江予安"].pk
    assert house.head(desk.company.department("数据组").pk) is None
    assert house.belongs(desk["罗一鸣"].pk, desk.company.department("技术部").pk)
    assert not house.belongs(desk["罗一鸣"].pk, market.pk)
    assert list(house.members(10**9)) == house.above(10**9) == []
    assert house.head(10**9) is house.department_of(10**9) is None
    assert not house.is_there(10**9)


@pytest.mark.req("N05")
def test_the_forecast_names_who_would_act(desk: Desk) -> None:
    away(desk, "叶蓁", "何青")
    finance = desk.company.department("财务部")
    request = Request(desk["白露"].pk, desk["白露"].department_id, concerned=(finance.pk,))
    shown = forecast.forecast("papers", {"steps": ("co_sign",)}, request, desk["白露"])
    (stop,) = shown.stops
    assert stop.signers[0].words == "何青（代 叶蓁）"
    assert (stop.first, stop.signers[0].department) == ("何青", "财务部")
