"""What stands on whose board, in which order, and that reading it is owed by nobody (N10, N25)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases.attachments import attach
from huiyin.cases.readers import Reader
from huiyin.directory.audience import Audience
from huiyin.kit import clock
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.scenarios.notices import actions, answers, checks
from huiyin.scenarios.notices.board import facets, marks, pinning, queries
from huiyin.scenarios.notices.board.marks import Wish
from huiyin.scenarios.notices.board.queries import Wanted
from huiyin.scenarios.notices.kinds import READ_ONLY
from huiyin.scenarios.notices.models import Notice, NoticeKind
from huiyin.scenarios.notices.tests.stage import Stage

BARE: dict[str, Any] = {"background": "", "requirements": "", "contact": "", "urgency": "routine"}


def post(stage: Stage, kind: str, **over: Any) -> Notice:
    """An entry for the whole company, by the publisher."""
    values = BARE | {"kind": kind, "items": "详情见正文。", "by": "何青"}
    if kind == NoticeKind.EVENT:
        values["held_at"] = clock.now() + timedelta(days=3)
    values |= {"audience": Audience(company=True)} | over
    by = values.pop("by")
    draft = stage.draft(by=by, **values)
    if kind == NoticeKind.DOWNLOAD:
        attach(draft, SimpleUploadedFile("手册.txt", b"1", "text/plain"), by=stage[by])
    clock.advance(timedelta(minutes=1))
    return actions.publish(draft.pk, by=stage[by]).notice


def titles(stage: Stage, name: str, **wanted: Any) -> list[str]:
    return [one.notice.title for one in queries.entries(stage[name], Wanted(**wanted))]


@pytest.mark.req("N25")
@pytest.mark.parametrize("kind", READ_ONLY)
def test_nobody_owes_anything_for_an_entry_and_all_may_read_it(stage: Stage, kind: str) -> None:
    entry = post(stage, kind, title="公司新闻")
    assert not Obligation.objects.filter(subject=entry.pk).exists()
    assert not Notification.objects.filter(subject=entry.pk).exists()
    assert not Bearer.objects.exists()
    assert Reader.objects.filter(case_id=entry.pk).count() == 16
    assert titles(stage, "唐果") == ["公司新闻"]
    assert queries.news_count(stage["唐果"]) == 1
    assert queries.news_count(stage["何青"]) == 0


@pytest.mark.req("N10")
def test_routine_notices_stand_on_the_departments_board_too(stage: Stage) -> None:
    routine = stage.published(urgency="routine", title="本周值班")
    assert [one.notice.pk for one in queries.entries(stage["白露"], Wanted())] == [routine.pk]
    place = stage.company.department("运营部")
    assert titles(stage, "白露", department=place) == ["本周值班"]
    assert titles(stage, "白露", department=stage.company.department("市场部")) == []
    assert titles(stage, "唐果") == []


@pytest.mark.req("N25", "R04")
def test_neither_confidential_nor_emergencies_stand_there(stage: Stage) -> None:
    stage.published(classification="confidential")
    key = Audience(people=(stage["白露"].pk,)).to_json()
    stage.published(kind="emergency", urgency="urgent", key_people=key)
    assert titles(stage, "白露") == []
    assert titles(stage, "林若溪") == []


@pytest.mark.req("N25")
def test_pinned_come_first_until_their_time_is_over(stage: Stage) -> None:
    old = post(stage, "news", title="旧闻")
    post(stage, "news", title="新闻")
    pinning.pin(old.pk, clock.now() + timedelta(days=7), by=stage["何青"])
    assert titles(stage, "唐果") == ["旧闻", "新闻"]
    clock.advance(timedelta(days=8))
    assert titles(stage, "唐果") == ["新闻", "旧闻"]


@pytest.mark.req("N25")
def test_the_board_is_narrowed_by_kind_subject_and_words(stage: Stage) -> None:
    post(stage, "news", title="新办公室", topic="行政")
    post(stage, "recognition", title="十月之星", topic="人事", gist="白露连续三月零差错")
    assert titles(stage, "唐果", kind="recognition") == ["十月之星"]
    assert titles(stage, "唐果", topic="行政") == ["新办公室"]
    assert titles(stage, "唐果", text="零差错 十月") == ["十月之星"]
    assert titles(stage, "唐果", text="没有") == []
    found = facets.facets(stage["唐果"])
    assert found.topics == [("人事", 1), ("行政", 1)]
    assert [(place.name, n) for place, n in found.departments] == [("行政部", 2)]
    assert [(kind, n) for kind, _label, n in found.kinds] == [("news", 1), ("recognition", 1)]


@pytest.mark.req("N25")
def test_an_entry_is_new_until_it_was_read(stage: Stage) -> None:
    news = post(stage, "news", title="新闻")
    notice = stage.published(urgency="routine", title="通知")
    assert set(titles(stage, "白露", shelf="unread")) == {"新闻", "通知"}
    marks.see(news, by=stage["白露"])
    marks.see(news, by=stage["白露"])
    assert titles(stage, "白露", shelf="unread") == ["通知"]
    answers.open_notice(notice, by=stage["白露"])
    assert titles(stage, "白露", shelf="unread") == []
    assert marks.see_all(queries.board(stage["孟夏"]), by=stage["孟夏"]) == 2
    assert marks.see_all(queries.board(stage["孟夏"]), by=stage["孟夏"]) == 0
    assert queries.news_count(stage["孟夏"]) == 0


@pytest.mark.req("N25")
def test_one_keeps_and_puts_away_for_oneself_and_takes_it_back(stage: Stage) -> None:
    news = post(stage, "news", title="新闻")
    marks.put(news.pk, Wish.KEEP, by=stage["唐果"])
    assert titles(stage, "唐果", shelf="kept") == ["新闻"]
    assert titles(stage, "白露", shelf="kept") == []
    marks.put(news.pk, Wish.AWAY, by=stage["唐果"])
    marks.put(news.pk, Wish.AWAY, by=stage["唐果"])
    assert titles(stage, "唐果") == []
    assert titles(stage, "唐果", shelf="away") == ["新闻"]
    assert titles(stage, "白露") == ["新闻"]
    assert queries.news_count(stage["唐果"]) == 0
    marks.put(news.pk, Wish.BACK, by=stage["唐果"])
    marks.put(news.pk, Wish.DROP, by=stage["唐果"])
    assert titles(stage, "唐果") == ["新闻"]
    assert titles(stage, "唐果", shelf="kept") == []


@pytest.mark.req("N25")
def test_downloads_are_the_files_of_what_one_may_read(stage: Stage) -> None:
    post(stage, "download", title="员工手册")
    aim = Audience(departments=(stage.company.department("运营部").pk,))
    post(stage, "download", title="运营手册", audience=aim)
    files = queries.files(stage["白露"], Wanted(shelf="files"))
    assert [file.case.title for file in files] == ["运营手册", "员工手册"]
    assert len(queries.files(stage["唐果"], Wanted(shelf="files"))) == 1


@pytest.mark.req("N25", "N08")
@pytest.mark.parametrize(
    ("kind", "over", "field"),
    [
        ("news", {"items": ""}, "items"),
        ("event", {"held_at": None}, "held_at"),
        ("news", {"title": ""}, "title"),
    ],
)
def test_an_entry_lacks_less_but_not_nothing(
    stage: Stage, kind: str, over: dict[str, Any], field: str
) -> None:
    with pytest.raises(checks.NotReady) as refused:
        post(stage, kind, **over)
    assert field in refused.value.errors


def test_a_download_needs_its_file(stage: Stage) -> None:
    draft = stage.draft(by="何青", **BARE | {"kind": "download"})
    with pytest.raises(checks.NotReady) as refused:
        actions.publish(draft.pk, by=stage["何青"])
    assert "files" in refused.value.errors
