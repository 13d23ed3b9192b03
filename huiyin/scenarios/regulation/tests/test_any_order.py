"""Any order of verbs: never two versions of one amendment, never in force unsigned or unannounced."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.cases.signoff import rounds
from huiyin.cases.signoff.models import RoundState, SignOff
from huiyin.kit import clock as kit_clock
from huiyin.obligations.guards import Refused
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import actions, enacting, findings, rebasing, rhythm
from huiyin.scenarios.regulation.models import Amendment, AmendmentState
from huiyin.scenarios.regulation.tests.house import MORNING, House, changed

pytestmark = pytest.mark.req("Z01", "G04")

VERBS = (
    "edit", "submit", "later", "sign", "announce", "enact", "beat", "reopen", "withdraw", "rebase",
    "day",
)  # fmt: skip
REFUSALS = (
    actions.NotDraft, actions.NotWaiting, actions.Refusal, rounds.AlreadyRunning, Refused,
    enacting.NotApproved, enacting.TooEarly, enacting.Overtaken, rebasing.Conflicts,
    rebasing.NotOpen,
)  # fmt: skip
SMALL = """# file: a
[[clause]]
id = "4.4"
text = "{text}"
kind = "executable"
[[clause.sign]]
of = "regulation"
when = {{ scope = "company" }}
step = "approve"
who = "management"
mode = "one"
[[clause.guard]]
on = "regulation.put_in_force"
needs = "announced"
otherwise = "refuse"
says = "先公告。"
[[clause]]
id = "1"
text = "一"
kind = "guidance"
[[clause]]
id = "2"
text = "二"
kind = "guidance"
[[route]]
channels = ["inbox"]
confirm = "acknowledge"
"""


class RolledBack(Exception):
    """Undoes what an example did."""


class Life:
    """Two amendments, and what must be true after every verb."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.edits = 0
        self.ids = [actions.create(by=house.officer, title=title).pk for title in "甲乙"]
        for one in self.ids:
            actions.describe(one, by=house.officer, title="", reason="理由")

    def act(self, verb: str, which: int) -> None:
        """Do it, or be refused; then look."""
        amendment = Amendment.objects.get(pk=self.ids[which])
        before = set(PolicyVersion.objects.values_list("pk", flat=True))
        with suppress(*REFUSALS), transaction.atomic():
            self._do(verb, amendment)
        self._look(before)

    def _do(self, verb: str, amendment: Amendment) -> None:
        officer, pk = self.house.officer, amendment.pk
        tomorrow = kit_clock.now() + timedelta(days=1)
        plain: dict[str, Callable[[], object]] = {
            "edit": lambda: self._edit(amendment),
            "submit": lambda: actions.submit(pk, None, by=officer),
            "later": lambda: actions.submit(pk, tomorrow, by=officer),
            "sign": lambda: self.house.sign(amendment),
            "announce": lambda: self.house.announce(pk),
            "enact": lambda: actions.enact(pk, by=None),
            "beat": lambda: rhythm.put_due_in_force(kit_clock.now()),
            "day": lambda: kit_clock.advance(timedelta(days=1)),
            "reopen": lambda: actions.reopen(pk, by=officer),
            "withdraw": lambda: actions.withdraw(pk, by=officer),
            "rebase": lambda: actions.rebase(pk, by=officer),
        }
        plain[verb]()

    def _edit(self, amendment: Amendment) -> None:
        self.edits += 1
        old = "一" if amendment.title == "甲" else "二"
        text = changed(amendment.source, f'text = "{old}', f'text = "{old}{self.edits}')
        actions.save(amendment.pk, text, by=self.house.officer, seen=amendment.digest)

    def _look(self, before: set[int]) -> None:
        versions = list(PolicyVersion.objects.exclude(pk__in=before))
        for version in versions:
            assert version.case is not None
            amendment = Amendment.objects.get(pk=version.case)
            last = SignOff.objects.filter(case=amendment).latest("round")
            assert last.state == RoundState.COMPLETED
            assert last.text["seal"] == amendment.digest
            assert amendment.announced_at is not None
            assert amendment.wanted_from is None or amendment.wanted_from <= version.in_force_from
            assert amendment.source == version.source
            assert amendment.version == version
        cases = [case for case in PolicyVersion.objects.values_list("case", flat=True) if case]
        assert len(cases) == len(set(cases))
        done = Amendment.objects.filter(state=AmendmentState.IN_FORCE)
        assert {one.pk for one in done} == set(cases)
        newest = PolicyVersion.objects.order_by("-in_force_from", "-pk").first()
        assert newest is not None
        assert in_force.latest() == newest


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The linter is not what is looked at here, and it takes its time."""
    monkeypatch.setattr(findings, "errors", lambda _amendment: [])


@pytest.mark.timeout(300)
@settings(max_examples=40)
@given(verbs=st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 1)), max_size=25))
def test_in_any_order(house: House, unchecked: None, verbs: list[tuple[str, int]]) -> None:
    del unchecked
    with kit_clock.frozen(MORNING), suppress(RolledBack), transaction.atomic():
        in_force.put_in_force(SMALL.format(text="修订"), "小规定", base=house.first)
        life = Life(house)
        for verb, which in verbs:
            life.act(verb, which)
        raise RolledBack
    in_force.forget()


@pytest.mark.parametrize("first", [0, 1])
def test_the_straight_way_is_among_them(house: House, unchecked: None, first: int) -> None:
    del unchecked
    in_force.put_in_force(SMALL.format(text="修订"), "小规定", base=house.first)
    life = Life(house)
    for verb in ("edit", "submit", "sign", "announce", "enact"):
        life.act(verb, first)
    for verb in ("edit", "submit", "rebase", "submit", "sign", "announce", "beat"):
        life.act(verb, 1 - first)
    assert in_force.current().clause("1").text != "一"
    assert in_force.current().clause("2").text != "二"
