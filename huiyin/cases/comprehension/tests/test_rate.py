"""The rate against a plain recount, whatever people do in whatever order."""

import json
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.cases.comprehension import actions, overruling, rate
from huiyin.cases.comprehension.actions import AttemptRefused
from huiyin.cases.comprehension.models import Assertion
from huiyin.cases.comprehension.rate import By
from huiyin.cases.comprehension.tests.conftest import RIGHT, WRONG, Scene, open_case, points_of
from huiyin.core.evidence import Channel
from huiyin.core.measure import Target, Verdict
from huiyin.ledger.models import Entry
from huiyin.policies import in_force

pytestmark = pytest.mark.req("Z04")

PEOPLE = ("白露", "孟夏", "陈屿", "林若溪")
LETTERS = {"y": "right", "n": "wrong", "o": "missing"}


def words(pattern: str) -> str:
    """``yno``: the first point right, the second wrong, the third left out."""
    said = {"y": RIGHT, "n": WRONG}
    return "。".join(said[one][n] for n, one in enumerate(pattern) if one != "o") or "收到"


@dataclass(frozen=True)
class Act:
    """One thing somebody does: restate, answer the quiz, be called, or be judged anew."""

    who: str
    what: str
    pattern: str


ACTS = st.builds(
    Act,
    st.sampled_from(PEOPLE),
    st.sampled_from(("restate", "restate", "quiz", "call", "judge")),
    st.text("yno", min_size=3, max_size=3),
)


def carry_out(scene: Scene, act: Act) -> None:
    """Do it twice, as an impatient thumb does; what is refused changes nothing."""
    for _again in range(2):
        with suppress(AttemptRefused):
            one_act(scene, act)


def one_act(scene: Scene, act: Act) -> None:
    who, author = scene[act.who], scene["何青"]
    if act.what == "restate":
        actions.restate(scene.case.pk, words(act.pattern), by=who)
    elif act.what == "quiz":
        picked = 1 if act.pattern[0] == "y" else 0
        actions.answer_quiz(scene.case.pk, {scene.questions[0].pk: [picked]}, by=who)
    elif act.what == "call":
        ticks = {
            point.pk: LETTERS[one] for point, one in zip(scene.points, act.pattern, strict=True)
        }
        actions.read_back(scene.case.pk, who.pk, ticks, by=author)
    else:
        rows = Assertion.objects.filter(attempt__person=who).order_by("pk")
        if rows:
            overruling.overrule(rows[len(rows) // 2].pk, LETTERS[act.pattern[0]], "问过", by=author)


def recount(case_id: Any) -> Counter[str]:
    """From the ledger alone: first attempts, later judgements applied; another way than the SQL."""
    verdicts: dict[tuple[int, str, str], str] = {}
    for entry in Entry.objects.filter(subject=case_id, kind__startswith="comprehension.").order_by(
        "pk"
    ):
        facts = json.loads(entry.body)["facts"]
        if facts.get("attempt") != 1:
            continue
        key = (facts["person"], facts["about"])
        if entry.kind == "comprehension.overruled":
            verdicts[*key, str(facts["point"])] = facts["verdict"]
            continue
        for text in facts["verdicts"]:
            order, _colon, verdict = text.partition(":")
            verdicts[*key, order] = verdict
    return Counter(verdicts.values())


@settings(max_examples=30)
@given(acts=st.lists(ACTS, max_size=8))
def test_the_rate_is_what_a_plain_recount_of_the_ledger_says(scene: Scene, acts: list[Act]) -> None:
    with transaction.atomic():
        for act in acts:
            carry_out(scene, act)
        found, counts = rate.whole(in_force.current(), scene.case.pk), recount(scene.case.pk)
        assert (found.wrong, found.answered, found.missing) == (
            counts["wrong"],
            counts["right"] + counts["wrong"],
            counts["missing"],
        )
        for by in By:
            rows = rate.split(in_force.current(), by, case_id=scene.case.pk)
            assert sum(row.wrong for row in rows) == found.wrong
            assert sum(row.answered for row in rows) == found.answered
        transaction.set_rollback(True)


@settings(max_examples=20)
@given(
    firsts=st.lists(st.text("yno", min_size=3, max_size=3), min_size=4, max_size=4),
    later=st.lists(ACTS.filter(lambda act: act.what == "restate"), max_size=6),
    order=st.permutations(range(4)),
)
def test_retries_and_their_order_never_change_it(
    scene: Scene, firsts: list[str], later: list[Act], order: list[int]
) -> None:
    with transaction.atomic():
        for at in order:
            carry_out(scene, Act(PEOPLE[at], "restate", firsts[at]))
        before = rate.whole(in_force.current(), scene.case.pk)
        for act in later:
            carry_out(scene, act)
        assert rate.whole(in_force.current(), scene.case.pk) == before
        said = "".join(firsts)
        wrong, answered = said.count("n"), 12 - said.count("o")
        assert (before.wrong, before.answered) == (wrong, answered)
        transaction.set_rollback(True)


def test_a_judgement_changes_what_counts_and_keeps_both(scene: Scene) -> None:
    attempt = actions.restate(scene.case.pk, words("ynn"), by=scene["白露"])
    assert rate.whole(in_force.current(), scene.case.pk).wrong == 2
    row = attempt.assertions.filter(verdict="wrong").order_by("pk")[0]
    overruling.overrule(row.pk, "right", "口误", by=scene["何青"])
    found = rate.whole(in_force.current(), scene.case.pk)
    assert (found.wrong, found.answered) == (1, 3)
    overruling.overrule(row.pk, "missing", "没说", by=scene["何青"])
    found = rate.whole(in_force.current(), scene.case.pk)
    assert (found.wrong, found.answered, found.missing) == (1, 2, 1)
    row.refresh_from_db()
    assert row.verdict == "wrong"


def test_it_splits_by_department_channel_and_hop(scene: Scene) -> None:
    scene.trial.hops[scene["陈屿"].pk] = 2
    actions.restate(scene.case.pk, words("yyy"), by=scene["白露"])
    actions.restate(scene.case.pk, words("nny"), by=scene["陈屿"], channel=Channel.MAIL)
    policy = in_force.current()

    def rows(by: By) -> list[tuple[object, int, int]]:
        found = rate.split(policy, by, case_id=scene.case.pk)
        return [(row.key, row.wrong, row.answered) for row in found]

    departments = {scene[name].department_id for name in ("白露", "陈屿")}
    assert {row[0] for row in rows(By.DEPARTMENT)} == departments
    assert rows(By.CHANNEL) == [(Channel.INBOX, 0, 3), (Channel.MAIL, 2, 3)]
    assert rows(By.HOP) == [(0, 0, 3), (2, 2, 3)]
    own = rate.split(policy, By.CASE, department_ids=[scene["陈屿"].department_id])
    assert [(row.wrong, row.answered, row.people) for row in own] == [(2, 3, 1)]


def test_every_revision_has_its_own_first_attempts(scene: Scene) -> None:
    policy = in_force.current()
    actions.restate(scene.case.pk, words("nyy"), by=scene["白露"])
    scene.trial.now = 2
    actions.restate(scene.case.pk, words("yyy"), by=scene["白露"])
    assert rate.whole(policy, scene.case.pk, 1).wrong == 1
    assert rate.whole(policy, scene.case.pk, 2).wrong == 0
    assert rate.whole(policy, scene.case.pk).answered == 6


def test_cases_stand_apart(scene: Scene) -> None:
    other = open_case(scene.company)
    points_of(other)
    actions.restate(scene.case.pk, words("nyy"), by=scene["白露"])
    actions.restate(other.pk, words("yyy"), by=scene["白露"])
    found = {row.key: row.wrong for row in rate.split(in_force.current(), By.CASE)}
    assert found == {scene.case.pk: 1, other.pk: 0}


def test_the_interval_and_the_verdict_are_those_of_a_hand_computation(scene: Scene) -> None:
    actions.restate(scene.case.pk, words("nyy"), by=scene["白露"])
    actions.restate(scene.case.pk, words("yyo"), by=scene["孟夏"])
    found = rate.whole(in_force.current(), scene.case.pk)
    # 1 of 5: (0.2 + 1.9208/5 ∓ 1.96 √(0.2 × 0.8/5 + 0.9604/25)) / (1 + 3.8415/5)
    assert (found.wrong, found.answered, found.missing) == (1, 5, 1)
    assert (found.percent, found.span) == ("20.0%", ("3.6%", "62.4%"))
    assert found.target == Target(at_most=0.05)
    assert found.verdict is Verdict.UNDECIDED


def test_nothing_said_is_nothing_known(scene: Scene) -> None:
    found = rate.whole(in_force.current(), scene.case.pk)
    assert (found.share, found.percent, found.verdict) == (None, "", Verdict.UNDECIDED)


def test_what_can_be_decided_beforehand(scene: Scene) -> None:
    few, many = (rate.sample(in_force.current(), people, 3) for people in (20, 100))
    assert few is not None
    assert many is not None
    assert (few.possible, few.to_pass, few.with_one, few.decides) == (60, 73, 110, False)
    assert many.decides
    assert many.for_margin == 235  # 1067.07 / (1 + 1066.07 / 300)
