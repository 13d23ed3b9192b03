"""Terms: who sets them, what may not stand beside what, and what is written down."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases.glossary import actions, known, queries
from huiyin.cases.glossary.entry import TermError
from huiyin.cases.glossary.models import Term, TermKind
from huiyin.cases.glossary.tests.conftest import Room
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry as LedgerEntry

pytestmark = pytest.mark.req("O08")


def entries(kind: str) -> list[dict[str, object]]:
    rows = LedgerEntry.objects.filter(kind=kind).order_by("id")
    return [json.loads(row.body)["facts"] for row in rows]


def wrong(room: Room, word: str, *variants: str, term_id: UUID | None = None) -> set[str]:
    """The fields at fault; nothing is kept and nothing is recorded."""
    before = (Term.objects.count(), LedgerEntry.objects.count())
    with pytest.raises(TermError) as caught:
        actions.set_term(room.entry(word, *variants), by=room.keeper, term_id=term_id)
    assert (Term.objects.count(), LedgerEntry.objects.count()) == before
    return set(caught.value.errors)


def test_setting_a_term_is_in_the_ledger_and_twice_is_once(room: Room) -> None:
    term = room.set(" OA审批 ", "OA报批", "OA 报批", " ", "OA申批")
    assert (term.word, term.variants, term.folded) == ("OA审批", ["OA报批", "OA申批"], "oa审批")
    again = actions.set_term(
        room.entry("OA审批", "OA报批", "OA申批"), by=room.keeper, term_id=term.pk
    )
    assert again.pk == term.pk
    assert entries("glossary.term_set") == [
        {
            "department": room.keeper.department_id,
            "kind": "term",
            "variants": ["OA报批", "OA申批"],
            "word": "OA审批",
        }
    ]


def test_a_change_keeps_the_word_from_before(room: Room) -> None:
    term = room.set("OA 审核", "OA报批")
    actions.set_term(room.entry("OA审批", "OA报批"), by=room.keeper, term_id=term.pk)
    assert [one.get("was_word") for one in entries("glossary.term_set")] == [None, "OA 审核"]
    steps = queries.history(term)
    assert [(step.word, step.who) for step in steps] == [
        ("OA审批", room.keeper),
        ("OA 审核", room.keeper),
    ]


@pytest.mark.parametrize("name", ["林若溪", "叶蓁", "陈屿"])
def test_only_keepers_write(room: Room, name: str) -> None:
    term = room.set("台账", "台帐")
    with pytest.raises(PermissionDenied):
        actions.set_term(room.entry("账号", "帐号"), by=room.company[name])
    with pytest.raises(PermissionDenied):
        actions.retire(term.pk, by=room.company[name])
    actions.set_term(room.entry("账号", "帐号"), by=room.company["罗一鸣"])


def test_what_cannot_stand(room: Room) -> None:
    term = room.set("OA审批", "OA报批")
    assert wrong(room, "") == {"word"}
    assert wrong(room, "长" * 61) == {"word"}
    assert wrong(room, "oa 审批") == {"word"}, "the same word, folded"
    assert wrong(room, "OA报批") == {"word"}, "listed as wrong elsewhere"
    assert wrong(room, "审批", "oa审批") == {"variants"}, "right elsewhere"
    assert wrong(room, "审核", "ＯＡ报批") == {"variants"}, "another one's wrong word"
    assert wrong(room, "台账", "账") == {"variants"}, "one letter would hit anything"
    assert wrong(room, "台账", "台 账") == {"variants"}, "its own word"
    assert wrong(room, "台账", "\u202e账单") == {"variants"}
    assert wrong(room, "台账", "账" * 61) == {"variants"}
    assert wrong(room, "台账", *(f"账{n}号" for n in range(21))) == {"variants"}
    actions.retire(term.pk, by=room.keeper)
    assert wrong(room, "OA审批", term_id=term.pk) == {"word"}, "retired for good"
    with pytest.raises(TermError) as caught:
        room.set("周报", kind="letter", meaning="长" * 4001)
    assert set(caught.value.errors) == {"kind", "meaning"}
    with pytest.raises(TermError) as caught:
        room.set("周报", kind=TermKind.FORMAT)
    assert set(caught.value.errors) == {"meaning"}


def test_of_two_at_once_one_is_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check saw nothing yet: the database still keeps the word for one."""
    room.set("台账")
    monkeypatch.setattr(actions, "errors", lambda _entry, _others: {})
    assert wrong(room, "台 账") == {"word"}


def test_retiring_is_once_and_leaves_the_history(room: Room) -> None:
    term = room.set("台账", "台帐")
    assert actions.retire(term.pk, by=room.keeper)
    assert not actions.retire(term.pk, by=room.keeper)
    assert len(entries("glossary.term_retired")) == 1
    assert [row.word for row in queries.listed(retired=True)] == ["台账"]
    assert list(queries.listed()) == []
    assert room.set("台账", "台帐").pk != term.pk, "the word is free again"


def test_found_by_word_wrong_word_and_pinyin(room: Room) -> None:
    room.set("OA审批", "OA报批")
    room.set("周报", kind=TermKind.FORMAT, meaning="1. 结论")
    for text in ("审批", "oa 报批", "OA", "shenpi"):
        assert [row.word for row in queries.listed(text)] == ["OA审批"], text
    assert [row.word for row in queries.listed(kind="format")] == ["周报"]
    assert list(queries.listed("没有")) == []


def test_the_lint_knows_terms_at_once_here_and_soon_elsewhere(room: Room) -> None:
    assert list(known.terms().find("走OA报批")) == []
    term = room.set("OA审批", "OA报批")
    room.set("周报", "OA报批单", kind=TermKind.FORMAT, meaning="1. 结论")
    assert [right for _a, _b, right in known.terms().find("走OA报批")] == ["OA审批"]
    Term.objects.filter(pk=term.pk).update(word="OA流程")  # as another process would
    assert [right for _a, _b, right in known.terms().find("走OA报批")] == ["OA审批"]
    kit_clock.advance(timedelta(seconds=known.REMEMBER))
    assert [right for _a, _b, right in known.terms().find("走OA报批")] == ["OA流程"]
