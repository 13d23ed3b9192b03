"""The page of the board, as browsers ask for it (N25)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.directory.tests.factories import make_person
from huiyin.scenarios.notices.board import queries
from huiyin.scenarios.notices.board.models import Mark
from huiyin.scenarios.notices.board.queries import Wanted
from huiyin.scenarios.notices.tests.board.test_board import post
from huiyin.scenarios.notices.tests.stage import Stage

BOARD = "/notices/board/"
HX = {"HX-Request": "true"}


@pytest.mark.req("N25")
def test_each_tab_opens_and_says_when_it_is_empty(stage: Stage) -> None:
    browser = stage.client("唐果")
    words = {
        "all": "公告栏还是空的",
        "unread": "公告栏没有新内容",
        "kept": "还没有收藏",
        "files": "没有可下载的资料",
        "away": "没有归档的公告",
        "nonsense": "公告栏还是空的",
    }
    for tab, word in words.items():
        assert word in browser.get(f"{BOARD}?tab={tab}").content.decode()
    assert "没有符合的公告" in browser.get(f"{BOARD}?q=x&d=9&limit=x").content.decode()


@pytest.mark.req("N25")
def test_the_board_shows_each_kind_in_its_own_look(stage: Stage) -> None:
    for kind in ("news", "recognition", "event", "download"):
        post(stage, kind, title=f"这是{kind}", topic="行政")
    browser = stage.client("唐果")
    page = browser.get(BOARD).content.decode()
    for kind in ("news", "recognition", "event", "download"):
        assert f"entry--{kind} is-new" in page
    assert "day-tile" in page
    assert "手册.txt" in browser.get(f"{BOARD}?tab=files").content.decode()
    part = browser.get(f"{BOARD}?kind=event", headers=HX | {"HX-Target": "board"}).content.decode()
    assert part.lstrip().startswith('<div id="board">')
    assert "entry--news" not in part


@pytest.mark.req("N25")
def test_reading_takes_the_mark_away(stage: Stage) -> None:
    entry = post(stage, "news", title="新闻")
    browser = stage.client("唐果")
    assert "is-new" in browser.get(BOARD).content.decode()
    assert browser.get(f"/notices/{entry.pk}").status_code == 200
    assert "is-new" not in browser.get(BOARD).content.decode()


@pytest.mark.req("N25")
def test_keeping_and_putting_away_answer_with_the_row_and_can_be_undone(stage: Stage) -> None:
    entry = post(stage, "news", title="新闻")
    browser, mark = stage.client("唐果"), f"/notices/{entry.pk}/mark"
    kept = browser.post(mark, {"do": "keep"}, headers=HX).content.decode()
    assert 'value="drop"' in kept
    away = browser.post(mark, {"do": "away"}, headers=HX).content.decode()
    assert "撤销" in away
    assert f'id="entry-{entry.pk}"' in away
    back = browser.post(mark, {"do": "back"}, headers=HX).content.decode()
    assert 'value="away"' in back
    assert browser.post(mark, {"do": "away"}).headers["Location"] == BOARD
    assert browser.post(mark, {"do": "burn"}).status_code == 400
    assert Mark.objects.get().kept_at is not None


@pytest.mark.req("N25", "R01")
def test_what_one_may_not_see_is_not_there(stage: Stage) -> None:
    notice = stage.published(urgency="routine")
    browser = stage.client("唐果")
    assert browser.post(f"/notices/{notice.pk}/mark", {"do": "keep"}).status_code == 404
    assert browser.post(f"/notices/{notice.pk}/pin", {"days": "7"}).status_code == 404
    assert stage.client("白露").post(f"/notices/{notice.pk}/pin", {"days": "7"}).status_code == 403
    sealed = stage.published(classification="confidential")
    assert (
        stage.client("白露")
        .post(f"/notices/{sealed.pk}/mark", {"do": "keep"}, headers=HX)
        .status_code
        == 404
    )
    stage.company.people["刘总"] = make_person(name="刘总", party="鸿图渠道")
    assert stage.client("刘总").get(BOARD).status_code == 403


@pytest.mark.req("N25")
def test_pinning_from_the_page(stage: Stage) -> None:
    entry = post(stage, "news", title="新闻")
    browser = stage.client("何青")
    assert "pin-menu" in browser.get(BOARD).content.decode()
    assert "pin-menu" not in stage.client("唐果").get(BOARD).content.decode()
    browser.post(f"/notices/{entry.pk}/pin", {"days": "7"})
    assert queries.entries(stage["唐果"], Wanted())[0].pinned
    assert browser.post(f"/notices/{entry.pk}/pin", {"days": "8"}).status_code == 400
    browser.post(f"/notices/{entry.pk}/pin", {"days": "0"})
    assert not queries.entries(stage["唐果"], Wanted())[0].pinned


@pytest.mark.req("N25")
def test_all_is_marked_as_seen_at_once(stage: Stage) -> None:
    for at in range(3):
        post(stage, "news", title=f"新闻{at}")
    browser = stage.client("唐果")
    assert browser.post("/notices/board/seen").status_code in {302, 303}
    assert "is-new" not in browser.get(BOARD).content.decode()


def test_the_board_costs_the_same_for_few_and_many(stage: Stage) -> None:
    browser, counts = stage.client("唐果"), []
    post(stage, "news")
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(BOARD)
        counts.append(len(asked))
        for _at in range(4):
            post(stage, "news")
    assert counts[0] == counts[1]
