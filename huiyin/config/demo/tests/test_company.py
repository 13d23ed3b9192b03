"""The demo company: made once, whole, marked as simulated, with a past that adds up."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from huiyin.cases.comprehension.models import Assertion, Attempt, Verdict
from huiyin.cases.facts.models import Fact
from huiyin.cases.models import Classification
from huiyin.cases.people import import_people
from huiyin.channels.mail.channel import MailChannel
from huiyin.config.demo import cast, company, names, staff
from huiyin.core.evidence import Evidence
from huiyin.core.obligation import State
from huiyin.directory.access import Action, may
from huiyin.directory.importing import read_table
from huiyin.directory.models import Account, Department, Group, Person
from huiyin.kit import clock
from huiyin.ledger.check import verify_database
from huiyin.ledger.models import Entry
from huiyin.obligations import queries
from huiyin.obligations.doctor import findings
from huiyin.obligations.models import Bearer, Obligation
from huiyin.policies.in_force import install_shipped
from huiyin.scenarios.notices import publisher
from huiyin.scenarios.notices.cascade.models import Relay
from huiyin.scenarios.notices.models import CallRecord, Notice, NoticeState
from huiyin.scenarios.notices.words import CONFIRM

AFTERNOON = datetime(2026, 11, 24, 6, 20, tzinfo=UTC)  # Tuesday 14:20 in Shanghai
SUNDAY_NIGHT = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)  # Sunday 02:30 in Shanghai


def made(title: str) -> Notice:
    return Notice.objects.get(title__endswith=title)


def test_the_staff_list_is_the_same_every_time_and_nobody_is_in_it_twice() -> None:
    rows = cast.rows()
    assert rows == cast.rows()
    assert len(rows) == 300
    for column in (0, 1, 4, 6):
        assert len({row[column] for row in rows}) == 300
    assert all(row[6].endswith(".invalid") and row[4].startswith("1600") for row in rows)


def test_more_names_than_there_are_is_an_error() -> None:
    with pytest.raises(ValueError, match="wanted"):
        names.people(100_000, seed="x")


@pytest.mark.django_db
def test_created_twice_is_created_once() -> None:
    with clock.frozen(AFTERNOON):
        assert company.create()
        before = (Person.objects.count(), Notice.objects.count(), Entry.objects.count())
        assert not company.create()
        assert (Person.objects.count(), Notice.objects.count(), Entry.objects.count()) == before
    assert before[:2] == (300, 12)
    moments = list(Entry.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= AFTERNOON
    assert not Person.objects.filter(simulated=False).exists()
    assert not Department.objects.filter(head=None, active=True).exists()
    assert not Person.objects.filter(MailChannel().reachable()).exists()


@pytest.mark.django_db
def test_a_house_with_somebody_in_it_is_left_alone() -> None:
    with clock.frozen(AFTERNOON):
        install_shipped()
        import_people(read_table("工号,姓名,部门\r\nA1,王真,某公司\r\n".encode(), "x.csv"), by=None)
        assert not company.create()
    assert Person.objects.count() == 1
    assert company.accounts() == []


@pytest.mark.django_db
@pytest.mark.parametrize("now", [AFTERNOON, SUNDAY_NIGHT], ids=["afternoon", "sunday night"])
@pytest.mark.req("N16")
def test_the_notices_are_where_their_clauses_put_them(now: datetime) -> None:
    with clock.frozen(now):
        install_shipped()
        company.create()
        assert findings() == []
        assert verify_database().ok
        assert not Obligation.objects.filter(next_at__lte=now).exists()
        duty, travel, drill = (made(end) for end in ("值班安排", "12 月 1 日起执行", "演练改期"))
        shares = {one.pk: publisher.share(one) for one in (duty, travel, drill)}
    whole = shares[duty.pk]
    assert whole.total == 139
    assert whole.met_pct > 75
    assert whole.read > 5
    assert 3 <= whole.unread <= 20
    assert whole.late > 0
    assert duty.published_at == now - timedelta(hours=2, minutes=20)
    assert Obligation.objects.filter(subject=duty.pk, verb="phone_unread", closed_at=None).exists()
    assert sorted(CallRecord.objects.values_list("outcome", flat=True)) == [
        "no_answer",
        "understood",
    ]
    few = shares[travel.pk]
    assert few.total == 240
    assert 5 < few.met_pct < 40
    assert travel.reply_by is not None
    assert travel.reply_by > now
    nearly = shares[drill.pk]
    assert nearly.total == 300
    assert 97 <= nearly.met_pct <= 100
    assert drill.published_at is not None
    assert drill.published_at < now - timedelta(hours=12)
    with clock.frozen(now):
        _delegate_draft_and_secret(duty)


def _delegate_draft_and_secret(duty: Notice) -> None:
    people = {one.name: one for one in Person.objects.all()}
    rows = {row.person_id: row for row in queries.everyone(duty.pk, CONFIRM)}
    away = rows[people["白露"].pk]
    assert (away.state, away.delegate_id) == (State.MET, people["孟夏"].pk)
    assert rows[people["江予安"].pk].state == State.OPEN
    assert rows[people["顾北辰"].pk].evidence == Evidence.UNDERSTOOD
    assert people["林若溪"].pk not in rows
    assert (
        Notice.objects.get(state=NoticeState.DRAFT, title__contains="盘点").initiator
        == people["林若溪"]
    )
    secret = Notice.objects.get(classification=Classification.CONFIDENTIAL)
    heads = set(Department.objects.values_list("head", flat=True))
    cohorts = Obligation.objects.filter(subject=secret.pk, parent=None).values("pk")
    bearers = Bearer.objects.filter(obligation_id__in=cohorts)
    assert set(bearers.values_list("person_id", flat=True)) <= heads
    assert not may(people["陈屿"], Action.SEE, secret)


@pytest.mark.django_db
def test_demo_accounts_sign_in_unless_there_is_to_be_no_demo(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.found(AFTERNOON)
    assert [login for login, _password, _who in company.accounts()] == [
        "lin", "chen", "zhao", "he", "qiu", "auditor", "admin",
    ]  # fmt: skip
    for login, password, _who in company.accounts():
        assert authenticate(None, username=login, password=password) is not None
    client.force_login(Account.objects.get(username="lin"))
    assert client.get("/").status_code == 200
    monkeypatch.setenv("HUIYIN_DEMO", "0")
    assert authenticate(None, username="lin", password=company.PASSWORD) is None
    assert client.get("/").status_code == 302
    real = Person.objects.create(
        name="王真", employee_no="R1", department=Department.objects.get(parent=None)
    )
    Account.objects.create_user("wang", password="a real one", person=real)
    assert authenticate(None, username="wang", password="a real one") is not None


@pytest.mark.django_db
@pytest.mark.req("N23")
def test_a_thousand_people_come_in_from_a_workbook(tmp_path: Path) -> None:
    file = staff.workbook(tmp_path / "staff.xlsx")
    company.found(AFTERNOON)
    with clock.frozen(AFTERNOON):
        found, outcome = import_people(read_table(file.read_bytes(), file.name), by=None)
        assert (found.errors, len(outcome.joined), len(outcome.left)) == ((), 1000, 0)
        assert outcome.departments == 25
        again, _nothing = import_people(read_table(file.read_bytes(), file.name), by=None)
        assert again.is_empty()
    assert Person.objects.filter(active=True).count() == 1300
    assert len(set(Person.objects.values_list("name", flat=True))) == 1300
    assert not Department.objects.filter(
        path__contains="/", head=None, name__endswith="组"
    ).exists()


@pytest.mark.django_db
def test_the_company_lives_by_its_regulation() -> None:
    with clock.frozen(AFTERNOON):
        install_shipped()
        company.create()
    lin = Person.objects.get(name="林若溪")
    access, targets = made("按单申请"), made("经营重点")
    first = Attempt.objects.filter(case=access, number=1).order_by("at")
    assert [one.person.name for one in first] == ["韩墨", "罗一鸣"]
    assert Assertion.objects.filter(attempt__in=first, verdict=Verdict.WRONG).count() == 1
    assert Relay.objects.filter(notice=targets).count() == 3
    waiting = {row.verb for row in queries.owed_by(lin.pk)}
    assert {"relay_notice", "sign_co_sign"} <= waiting
    assert Fact.objects.count() == 3
    assert Group.objects.get().name == "双十二项目组"
