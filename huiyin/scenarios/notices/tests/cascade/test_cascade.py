"""Passed on over three levels: who owes what when, what gets stuck, what is lost."""

from datetime import timedelta

import pytest

from huiyin.core.evidence import Proof
from huiyin.core.obligation import State
from huiyin.directory.audience import Audience
from huiyin.directory.models import Absence
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations import clock as obligations_clock
from huiyin.obligations import coverage
from huiyin.obligations import queries as obligations
from huiyin.scenarios.notices import actions as notices
from huiyin.scenarios.notices import answers, publisher
from huiyin.scenarios.notices.cascade import actions, events, islands, queries
from huiyin.scenarios.notices.cascade.models import Relay, Stop, Way
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import NOON, Stage

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def passed(stage: Stage, **over: object) -> Notice:
    """何青 tells the whole company, level by level."""
    return stage.published(by="何青", audience=Audience(company=True), cascade=True, **over)


def owes(stage: Stage, name: str) -> set[str]:
    return {duty.verb for duty in obligations.owed_by(stage[name].pk)}


def stop(stage: Stage, notice: Notice, name: str) -> Stop:
    return Stop.objects.get(notice_id=notice.pk, person_id=stage[name].pk)


def pass_on(stage: Stage, notice: Notice, *names: str) -> None:
    for name in names:
        actions.relay(notice.pk, f"{name}说：照办", by=stage[name])


@pytest.mark.req("N19")
def test_each_level_owes_only_once_the_level_above_passed_it_on(stage: Stage) -> None:
    notice = passed(stage)
    assert owes(stage, "赵衡") == {"relay_notice", "confirm_notice"}
    assert owes(stage, "秦朗") == owes(stage, "韩墨") == owes(stage, "陈屿") == set()
    pass_on(stage, notice, "赵衡")
    assert owes(stage, "赵衡") == set(), "whoever passes it on has received it"
    assert owes(stage, "秦朗") == {"relay_notice", "confirm_notice"}
    assert owes(stage, "陈屿") == set()
    clock.advance(20 * MINUTE)
    pass_on(stage, notice, "秦朗")
    assert owes(stage, "韩墨") == {"relay_notice", "confirm_notice"}
    assert owes(stage, "罗一鸣") == {"confirm_notice"}, "his team has no head of its own"
    clock.advance(20 * MINUTE)
    pass_on(stage, notice, "韩墨")
    (duty,) = obligations.owed_by(stage["陈屿"].pk)
    assert (duty.verb, duty.due_at) == ("confirm_notice", NOON + 40 * MINUTE + HOUR)
    assert [stop(stage, notice, name).hop for name in ("赵衡", "秦朗", "韩墨", "陈屿")] == [
        0, 1, 2, 3,
    ]  # fmt: skip


@pytest.mark.req("N19", "Z14")
def test_a_relay_is_an_edge_with_its_time_and_own_words(stage: Stage) -> None:
    notice = passed(stage)
    pass_on(stage, notice, "赵衡", "秦朗")
    again = actions.relay(notice.pk, "改口", by=stage["秦朗"])
    assert (Relay.objects.count(), again.words) == (2, "秦朗说：照办")
    assert (again.hop, again.people, again.at) == (2, 2, NOON)
    way = queries.passed_on_to(notice, stage["罗一鸣"].pk)
    assert [(row.person.name, row.words) for row in way] == [
        ("秦朗", "秦朗说：照办"), ("赵衡", "赵衡说：照办"),
    ]  # fmt: skip
    assert queries.passed_on_to(notice, stage["陈屿"].pk) == []
    entries = Entry.objects.filter(subject=notice.pk, kind=events.RELAYED)
    assert entries.count() == 2
    assert all("照办" not in entry.body for entry in entries), "words are kept as commitments"


@pytest.mark.req("N19")
def test_nobody_without_a_team_passes_anything_on(stage: Stage) -> None:
    notice = passed(stage)
    pass_on(stage, notice, "赵衡", "林若溪")
    for name in ("白露", "何青"):
        with pytest.raises(actions.NothingToRelay):
            actions.relay(notice.pk, "", by=stage[name])


@pytest.mark.req("N19")
def test_whoever_stands_in_passes_it_on_for_somebody_away(stage: Stage) -> None:
    Absence.objects.create(
        person=stage["秦朗"], starts_at=NOON - HOUR, ends_at=NOON + HOUR, delegate=stage["沈言"]
    )
    notice = passed(stage)
    pass_on(stage, notice, "赵衡")
    row = actions.relay(notice.pk, "代转", by=stage["沈言"], person_id=stage["秦朗"].pk)
    assert (row.person, row.acted_by) == (stage["秦朗"], stage["沈言"])
    assert "confirm_notice" in owes(stage, "罗一鸣")
    with pytest.raises(actions.NothingToRelay):
        actions.relay(notice.pk, "", by=stage["林若溪"], person_id=stage["秦朗"].pk)


@pytest.mark.req("N19")
def test_an_island_is_shown_then_its_heads_head_is_told_then_the_text_goes_there(
    stage: Stage,
) -> None:
    notice = passed(stage)
    pass_on(stage, notice, "赵衡")
    others = [branch.node.name for branch in queries.tree(notice)[0].below]
    pass_on(stage, notice, *(name for name in others if name != "秦朗"))
    assert queries.islands(notice, clock.now()) == []
    clock.advance(HOUR + MINUTE)
    (island,) = queries.islands(notice, clock.now())
    assert (island.name, island.people) == ("秦朗", 3)
    clock.advance(30 * MINUTE)
    obligations_clock.wake()
    assert "press_relay" in owes(stage, "赵衡")
    clock.advance(HOUR)
    obligations_clock.wake()
    assert "reach_island" in owes(stage, "何青")
    assert islands.reach_islands(notice.pk, by=None) == 3
    assert islands.reach_islands(notice.pk, by=None) == 0, "once"
    for name in ("韩墨", "陈屿", "罗一鸣"):
        assert owes(stage, name) == {"confirm_notice"}
        assert stop(stage, notice, name).way == Way.FLAT
    assert queries.islands(notice, clock.now()) == []
    assert "relay_notice" not in owes(stage, "秦朗")
    coverage.fold()
    coverage.fold()
    assert "press_relay" not in owes(stage, "赵衡")
    assert "reach_island" not in owes(stage, "何青")
    with pytest.raises(actions.NothingToRelay):
        actions.relay(notice.pk, "", by=stage["秦朗"])


@pytest.mark.req("N19", "Z14")
def test_what_is_lost_on_the_way_is_counted_hop_by_hop(stage: Stage) -> None:
    notice = passed(stage)
    clock.advance(10 * MINUTE)
    pass_on(stage, notice, "赵衡")
    clock.advance(10 * MINUTE)
    pass_on(stage, notice, "林若溪")
    answers.confirm(notice.pk, by=stage["白露"], proof=Proof.TEACH_BACK)
    rows = {row.hop: row for row in queries.loss(notice)}
    assert [rows[hop].people for hop in sorted(rows)] == [2, 7, 6, 1]
    assert (rows[1].reached, rows[1].confirmed) == (7, 1)
    assert (rows[2].reached, rows[2].confirmed, rows[2].understood) == (2, 1, 1)
    assert rows[2].took == 20 * MINUTE
    assert (rows[3].reached, rows[3].took) == (0, None)
    assert publisher.share(notice).total == 11


def test_key_people_hear_it_at_once_and_still_pass_it_on(stage: Stage) -> None:
    key = Audience(people=(stage["秦朗"].pk,)).to_json()
    notice = passed(stage, key_people=key)
    assert stop(stage, notice, "秦朗").way == Way.KEY
    assert owes(stage, "秦朗") == {"confirm_notice", "relay_notice"}
    pass_on(stage, notice, "秦朗")
    assert owes(stage, "韩墨") == {"confirm_notice", "relay_notice"}
    shares = [verb for verb, _share in obligations.shares(notice.pk, stage["秦朗"].pk)]
    assert sorted(shares) == ["confirm_notice", "relay_notice"], "one duty of each kind"


def test_it_is_closed_only_when_everybody_was_reached(stage: Stage) -> None:
    notice = stage.published(by="秦朗", cascade=True, audience=Audience(
        departments=(stage.company.department("技术部").pk,)
    ))  # fmt: skip
    assert owes(stage, "罗一鸣") == {"confirm_notice"}, "the author's own team has it at once"
    for name in ("秦朗", "罗一鸣", "韩墨"):
        answers.confirm(notice.pk, by=stage[name])
    with pytest.raises(notices.StillSilent):
        notices.close(notice.pk, by=stage["秦朗"])
    pass_on(stage, notice, "韩墨")
    answers.confirm(notice.pk, by=stage["陈屿"])
    assert notices.close(notice.pk, by=stage["秦朗"])
    assert islands.reach_islands(notice.pk, by=None) == 0
    with pytest.raises(notices.NotOpen):
        actions.relay(notice.pk, "", by=stage["韩墨"])


def test_a_flat_notice_has_no_stops(stage: Stage) -> None:
    notice = stage.published()
    assert not Stop.objects.filter(notice_id=notice.pk).exists()
    assert queries.hop_of(notice.pk, stage["白露"].pk) == 0
    assert answers.shares(notice, stage["白露"].pk)[0][1].state == State.OPEN
