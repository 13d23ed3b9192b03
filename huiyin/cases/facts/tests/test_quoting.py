"""References in texts: what they mean, how they are shown, what is frozen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.facts import actions, quoting, references
from huiyin.cases.facts.models import Edition, Fact, Quotation
from huiyin.cases.facts.tests.conftest import NOON, define
from huiyin.cases.models import Case
from huiyin.directory.tests.factories import Company
from huiyin.kit.ids import new_id
from huiyin.ui.markdown import render

TEXT = "拨 {{客服热线}}，或 {{ hotline }}，不是 {{总机}}"


def shown(text: str, quotes: quoting.Quotes) -> str:
    return quoting.marked(render(quoting.prepared(text)), text, quotes)


def test_references_are_read_in_both_widths() -> None:
    assert references.names_in("{{a}} ｛｛b｝｝ {{ a }} {c} {{}} {{d\n}}") == ["a", "b"]
    assert references.fill("{{a}}和{{b}}", {"a": "1"}) == "1和{{b}}"
    assert references.names_in(references.refer("客服热线")) == ["客服热线"]


@given(st.text(max_size=60))
def test_a_text_without_references_stays_as_it_is(text: str) -> None:
    known = references.names_in(text)
    assert known or references.fill(text, {"a": "1"}) == text


@pytest.mark.req("Z05")
def test_a_draft_shows_the_live_value_with_its_owner(company: Company, hotline: Fact) -> None:
    quotes = quoting.live_in({"items": TEXT})
    html = shown(TEXT, quotes)
    assert html.count("400-820-1600</data>") == 2
    assert 'title="口径「客服热线」，客服部，自 11 月 25 日 12:00"' in html
    assert '<mark class="fact is-unknown">{{总机}}</mark>' in html
    assert quotes.filled(TEXT) == "拨 400-820-1600，或 400-820-1600，不是 {{总机}}"


def test_a_value_shows_as_text_wherever_it_stands(company: Company) -> None:
    define(company, "evil", '坏"名', "<script>alert(1)</script>")
    text = '{{evil}} [拨](tel:{{evil}} "{{evil}}") `{{evil}}`'
    html = shown(text, quoting.live_in({"": text}))
    assert "<script" not in html
    assert 'href="tel:&lt;script' in html or "href" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</data>" in html


def test_marks_typed_by_hand_mean_nothing(company: Company, hotline: Fact) -> None:
    text = "\ue0f00\ue0f1 {{客服热线}}"
    assert shown(text, quoting.live_in({"": text})).count("400-820-1600</data>") == 1


@pytest.mark.req("Z05")
def test_confidential_facts_are_quoted_by_their_own_people_only(company: Company) -> None:
    define(company, "quota", "赔付上限", "300", unit="元", classification="confidential")
    text = {"items": "{{赔付上限}}"}
    assert quoting.live_in(text).values == {}
    assert quoting.live_in(text, reader=company["白露"]).values == {}
    assert quoting.live_in(text, reader=company["顾北辰"]).filled("{{quota}}") == "{{quota}}"
    assert quoting.live_in(text, reader=company["顾北辰"]).filled("{{赔付上限}}") == "300 元"


@pytest.mark.req("Z05")
def test_freezing_keeps_what_each_revision_stated(company: Company, hotline: Fact) -> None:
    author = company["何青"]
    key = new_id()
    Case.objects.create(
        id=key, scenario="notices", initiator=author, department=author.department, created_at=NOON
    )
    quoting.freeze(key, 1, quoting.live([]), NOON)
    assert not Edition.objects.exists()
    quoting.freeze(key, 2, quoting.live(["客服热线", "hotline"]), NOON)
    quoting.freeze(key, 2, quoting.live(["客服热线"]), NOON)
    actions.change(hotline.pk, "400-1", reason="合同", by=company["苏晴"])
    quoting.freeze(key, 3, quoting.live(["客服热线"]), NOON)
    quoting.freeze(key, 4, quoting.live([]), NOON)
    assert list(Edition.objects.values_list("revision", flat=True)) == [2, 3, 4]
    rows = Quotation.objects.order_by("revision").values_list("revision", "fact_value__value")
    assert list(rows) == [(2, "400-820-1600"), (3, "400-1")]
    assert quoting.stated(key, 2).filled("{{hotline}}") == "400-820-1600"
    assert quoting.stated(key, 4).values == {}
