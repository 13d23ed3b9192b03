"""From a pasted text to an amendment, in the browser."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.cases.drafting.models import ImportedText
from huiyin.core.writing.source import read_source
from huiyin.directory.models import Account, Department, Person
from huiyin.policies import in_force
from huiyin.scenarios.regulation.models import Amendment
from huiyin.scenarios.regulation.tests.house import House

pytestmark = pytest.mark.req("Z16")

WORDS = (
    "云桥科技通知办法\n第一条 接收人应在通知发布后24小时内回复收到。\n"
    "第二条 督查室每季度检查一次。\n第三条 员工应爱护公物。\n"
)
PART = {"HX-Request": "true"}


def _client(person: Person) -> Client:
    account, _new = Account.objects.get_or_create(
        person=person, defaults={"username": person.employee_no}
    )
    browser = Client()
    browser.force_login(account)
    return browser


def _brought(browser: Client, words: str = WORDS, **more: Any) -> ImportedText:
    answer = browser.post(reverse("pages:drafting"), {"text": words, **more})
    assert answer.status_code == 302, answer.content.decode()[:400]
    return ImportedText.objects.get(pk=UUID(answer["Location"].rsplit("/", 1)[1]))


def _at(name: str, text: ImportedText, *more: object) -> str:
    return reverse(f"pages:drafting_{name}", args=[text.pk, *more])


def test_pasted_text_stands_beside_its_cards(house: House) -> None:
    browser = _client(house.officer)
    assert browser.get(reverse("pages:drafting")).status_code == 200
    text = _brought(browser)
    shown = browser.get(_at("text", text)).content.decode()
    assert '<a class="rd rd--deadline" href="#card-0" data-card="0" id="at-0">24小时内</a>' in shown
    assert '<span class="rd rd--unread">员工应爱护公物。</span>' in shown
    assert "采纳全部有把握的（1）" in shown
    unsure = browser.get(_at("text", text) + "?show=unsure").content.decode()
    assert 'id="card-1"' in unsure
    assert 'id="card-0"' not in unsure


def test_a_file_is_read_and_a_bad_one_named(house: House) -> None:
    browser = _client(house.officer)
    upload = SimpleUploadedFile("通知办法.txt", WORDS.encode("gb18030"), "text/plain")
    assert browser.post(reverse("pages:drafting"), {"file": upload}).status_code == 302
    assert ImportedText.objects.get().name == "通知办法"
    for name, data, said in (
        ("a.doc", b"x", "只能读 TXT、DOCX 和 PDF"),
        ("a.pdf", b"%PDF-1.4", "文件已损坏"),
        ("a.txt", b"", "没有文字"),
    ):
        answer = browser.post(reverse("pages:drafting"), {"file": SimpleUploadedFile(name, data)})
        assert answer.status_code in {302, 422}
        assert said in answer.content.decode()
    assert ImportedText.objects.count() == 1


def test_deciding_with_and_without_scripts(house: House) -> None:
    browser = _client(house.officer)
    text = _brought(browser)
    plain = browser.post(_at("decide", text, 0), {"verdict": "accepted"})
    assert plain["Location"].endswith("#card-0")
    part = browser.post(_at("decide", text, 1), {"verdict": "aside"}, headers=PART).content.decode()
    assert part.count('id="card-1"') == 1
    assert 'hx-swap-oob="true"' in part
    assert browser.post(_at("decide", text, 1), {"verdict": "perhaps"}).status_code == 404
    assert browser.post(_at("decide", text, 9), {"verdict": "aside"}).status_code == 404
    browser.post(_at("undo", text))
    assert text.cards.get(number=1).verdict == "open"


def test_changing_names_the_field_that_cannot_be(house: House) -> None:
    browser = _client(house.officer)
    text = _brought(browser)
    address = _at("change", text, 0)
    assert "recipients" in browser.get(address, headers=PART).content.decode()
    assert browser.get(address).status_code == 200
    form = {
        "bearer": "recipients",
        "what": "回复",
        "verb": "confirm_notice",
        "on": "notices.published",
    }
    refused = browser.post(address, form | {"term": "soon"}, headers=PART)
    assert refused.status_code == 422
    assert "不是时长" in refused.content.decode()
    kept = browser.post(address, form | {"term": "2wd", "needs": "teach_back"}, headers=PART)
    assert "已修改" in kept.content.decode()
    assert text.cards.get(number=0).chosen["term"] == "2wd"


def test_an_amendment_holds_all_clauses_and_the_accepted_rules(house: House) -> None:
    browser = _client(house.officer)
    text = _brought(browser)
    browser.post(_at("sure", text))
    answer = browser.post(_at("make", text))
    amendment = Amendment.objects.get()
    assert answer["Location"] == reverse("regulation:show", args=[amendment.pk])
    policy = read_source(amendment.source)
    assert policy.clause("第一条").rules[0].bearer == "recipients"
    assert policy.clause("第三条").text == "员工应爱护公物。"
    assert {each.id for each in in_force.company().clauses} < {each.id for each in policy.clauses}
    assert "看修订草案" in browser.get(_at("text", text)).content.decode()


def test_alone_it_takes_the_place_of_all(house: House) -> None:
    browser = _client(house.officer)
    text = _brought(browser)
    browser.post(_at("make", text), {"alone": "1", "prefix": "新"})
    policy = read_source(Amendment.objects.get().source)
    assert [each.id for each in policy.clauses] == ["新前言·1", "新第一条", "新第二条", "新第三条"]
    assert policy.matrix == in_force.company().matrix


def test_equal_numbers_are_said_before(house: House) -> None:
    browser = _client(house.officer)
    known = next(one.id for one in in_force.company().clauses if re.fullmatch(r"[\d.]+", one.id))
    text = _brought(browser, f"{known} 接收人应在2小时内确认收到通知。\n9.9.9 另一条。")
    shown = browser.get(_at("text", text)).content.decode()
    assert known in text.reading["clauses"][0]["id"]
    assert "不加前缀就会取代同号条款" in shown
    browser.post(_at("make", text))
    policy = read_source(Amendment.objects.get().source)
    assert policy.clause(known).text == "接收人应在2小时内确认收到通知。"


def test_a_department_s_own_rules(house: House) -> None:
    head = house.company["林若溪"]
    browser = _client(head)
    department = Department.objects.get(pk=head.department_id)
    text = _brought(browser, binds=department.pk)
    assert text.binds == department
    browser.post(_at("make", text))
    assert Amendment.objects.get().binds == department
    assert browser.post(reverse("pages:drafting"), {"text": WORDS}).status_code == 403
    foreign = Department.objects.exclude(path__startswith=department.path).first()
    assert foreign is not None
    other = browser.post(reverse("pages:drafting"), {"text": WORDS, "binds": foreign.pk})
    assert other.status_code == 403


def test_it_is_there_for_who_writes_regulations(house: House) -> None:
    text = _brought(_client(house.officer))
    somebody, head = _client(house.company["白露"]), _client(house.company["林若溪"])
    assert somebody.get(reverse("pages:drafting")).status_code == 403
    assert somebody.get(_at("text", text)).status_code == 403
    assert head.get(_at("text", text)).status_code == 404


def test_putting_away_and_asking_no_model(house: House) -> None:
    browser = _client(house.officer)
    text = _brought(browser)
    assert browser.post(_at("suggest", text)).status_code == 404
    browser.post(_at("drop", text))
    assert browser.get(_at("text", text)).status_code == 404
