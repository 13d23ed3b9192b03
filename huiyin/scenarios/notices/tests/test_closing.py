"""The end of a notice: the effect against the result, the document, the workbook's last sheet."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from huiyin.core.evidence import Proof
from huiyin.directory.audience import Audience
from huiyin.kit import clock
from huiyin.ledger import sealer
from huiyin.scenarios.notices import actions, answers, outcome, record, record_pdf, record_xlsx
from huiyin.scenarios.notices.answers import Call
from huiyin.scenarios.notices.cascade import actions as cascade
from huiyin.scenarios.notices.cascade import lengths
from huiyin.scenarios.notices.models import CallOutcome, Notice
from huiyin.scenarios.notices.outcome import Verdict
from huiyin.scenarios.notices.tests.stage import NOON, Stage

HOUR = timedelta(hours=1)


def expecting(stage: Stage, measure: str, target: float, **over: Any) -> Notice:
    """运营部, three people, an effect to be seen after three hours."""
    by = over.pop("effect_by", NOON + 3 * HOUR)
    return stage.published(effect_measure=measure, effect_target=target, effect_by=by, **over)


def judged(notice: Notice) -> tuple[Verdict, int, int]:
    found = outcome.of(notice)
    assert found is not None
    return found.verdict, found.count, found.total


@pytest.mark.req("N01")
def test_no_effect_was_promised_so_none_is_judged(stage: Stage) -> None:
    assert outcome.of(stage.published()) is None
    assert outcome.of(stage.draft(effect_measure="reached", effect_target=1.0)) is None


@pytest.mark.req("N01")
def test_a_promise_is_open_until_its_moment_then_kept_or_not(stage: Stage) -> None:
    notice = expecting(stage, "reached", 0.6)
    answers.confirm(notice.pk, by=stage["白露"])
    assert judged(notice) == (Verdict.UNDECIDED, 1, 3)
    answers.confirm(notice.pk, by=stage["孟夏"])
    assert judged(notice) == (Verdict.MET, 2, 3), "what is reached stays reached"
    late = expecting(stage, "reached", 1.0)
    answers.confirm(late.pk, by=stage["白露"])
    clock.advance(4 * HOUR)
    answers.confirm(late.pk, by=stage["孟夏"])
    answers.confirm(late.pk, by=stage["林若溪"])
    assert judged(late) == (Verdict.NOT_MET, 1, 3), "what came after the moment does not count"


@pytest.mark.req("N01")
def test_in_time_understood_and_replied_each_count_their_own(stage: Stage) -> None:
    in_time = expecting(stage, "on_time", 0.5)
    clock.advance(2 * HOUR)
    answers.confirm(in_time.pk, by=stage["白露"])
    clock.advance(2 * HOUR)
    assert judged(in_time) == (Verdict.NOT_MET, 0, 3)
    by = clock.now() + HOUR
    understood = expecting(stage, "understood", 0.3, effect_by=by)
    answers.confirm(understood.pk, by=stage["白露"])
    assert judged(understood)[1] == 0
    answers.confirm(understood.pk, by=stage["孟夏"], proof=Proof.TEACH_BACK)
    assert judged(understood) == (Verdict.MET, 1, 3)
    replied = expecting(stage, "replied", 1.0, effect_by=by, reply_by=by)
    answers.reply(replied.pk, "好", by=stage["白露"])
    assert judged(replied) == (Verdict.UNDECIDED, 1, 3)
    nobody = expecting(stage, "replied", 1.0, effect_by=by)
    assert judged(nobody) == (Verdict.UNDECIDED, 0, 0)


@pytest.mark.req("N01", "Z04")
def test_without_answers_a_rate_of_misinformation_cannot_be_decided(stage: Stage) -> None:
    notice = expecting(stage, "misinformation", 0.05)
    clock.advance(4 * HOUR)
    assert judged(notice) == (Verdict.UNDECIDED, 0, 0)


@pytest.mark.req("N01", "N19")
def test_whom_a_cascade_has_not_reached_counts_too(stage: Stage) -> None:
    notice = expecting(
        stage, "reached", 1.0, by="何青", audience=Audience(company=True), cascade=True
    )
    cascade.relay(notice.pk, "", by=stage["赵衡"])
    assert judged(notice)[1:] == (1, 16)


@pytest.mark.req("N27")
def test_the_way_is_measured_from_the_author_to_the_reader(stage: Stage) -> None:
    draft = stage.draft(by="何青", audience=Audience(company=True), cascade=True)
    clock.advance(HOUR)
    notice = actions.publish(draft.pk, by=stage["何青"]).notice
    clock.advance(HOUR / 2)
    cascade.relay(notice.pk, "", by=stage["赵衡"])
    clock.advance(HOUR / 2)
    cascade.relay(notice.pk, "", by=stage["林若溪"])
    found = lengths.length_of(notice)
    assert (found.signatures, found.before, found.after) == (0, HOUR, HOUR / 2)
    assert found.hops == pytest.approx((0 * 2 + 1 * 7 + 2 * 6 + 3 * 1) / 16)
    assert (found.most_hops, found.people_between) == (3, found.hops)
    flat = lengths.length_of(stage.published())
    assert (flat.hops, flat.after) == (0.0, None)


@pytest.mark.req("Z14", "N27")
def test_levels_and_flat_are_compared_by_what_became_of_them(stage: Stage) -> None:
    whole: dict[str, Any] = {"by": "何青", "audience": Audience(company=True)}
    levels = stage.published(cascade=True, **whole)
    flat = stage.published(**whole)
    for name in ("白露", "孟夏", "唐果", "陈屿"):
        answers.confirm(flat.pk, by=stage[name])
    clock.advance(HOUR / 2)
    cascade.relay(levels.pk, "", by=stage["赵衡"])
    direct, by_levels = lengths.comparison(clock.now())
    assert (direct.cascade, direct.notices, direct.people, direct.reached) == (False, 1, 16, 16)
    assert (direct.confirmed, direct.in_time_pct, direct.took) == (4, 25, timedelta())
    assert (by_levels.notices, by_levels.people, by_levels.reached) == (1, 16, 9)
    assert (by_levels.reached_pct, by_levels.took) == (56, HOUR / 2)
    assert lengths.comparison(clock.now() + 2 * lengths.LOOK_BACK) == []


@pytest.mark.req("N16", "R05", "N18")
def test_the_document_carries_the_rows_and_the_ledgers_state(stage: Stage) -> None:
    notice = expecting(
        stage, "reached", 1.0, requirements="1. 汇总 负责人：白露 截止：12 月 1 日 18:00"
    )
    answers.confirm(notice.pk, by=stage["白露"])
    call = Call(CallOutcome.UNREACHABLE, "<b>长期&外派</b>")
    answers.record_call(notice.pk, stage["孟夏"].pk, call, by=stage["林若溪"])
    sealer.seal_once()
    content = record_pdf.write(notice)
    assert content.startswith(b"%PDF-1.")
    assert b"NotoSansSC-Regular" in content
    assert b"STSong-Light" not in content
    browser = stage.client("林若溪")
    answer = browser.get(reverse("notices:pdf", args=[notice.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert stage.client("白露").get(reverse("notices:pdf", args=[notice.pk])).status_code == 403
    words = pdf_words(notice)
    anchor = record.anchor()
    assert anchor.size > 0
    for said in (
        notice.number,
        str(anchor.size),
        anchor.root,
        notice.digest,
        "白露",
        "<b>长期&外派</b>",
    ):
        assert any(said in line for line in words), said


def pdf_words(notice: Notice) -> list[str]:
    """What the document's own building blocks say, before they are drawn."""
    parts = [*record_pdf._head(notice), *record_pdf._summary(notice)]
    parts += [cell for row in record_pdf._table(notice)._cellvalues for cell in row]
    parts += record_pdf._foot(notice, record.anchor())
    return [part.getPlainText() for part in parts if hasattr(part, "getPlainText")]


@pytest.mark.req("N16", "N18")
def test_the_workbook_has_a_sheet_of_effect_and_items(stage: Stage) -> None:
    notice = expecting(
        stage, "reached", 1.0, requirements="1. =HYPERLINK(1) 负责人：白露 截止：12 月 1 日 18:00"
    )
    book = load_workbook(BytesIO(record_xlsx.write(notice)))
    rows = [[cell.value for cell in row] for row in book["效果与行动项"].rows]
    assert rows[0][0] == "预期效果"
    assert rows[-1][1:3] == ["'=HYPERLINK(1)", "白露"]
    assert len(load_workbook(BytesIO(record_xlsx.write(stage.published()))).sheetnames) == 1


@pytest.mark.req("N01", "N16")
def test_the_closing_page_sets_the_result_beside_the_promise(stage: Stage) -> None:
    notice = expecting(stage, "reached", 0.6)
    browser, place = stage.client("林若溪"), reverse("notices:closing", args=[notice.pk])
    page = browser.get(place).content.decode()
    assert "还不能判定" in page
    assert "闭环，先等 3 人" in page
    for name in ("白露", "孟夏"):
        answers.confirm(notice.pk, by=stage[name])
    call = Call(CallOutcome.UNREACHABLE, "长期外派")
    answers.record_call(notice.pk, stage["林若溪"].pk, call, by=stage["林若溪"])
    page = browser.get(place).content.decode()
    assert "达到" in page
    assert "长期外派" in page
    assert "闭环并归档" in page
    assert "预期效果" in browser.get(reverse("notices:echo", args=[notice.pk])).content.decode()
    assert stage.client("白露").get(place).status_code == 403
    draft = stage.draft()
    assert browser.get(reverse("notices:closing", args=[draft.pk])).status_code == 404
    assert browser.get(reverse("notices:pdf", args=[draft.pk])).status_code == 404
