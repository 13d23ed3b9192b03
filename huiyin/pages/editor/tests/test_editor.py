"""The editor over HTTP: what is drawn, judged, kept, taken back, and for whom."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from huiyin.core.writing import reading
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.pages.editor import choices, posted, sheet
from huiyin.scenarios.regulation import actions
from huiyin.scenarios.regulation.editing import draft as drafts
from huiyin.scenarios.regulation.models import Amendment
from huiyin.scenarios.regulation.tests.house import House

pytestmark = pytest.mark.req("Z01")

FORMS = ("_own", "_rules", "_examples")
HX = {"headers": {"HX-Request": "true"}}
_INPUT = re.compile(
    r"<input ([^>]*)>|<select ([^>]*)>(.*?)</select>|<textarea ([^>]*)>(.*?)</textarea>", re.DOTALL
)


def browser(person: Person) -> Client:
    account = get_user_model().objects.filter(person=person).first()
    if account is None:
        account = get_user_model().objects.create_user(username=f"u{person.pk}", person=person)
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def amendment(house: House) -> Amendment:
    return actions.create(by=house.officer)


@pytest.fixture
def client(house: House) -> Client:
    return browser(house.officer)


def at(name: str, amendment: Amendment) -> str:
    return reverse(f"pages:editor{name}", args=[amendment.pk])


def page(client: Client, amendment: Amendment, clause: str, **asked: str) -> str:
    answer = client.get(at("", amendment), {"clause": clause, **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def sent(html: str) -> dict[str, list[str]]:
    """What a browser would send of the clause's form."""
    form = html[html.index('id="clause"') : html.index("</form>", html.index('id="clause"'))]
    found: dict[str, list[str]] = {}
    for box, select, options, area, text in _INPUT.findall(form):
        tag = box or select or area
        name = _attribute(tag, "name")
        if select:
            chosen = re.search(r'<option value="([^"]*)" selected', options)
            value: str | None = chosen[1] if chosen else ""
        elif area:
            value = text
        else:
            off = 'type="checkbox"' in tag and "checked" not in tag.replace('"checkbox"', "")
            value = None if off else _attribute(tag, "value")
        if name and value is not None:
            found.setdefault(unescape(name), []).append(unescape(value))
    return found


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'(?<![a-z-]){name}="([^"]*)"', tag)
    return match[1] if match else ""


def post(client: Client, name: str, amendment: Amendment, data: Any) -> HttpResponse:
    return client.post(at(name, amendment), data, **HX)  # type: ignore[arg-type, return-value]


def fresh(amendment: Amendment) -> drafts.Draft:
    amendment.refresh_from_db()
    return drafts.read(amendment)


def test_every_clause_comes_back_from_its_forms_as_it_was(amendment: Amendment) -> None:
    draft = drafts.read(amendment)
    chosen = choices.choices(draft.whole)
    for clause in draft.whole.clauses:
        one = sheet.opened(draft, clause.id)
        shown = {"forms": sheet.forms(one, chosen), "amendment": amendment, "sheet": one}
        html = "".join(render_to_string(f"pages/editor/{part}.html", shown) for part in FORMS)
        found = reading.read(posted.table(sent(f'id="clause" {html}</form>')))
        assert (found.clause, found.problems) == (clause, ()), clause.id


def test_an_untouched_clause_keeps_its_bytes(client: Client, amendment: Amendment) -> None:
    before = amendment.source
    data = sent(page(client, amendment, "3.3.1"))
    assert post(client, "_save", amendment, data).status_code == 200
    assert fresh(amendment).amendment.source == before


def test_a_deadline_changed_tells_which_stories_fail(client: Client, amendment: Amendment) -> None:
    data = sent(page(client, amendment, "3.3.1"))
    assert data["rule[0].within.amount"] == ["1"]
    data["rule[0].within.amount"] = ["2"]
    said = post(client, "_check", amendment, data).content.decode()
    assert "2 / 6 个例子不成立" in said
    assert "实际：截止是 11 月 23 日 周一 11:00" in said
    assert "<del>1 小时内</del> <ins>2 小时内</ins>" in said
    assert "接收人应在 11:00 前" in said
    assert fresh(amendment).changed() == set()
    data["story[0].then"] = [data["story[0].then"][0].replace("by 10:00", "by 11:00")]
    assert "1 / 6 个例子不成立" in post(client, "_check", amendment, data).content.decode()
    assert post(client, "_save", amendment, data).status_code == 200
    assert fresh(amendment).changed() == {"3.3.1"}


def test_slips_are_named_at_their_fields_and_nothing_is_kept(
    client: Client, amendment: Amendment
) -> None:
    data = sent(page(client, amendment, "3.3.1"))
    data |= {"rule[0].within.amount": ["abc"], "rule[1].ladder[0].after.amount": ["0x"]}
    data |= {"text": [""], "rule[1].bearer": ["Li"]}
    answer = post(client, "_save", amendment, data)
    said = answer.content.decode()
    assert answer.status_code == 422
    for field in ("text", "rule[0].within", "rule[1].bearer", "rule[1].ladder[0].after"):
        assert f'data-problem="{field}"' in said
    assert "规则 1 · 时限" in said
    assert fresh(amendment).changed() == set()


def test_rows_come_and_go(client: Client, amendment: Amendment) -> None:
    data = sent(page(client, amendment, "3.3.1"))
    for what, name in (
        ("add:rule", "rule[2].on"),
        ("copy:rule[0].ladder[1]", "rule[0].ladder[3].who"),
        ("add:rule[0].when", "rule[0].when[1].fact"),
        ("add:story", "story[6].title"),
        ("add:guard", "guard[0].on"),
        ("add:sign", "sign[0].of"),
        ("add:target", "target[0].measure"),
    ):
        html = post(client, "_form", amendment, data | {"do": [what]}).content.decode()
        assert f'name="{name}"' in html, what
    html = post(client, "_form", amendment, data | {"do": ["drop:rule[1]"]}).content.decode()
    assert 'name="rule[1].on"' not in html
    up = post(client, "_form", amendment, data | {"do": ["up:rule[1]"]}).content.decode()
    assert sent(up)["rule[0].when[0].value"] == ["urgent"]


def test_toml_and_forms_are_the_same_clause(client: Client, amendment: Amendment) -> None:
    data = sent(page(client, amendment, "3.3.1"))
    html = post(client, "_form", amendment, data | {"do": ["toml"]}).content.decode()
    written = sent(html)
    assert written["toml"][0] == drafts.read(amendment).text("3.3.1").rstrip("\n") + "\n"
    written["toml"] = [written["toml"][0].replace('within = "1h"', 'within = "90min"', 1)]
    back = sent(post(client, "_form", amendment, written | {"do": ["form"]}).content.decode())
    assert (back["rule[0].within.amount"], back["rule[0].within.unit"]) == (["90"], ["min"])
    written["toml"] = [written["toml"][0].replace("90min", "soon", 1)]
    kept = post(client, "_form", amendment, written | {"do": ["form"]}).content.decode()
    assert 'name="toml"' in kept
    assert "第 13 行" in kept
    assert post(client, "_save", amendment, written).status_code == 422


def test_steps_are_taken_back_and_done_again(client: Client, amendment: Amendment) -> None:
    data = sent(page(client, amendment, "3.3.1"))
    data["rule[0].within.amount"] = ["2"]
    post(client, "_save", amendment, data)
    post(client, "_new", amendment, {"clause": "3.3.1"})
    added = fresh(amendment).changed() - {"3.3.1"}
    assert len(added) == 1
    post(client, "_remove", amendment, {"clause": added.pop()})
    assert fresh(amendment).changed() == {"3.3.1"}
    for _step in range(3):
        post(client, "_undo", amendment, {})
    assert fresh(amendment).changed() == set()
    post(client, "_redo", amendment, {})
    assert fresh(amendment).changed() == {"3.3.1"}
    post(client, "_restore", amendment, {"clause": "3.3.1"})
    assert fresh(amendment).changed() == set()
    plain = client.post(at("_undo", amendment), {})
    assert plain.status_code == 302


def test_two_people_write_at_the_same_time(
    house: House, client: Client, amendment: Amendment
) -> None:
    mine = sent(page(client, amendment, "3.3.1"))
    other = sent(page(client, amendment, "3.3.2"))
    theirs = sent(page(client, amendment, "3.3.1")) | {"rule[0].within.amount": ["3"]}
    assert post(client, "_save", amendment, theirs).status_code == 200
    other["rule[0].within.amount"] = ["3"]
    assert post(client, "_save", amendment, other).status_code == 200
    mine["rule[0].within.amount"] = ["2"]
    answer = post(client, "_save", amendment, mine)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert f"{house.officer.name} 在" in said
    assert "<del>2 小时内</del>" in said
    seal = re.search(r'"seal": "([0-9a-f]{64})"', unescape(said))
    assert seal is not None
    assert post(client, "_save", amendment, mine | {"seal": [seal[1]]}).status_code == 200
    assert fresh(amendment).changed() == {"3.3.1", "3.3.2"}
    assert clock.now() == amendment.saved_at


def test_a_number_changes_and_may_not_be_taken(client: Client, amendment: Amendment) -> None:
    data = sent(page(client, amendment, "3.3.1"))
    assert post(client, "_save", amendment, data | {"number": ["3.3.2"]}).status_code == 422
    answer = post(client, "_save", amendment, data | {"number": ["3.3.77"]})
    assert 'name="clause" value="3.3.77"' in answer.content.decode()
    assert fresh(amendment).changed() == {"3.3.1", "3.3.77"}
    post(client, "_undo", amendment, {})
    assert fresh(amendment).changed() == set()


def test_drafts_only_and_only_for_who_writes_them(house: House, amendment: Amendment) -> None:
    for person in (house.chief, house.company["陈屿"]):
        assert browser(person).get(at("", amendment)).status_code == 404
        assert browser(person).post(at("_new", amendment)).status_code == 404
    mine = browser(house.officer)
    assert mine.get(at("", amendment), {"clause": "99"}).status_code == 404
    assert mine.get(at("", amendment), {"clause": "3.3.1"}, **HX).status_code == 200  # type: ignore[arg-type]
    actions.withdraw(amendment.pk, by=house.officer)
    assert mine.get(at("", amendment)).status_code == 404
    assert mine.post(at("_save", amendment)).status_code == 404
