"""The pages of amendments: who sees them, what they do, what they refuse in words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.directory.models import Account, Person
from huiyin.kit import clock as kit_clock
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import actions, reviews
from huiyin.scenarios.regulation.models import Amendment, AmendmentState
from huiyin.scenarios.regulation.tests.house import (
    ONE_HOUR,
    House,
    begun,
    changed,
    in_force_now,
    own_rules,
)

pytestmark = pytest.mark.req("G04")


def browser(person: Person) -> Client:
    """A browser in which ``person`` is signed in."""
    account, _new = Account.objects.get_or_create(
        person=person, defaults={"username": person.employee_no}
    )
    client = Client()
    client.force_login(account)
    return client


def test_an_officer_brings_a_change_to_its_signatures(house: House) -> None:
    client = browser(house.officer)
    assert "还没有修订" in client.get("/regulation/").content.decode()
    made = client.post("/regulation/new")
    amendment = Amendment.objects.get()
    assert made["Location"] == f"/regulation/{amendment.pk}"
    page = client.get(made["Location"]).content.decode()
    assert "还没有改动" in page
    refused = client.post(f"{made['Location']}/submit")
    assert refused.status_code == 422
    assert "请写明为什么修订" in refused.content.decode()
    source = changed(amendment.source)
    actions.save(amendment.pk, source, by=house.officer, seen=amendment.digest)
    client.post(f"{made['Location']}/details", {"title": "放宽时限", "reason": "一线反馈"})
    assert client.post(f"{made['Location']}/submit", {"wanted_from": ""}).status_code == 303
    amendment.refresh_from_db()
    assert (amendment.title, amendment.state) == ("放宽时限", AmendmentState.SIGNING)
    shown = client.get(made["Location"]).content.decode()
    assert "待签" in shown
    assert "改为" in shown


def test_the_whole_way_on_pages(house: House) -> None:
    client, amendment = browser(house.officer), begun(house)
    address = f"/regulation/{amendment.pk}"
    day = timezone.localtime(kit_clock.now() + timedelta(days=2))
    assert (
        client.post(f"{address}/submit", {"wanted_from": f"{day:%Y-%m-%dT%H:%M}"}).status_code
        == 303
    )
    house.sign(amendment)
    assert "写公告" in client.get(address).content.decode()
    compose = client.get(f"{address}/announce")
    assert compose["Location"].startswith("/notices/new?origin=")
    drafted = client.get(compose["Location"]).content.decode()
    assert "改为" in drafted
    house.announce(amendment.pk)
    assert client.get(f"{address}/announce")["Location"] == address
    assert client.post(f"{address}/reopen").status_code == 409
    kit_clock.advance(timedelta(days=2))
    made = actions.enact(amendment.pk, by=None)
    assert f"第 {made.pk} 版" in client.get(address).content.decode()
    assert client.post(f"{address}/withdraw").status_code == 409
    for page in ("/regulation/versions", f"/regulation/versions/{made.base_id}/{made.pk}"):
        assert client.get(page).status_code == 200
    back = client.post(f"/regulation/versions/{made.base_id}/back")
    restored = Amendment.objects.get(restores=made.base)
    assert back["Location"] == f"/regulation/{restored.pk}"
    assert "恢复第" in client.get(back["Location"]).content.decode()


def test_others_see_it_once_it_is_approved(house: House) -> None:
    amendment = begun(house)
    reader = browser(house.company["白露"])
    assert reader.get(f"/regulation/{amendment.pk}").status_code == 404
    assert "放宽" not in reader.get("/regulation/").content.decode()
    actions.submit(amendment.pk, None, by=house.officer)
    assert reader.get(f"/regulation/{amendment.pk}").status_code == 404
    assert browser(house.chief).get(f"/regulation/{amendment.pk}").status_code == 200
    house.sign(amendment)
    assert reader.get(f"/regulation/{amendment.pk}").status_code == 200
    for act in ("details", "submit", "reopen", "withdraw", "rebase", "waive"):
        assert reader.post(f"/regulation/{amendment.pk}/{act}").status_code == 403
    assert reader.post("/regulation/new").status_code == 403


def test_taking_back_and_giving_up(house: House) -> None:
    client, amendment = browser(house.officer), begun(house)
    address = f"/regulation/{amendment.pk}"
    assert client.post(f"{address}/reopen").status_code == 409
    client.post(f"{address}/submit")
    assert client.post(f"{address}/submit").status_code == 409
    assert client.post(f"{address}/details", {"title": "x"}).status_code == 409
    assert client.post(f"{address}/reopen").status_code == 303
    assert client.post(f"{address}/submit", {"wanted_from": "morgen"}).status_code == 422
    assert client.post(f"{address}/details", {"title": ""}).status_code == 422
    assert client.post(f"{address}/withdraw", {"reason": "不改了"}).status_code == 303
    assert "已撤回" in client.get(address).content.decode()
    assert client.post(f"{address}/rebase").status_code == 409


def test_a_conflict_is_decided_on_a_page(house: House) -> None:
    client, late = browser(house.officer), begun(house)
    first = actions.create(by=house.officer, title="先")
    actions.save(
        first.pk,
        changed(first.source, new=ONE_HOUR.replace("1h", "30min")),
        by=house.officer,
        seen=first.digest,
    )
    in_force_now(house, first)
    address = f"/regulation/{late.pk}"
    assert "并入现行版本" in client.get(address).content.decode()
    assert client.post(f"{address}/submit").status_code == 422
    asked = client.post(f"{address}/rebase")
    assert asked.status_code == 422
    (clause,) = [one.clause for one in asked.context["conflicts"]]
    assert client.post(f"{address}/rebase", {f"keep:{clause}": "mine"}).status_code == 303
    late.refresh_from_db()
    assert late.base == PolicyVersion.objects.latest("pk")
    assert client.get(f"{address}/rebase").status_code == 303


def test_a_head_writes_the_rules_of_a_department(house: House) -> None:
    head, place = house.company["秦朗"], house.company.department("技术部")
    client = browser(head)
    assert client.post("/regulation/new").status_code == 403
    other = house.company.department("运营部")
    assert client.post("/regulation/new", {"binds": other.pk}).status_code == 403
    assert client.post("/regulation/new", {"binds": "99999"}).status_code == 404
    made = client.post("/regulation/new", {"binds": place.pk})
    amendment = Amendment.objects.get()
    address = made["Location"]
    actions.save(amendment.pk, own_rules(amendment, "30min"), by=head, seen=amendment.digest)
    assert client.get(address).status_code == 200
    wrong = client.post(f"{address}/waive", {"clause": "9.9", "reason": "x", "until": "2026-12-01"})
    assert wrong.status_code == 422
    assert client.post(f"{address}/waive", {"clause": "3.3.1"}).status_code == 422
    good = {"clause": "3.3.1", "reason": "夜班", "until": "2026-12-01"}
    assert client.post(f"{address}/waive", good).status_code == 303
    assert "夜班" in client.get(address).content.decode()
    assert client.post(f"{address}/waive", {"drop": "3.3.1"}).status_code == 303
    client.post(f"{address}/details", {"title": "技术部细则", "reason": "值班"})
    in_force_now(house, amendment, by=head)
    page = client.get(f"/regulation/departments/{place.pk}").content.decode()
    assert "30 分钟" in page
    assert "技术部" in client.get("/regulation/departments").content.decode()
    assert client.get(f"/regulation/departments/{other.pk}").status_code == 200
    reader = browser(house.company["白露"])
    assert reader.get(f"/regulation/departments/{place.pk}").status_code == 200


def test_a_review_is_answered_on_its_page(house: House) -> None:
    kit_clock.advance(timedelta(days=85))  # Tuesday, 1 December
    review = reviews.begin(kit_clock.now())
    assert review is not None
    client = browser(house.officer)
    assert "修订检查" in client.get("/regulation/").content.decode()
    assert client.get(f"/regulation/{review.pk}")["Location"] == f"/regulation/reviews/{review.pk}"
    assert "4.4" in client.get(f"/regulation/reviews/{review.pk}").content.decode()
    assert client.post(f"/regulation/reviews/{review.pk}/keep").status_code == 422
    kept = client.post(f"/regulation/reviews/{review.pk}/keep", {"reason": "都合适"})
    assert kept.status_code == 303
    assert "都合适" in client.get(f"/regulation/reviews/{review.pk}").content.decode()
    assert browser(house.chief).post(f"/regulation/reviews/{review.pk}/keep").status_code == 403
