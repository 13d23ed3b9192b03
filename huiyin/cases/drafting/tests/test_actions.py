"""A text is kept with what was read of it, decided card by card, and taken back step by step."""

from dataclasses import replace

import pytest

from huiyin.cases.drafting import actions, cards, clauses, printing, queries
from huiyin.cases.drafting.models import Card, ImportedText, Verdict
from huiyin.cases.drafting.tests.conftest import WORDS, Desk
from huiyin.core.drafting.assembling import ChoiceError
from huiyin.core.load import read_policy
from huiyin.core.policy import Clause, Kind
from huiyin.core.writing.clause import clause_toml
from huiyin.directory.access import NotVisible
from huiyin.kit.ids import new_id

pytestmark = pytest.mark.req("Z16")


def _verdicts(text: ImportedText) -> list[str]:
    return list(text.cards.order_by("number").values_list("verdict", flat=True))


def _clause(text: ImportedText, number: str) -> Clause:
    return next(each for each in clauses.clauses_of(text) if each.id == number)


def test_bringing_keeps_the_text_as_it_is(desk: Desk) -> None:
    text = desk.bring()
    assert (text.text, text.name, text.by) == (WORDS, "云桥科技通知办法", desk.officer)
    first, second, third = text.cards.order_by("number")
    assert (first.clause, first.sort, first.offered["term"]) == ("第一条", "deadline", "24h")
    assert (second.sort, third.sort, third.offered) == ("rhythm", "retention", {})
    marks = [mark for card in text.cards.all() for mark in card.marks]
    assert all(WORDS[mark["start"] : mark["end"]] == mark["words"] for mark in marks)
    assert [one["words"] for one in text.reading["unread"]] == ["员工应爱护公物。"]
    assert (
        next(one for one in text.reading["clauses"] if one["id"] == "第四条")["same_as"] == "第一条"
    )


def test_deciding_undoing_and_accepting_what_is_sure(desk: Desk) -> None:
    text = desk.bring()
    assert actions.decide(text.pk, [1], Verdict.ASIDE, by=desk.officer) == 1
    assert actions.decide(text.pk, [1], Verdict.ASIDE, by=desk.officer) == 0
    assert actions.accept_sure(text.pk, by=desk.officer) == 2
    assert _verdicts(text) == ["accepted", "aside", "accepted"]
    progress = queries.progress(text)
    assert (progress.open, progress.accepted, progress.aside, progress.decided) == (0, 2, 1, 3)
    assert actions.undo(text.pk, by=desk.officer) == [0, 2]
    assert actions.undo(text.pk, by=desk.officer) == [1]
    assert actions.undo(text.pk, by=desk.officer) == []
    assert _verdicts(text) == ["open"] * 3


def test_a_changed_card_is_accepted_as_changed(desk: Desk) -> None:
    text = desk.bring()
    offered = cards.choice(desk.card(text, 0))
    changed = actions.change(text.pk, 0, replace(offered, term="2wd"), by=desk.officer)
    assert (changed.verdict, cards.choice(changed).term) == ("accepted", "2wd")
    with pytest.raises(ChoiceError) as caught:
        actions.change(text.pk, 0, replace(offered, term="soon"), by=desk.officer)
    assert caught.value.field == "term"
    with pytest.raises(Card.DoesNotExist):
        actions.change(text.pk, 2, offered, by=desk.officer)
    actions.undo(text.pk, by=desk.officer)
    assert cards.choice(desk.card(text, 0)).term == "24h"


def test_accepted_cards_become_rules_and_all_else_stays_words(desk: Desk) -> None:
    text = desk.bring()
    actions.decide(text.pk, [0], Verdict.ACCEPTED, by=desk.officer)
    made = clauses.clauses_of(text)
    assert [each.id for each in made] == ["前言·1", "第一条", "第二条", "第三条", "第四条"]
    first = _clause(text, "第一条")
    assert (first.kind, first.text, first.title) == (
        Kind.EXECUTABLE, "接收人应在通知发布后24小时内回复收到。", "通知",
    )  # fmt: skip
    rule = first.rules[0]
    assert (rule.on, rule.bearer, rule.owes, rule.needs) == (
        "notices.published", "recipients", "confirm_notice", "acknowledged",
    )  # fmt: skip
    assert (rule.met_by, first.waits_for) == ("notices.confirmed", "")
    second = _clause(text, "第二条")
    assert (second.kind, second.rules) == (Kind.GUIDANCE, ())
    assert "第一条" in _clause(text, "第四条").reason
    assert read_policy(0, {"x": "\n".join(map(clause_toml, made))}).clauses == tuple(made)


def test_what_nothing_here_knows_makes_a_clause_wait(desk: Desk) -> None:
    text = desk.bring()
    actions.decide(text.pk, [1], Verdict.ACCEPTED, by=desk.officer)
    second = _clause(text, "第二条")
    assert (second.kind, second.waits_for) == (Kind.EXECUTABLE, "own")
    assert second.rules[0].on.endswith(".quarter_began")
    assert second.rules[0].bearer == "own_role"


def test_a_finished_text_is_only_read(desk: Desk) -> None:
    text = desk.bring()
    amendment = new_id()
    actions.finish(text.pk, amendment, by=desk.officer)
    with pytest.raises(actions.Finished):
        actions.decide(text.pk, [0], Verdict.ACCEPTED, by=desk.officer)
    with pytest.raises(actions.Finished):
        actions.drop(text.pk, by=desk.officer)


def test_whose_it_is(desk: Desk) -> None:
    own = desk.bring(by=desk.head, binds=desk.head.department)
    company = desk.bring()
    assert set(queries.visible_to(desk.officer)) == {own, company}
    assert set(queries.visible_to(desk.head)) == {own}
    assert not queries.may_bring(desk.company["白露"])
    with pytest.raises(NotVisible):
        actions.decide(company.pk, [0], Verdict.ACCEPTED, by=desk.head)
    with pytest.raises(NotVisible):
        queries.find(own.pk, desk.company["白露"])
    actions.drop(own.pk, by=desk.head)
    assert not queries.visible_to(desk.head)


def test_whose_rules_may_be_written(desk: Desk) -> None:
    assert desk.head.department in queries.amendable(desk.head)
    assert queries.amendable(desk.officer).count() > queries.amendable(desk.head).count()


def test_a_draft_is_printed_without_being_kept(desk: Desk) -> None:
    printed = printing.draft_toml(WORDS)
    read = read_policy(0, {"x": printed.toml})
    assert (printed.clauses, printed.rules, len(read.clauses)) == (5, 2, 5)
    assert [one.clause for one in printed.unread] == ["第三条"]
    assert printing.draft_toml(WORDS, sure=True).rules == 1
    assert not ImportedText.objects.exists()
