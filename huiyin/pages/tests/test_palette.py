"""The palette and the search find what one may see, and nothing else."""

from datetime import timedelta

import pytest

from huiyin.directory.audience import Audience
from huiyin.kit import clock
from huiyin.scenarios.notices.tests.stage import Stage

HX = {"HX-Request": "true"}


def hits(stage: Stage, who: str, words: str) -> str:
    return stage.client(who).get("/palette", {"q": words}, headers=HX).content.decode()


def test_people_stand_with_their_extension(stage: Stage) -> None:
    stage["江予安"].extension = "8312"
    stage["江予安"].save(update_fields=["extension"])
    found = hits(stage, "白露", "jya")
    assert "江予安（市场部）" in found
    assert "分机 8312" in found
    assert 'class="pal-item"' in found


def test_a_case_is_found_only_by_those_who_may_see_it(stage: Stage) -> None:
    stage.published(
        title="合并谈判",
        classification="confidential",
        audience=Audience(people=(stage["白露"].pk,)),
    )
    assert "合并谈判" in hits(stage, "白露", "合并")
    assert "合并谈判" in hits(stage, "林若溪", "合并")
    assert "合并谈判" not in hits(stage, "唐果", "合并")


def test_a_draft_is_found_by_its_author_alone(stage: Stage) -> None:
    stage.draft(title="还没想好")
    assert "还没想好" not in hits(stage, "赵衡", "没想好")
    assert "还没想好" in hits(stage, "林若溪", "没想好")


def test_clauses_lead_to_their_place_in_the_regulation(stage: Stage) -> None:
    assert "/policy#clause-3.3.1" in hits(stage, "白露", "3.3.1")


def test_a_page_without_scripts_offers_actions_too(stage: Stage) -> None:
    page = stage.client("白露").get("/palette", {"q": "发通知"}).content.decode()
    assert "/notices/new" in page
    assert "/notices/new" not in hits(stage, "白露", "发通知")


def test_what_was_typed_comes_back_as_text(stage: Stage) -> None:
    page = stage.client("白露").get("/palette", {"q": '"><script>'}).content.decode()
    assert '"><script>' not in page
    assert hits(stage, "白露", "").strip() == ""


def test_wildcards_are_letters(stage: Stage) -> None:
    stage.published()
    assert "双十二" not in hits(stage, "林若溪", "%")


@pytest.mark.parametrize(("who", "seen"), [("白露", True), ("唐果", False)])
def test_the_text_of_a_case_is_searched_for_its_readers(stage: Stage, who: str, seen: bool) -> None:
    stage.published()
    page = stage.client(who).get("/search", {"q": "值守组长"}).content.decode()
    assert ("双十二大促值班安排" in page) is seen


def test_a_confidential_text_is_not_searched_for_those_who_only_know_of_it(stage: Stage) -> None:
    stage.published(classification="confidential")
    auditor = stage.client("叶蓁")
    assert "双十二" in auditor.get("/search", {"q": "双十二"}).content.decode()
    assert "双十二" not in auditor.get("/search", {"q": "值守组长"}).content.decode()


def test_results_come_in_pages(stage: Stage) -> None:
    for number in range(21):
        stage.published(title=f"通告 {number:02}")
        clock.advance(timedelta(seconds=1))
    browser = stage.client("林若溪")
    first = browser.get("/search", {"q": "通告"}).content.decode()
    assert "找到 21 项" in first
    assert "通告 20" in first
    assert "通告 00" not in first
    assert "通告 00" in browser.get("/search", {"q": "通告", "page": "2"}).content.decode()
