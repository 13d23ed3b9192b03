"""An afternoon with simulated colleagues, and the clock before, during and after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import OperationalError

from huiyin.config import cli
from huiyin.config.demo import clockwork, colleagues, company, run, temperament
from huiyin.config.demo.afternoon import Afternoon, come_back
from huiyin.config.demo.colleagues import Deed, open_shares
from huiyin.config.demo.notices import Company
from huiyin.config.demo.temperament import Matter, Reaction, Temperament, reaction
from huiyin.core.event import Event
from huiyin.directory.models import Absence, Person
from huiyin.directory.tests.factories import make_person
from huiyin.kit import clock
from huiyin.obligations.doctor import findings
from huiyin.obligations.record import record
from huiyin.policies.in_force import install_shipped
from huiyin.scenarios.notices import publisher
from huiyin.scenarios.notices.models import CallOutcome, CallRecord, Notice, NoticeState, Reply
from huiyin.scenarios.notices.subject import bare

AFTERNOON = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)  # Tuesday 13:30 in Shanghai
STEP = timedelta(minutes=6)
IMPORTANT = Matter("关于某事", "important", wants_reply=False)


@pytest.fixture
def clock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "clock.json"
    monkeypatch.setenv(clockwork.FILE, str(file))
    return file


@pytest.mark.django_db
@pytest.mark.req("N16")
def test_by_the_evening_everybody_is_accounted_for() -> None:
    company.found(AFTERNOON)
    with clock.frozen(AFTERNOON):
        afternoon = Afternoon(clock.now())
        deeds: list[Deed] = []
        while not afternoon.is_over():
            deeds += afternoon.tick()
            clock.advance(STEP)
        assert findings() == []
        shares = {bare(one.title)[:4]: publisher.share(one) for one in Notice.objects.all()}
    assert {title: share.total for title, share in shares.items()} == {
        "退换货答": 44, "支付网关": 62, "周五 2": 58,
    }  # fmt: skip
    for title in ("退换货答", "支付网关"):
        assert shares[title].met + shares[title].excused == shares[title].total, title
    assert shares["周五 2"].met_pct > 60
    outcomes = set(CallRecord.objects.values_list("outcome", flat=True))
    assert {CallOutcome.UNDERSTOOD, CallOutcome.NO_ANSWER} <= outcomes
    assert {deed.what.split()[0] for deed in deeds} == {
        "published", "confirmed", "opened", "phoned", "went",
    }  # fmt: skip
    assert Absence.objects.filter(person__name="唐果", delegate__name="江予安").count() == 1


@pytest.mark.django_db
def test_a_tick_or_a_play_again_does_nothing_twice_and_nobody_real_is_played() -> None:
    with clock.frozen(AFTERNOON):
        company.create()
        first = Afternoon(clock.now())
        clock.advance(timedelta(minutes=36))
        assert "replied" in {deed.what for deed in first.tick()}
        assert first.tick() == []
        assert Reply.objects.count() > 30
        assert come_back(Company.read()) == Deed("白露", "came back from leave", "")
        assert come_back(Company.read()) is None
        closed = Notice.objects.get(title__endswith="演练改期")
        closed.state = NoticeState.CLOSED
        closed.save()
        person = Person.objects.get(name="陈屿")
        assert not colleagues._do("replied", closed, person, person)
        assert not colleagues._do("confirmed", closed, Person.objects.get(name="林若溪"), person)
        again = Afternoon(AFTERNOON).tick()
        assert not {"published", "went on leave, 江予安 answers"} & {deed.what for deed in again}
        chen = Person.objects.get(name="陈屿")
        assert chen.pk in {share.person_id for share in open_shares()}
        Person.objects.filter(pk=chen.pk).update(simulated=False)
        assert chen.pk not in {share.person_id for share in open_shares()}


def test_reactions_follow_from_the_person() -> None:
    prompt = reaction("YQ1", Temperament.PROMPT, IMPORTANT)
    assert prompt == reaction("YQ1", Temperament.PROMPT, IMPORTANT)
    assert prompt.confirms is not None
    assert prompt.confirms <= timedelta(minutes=55)
    late = reaction("YQ1", Temperament.FORGETFUL, IMPORTANT).confirms
    assert late is not None
    assert timedelta(hours=1) < late < timedelta(hours=2)
    sooner = reaction("YQ1", Temperament.FORGETFUL, Matter("x", "urgent", wants_reply=False))
    assert sooner.confirms is not None
    assert sooner.confirms < timedelta(minutes=76)
    assert reaction("YQ1", Temperament.READER, IMPORTANT).confirms is None
    assert reaction("YQ1", Temperament.PHONE, IMPORTANT) == Reaction()
    assert (
        reaction("YQ1", Temperament.LOST, Matter("x", "routine", wants_reply=False)) == Reaction()
    )
    drawn = [temperament.of(f"N{number}") for number in range(1000)]
    assert all(drawn.count(kind) > 5 for kind in Temperament)
    assert drawn.count(Temperament.PROMPT) > 600


def test_a_line_names_a_few_and_counts_the_rest() -> None:
    deeds = [Deed(name, "confirmed", "某事") for name in ("甲", "乙", "丙", "丁")]
    lines = run.told([*deeds, Deed("戊", "came back from leave", "")], AFTERNOON)
    assert lines == [
        "13:30  甲、乙、丙 and 1 more confirmed 「某事」",
        "13:30  戊 came back from leave",
    ]


@pytest.mark.django_db
def test_a_short_play_ends_and_the_clock_stays_ahead(clock_file: Path) -> None:
    company.found(clock.now())
    before = clock.now()
    lines: list[str] = []
    run.simulate(3600 * 8, say=lines.append, breath=0.01)
    assert findings() == []
    assert "afternoon begins" in lines[0]
    assert "stays ahead" in lines[-1]
    assert any("published" in line for line in lines)
    assert clock.is_simulated()
    ahead = clock.now() - before
    assert timedelta(hours=4, minutes=30) <= ahead
    assert clock.real_seconds_until(clock.now() + timedelta(hours=1)) > 3590


@pytest.mark.django_db
def test_stopped_before_anything_happened_real_time_returns(
    clock_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_shipped()
    make_person(simulated=True)

    def stop(line: str) -> None:
        if "begins" not in line:
            lines.append(line)

    def interrupted(self: Afternoon) -> list[Deed]:
        raise KeyboardInterrupt

    lines: list[str] = []
    monkeypatch.setattr(Afternoon, "tick", interrupted)
    run.simulate(60, say=stop)
    assert lines == ["", "The clock shows real time again."]
    assert not clock_file.exists()


@pytest.mark.django_db
def test_time_does_not_run_backwards_over_what_was_recorded(clock_file: Path) -> None:
    install_shipped()
    person = make_person(simulated=True)
    clock.simulate(clock_file, at=clock.real_now() + timedelta(hours=1))
    at = clock.now()
    record(Event("notices.drafted", "5f1f6c1e-0000-7000-8000-000000000001", at, person.pk, {}))
    assert not clockwork.return_to_real_time()
    assert clock.is_simulated()
    clock.simulate(clock_file, at=at)
    assert not clockwork.end()
    assert clock.now() >= at


def test_without_a_database_the_clock_only_slows_down(
    clock_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> bool:
        raise OperationalError

    monkeypatch.setattr(clockwork, "return_to_real_time", gone)
    clock.simulate(clock_file, at=AFTERNOON, speed=60)
    assert not clockwork.end()
    assert clock.real_seconds_until(clock.now() + timedelta(hours=1)) > 3590


@pytest.mark.django_db
@pytest.mark.parametrize("somebody", [True, False], ids=["somebody real", "nobody"])
def test_the_demo_is_not_played_with_real_people(
    clock_file: Path, monkeypatch: pytest.MonkeyPatch, *, somebody: bool
) -> None:
    if somebody:
        make_person()

    @contextmanager
    def here() -> Iterator[None]:
        yield

    monkeypatch.setattr("huiyin.config.commands.demo.product", here)
    result = CliRunner().invoke(cli.main, ["demo"])
    assert result.exit_code == 1
    assert ("not simulated" if somebody else "Nobody is here") in result.output
    assert not clock_file.exists()
