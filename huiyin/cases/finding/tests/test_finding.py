"""Whatever LIKE finds among what somebody may see is found, and nothing else, by every path."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as some

from huiyin.cases import readers
from huiyin.cases.finding import keeping, own, search
from huiyin.cases.finding.models import Words
from huiyin.cases.models import Case
from huiyin.directory import roles
from huiyin.directory.access import Action
from huiyin.directory.models import Person, Role
from huiyin.directory.tests.factories import Company
from huiyin.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.req("R06")]

Notice: Any = apps.get_model("notices", "Notice")
"""Some scenario: this room knows none."""

SIGNS = "机房搬迁通知aA1%_'\\ &|!:*"


def write(company: Company, title: str, background: str = "", **over: object) -> Any:
    """A notice of 林若溪 that was opened, one second after the last."""
    clock.advance(timedelta(seconds=1))
    author = company["林若溪"]
    given_values = {"classification": "internal", "opened_at": clock.now()} | over
    return Notice.objects.create(
        scenario="notices",
        title=title,
        background=background,
        initiator=author,
        department=author.department,
        created_at=clock.now(),
        **given_values,
    )


def show(notice: Any, person: Person) -> None:
    """Let ``person`` read ``notice`` without owing anything."""
    readers.tell(notice.pk, ("SELECT %s::bigint AS person_id", [person.pk]))


def by_like(actor: Person, text: str) -> list[UUID]:
    """The plain way: every text compared, every case judged."""
    like = text.strip().lower()
    rows = Words.objects.order_by("-at", "case_id").values_list("case_id", "part", "text")
    visible = {
        part: set(Case.objects.visible_to(actor, action).values_list("pk", flat=True))
        for part, action in ((Words.HEAD, Action.SEE), (Words.INSIDE, Action.READ))
    }
    fits = [case for case, part, said in rows if like and like in said and case in visible[part]]
    return list(dict.fromkeys(fits))


@pytest.fixture(params=["index", "walk", "own side", "own side, walking"])
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every way that a search can take, however few cases there are."""
    walking = request.param in {"walk", "own side, walking"}
    monkeypatch.setattr(search, "COMMON", 1_000)
    monkeypatch.setattr(search, "MANY", 0 if walking else 1_000)
    if request.param.startswith("own"):
        monkeypatch.setattr(search, "SAMPLE", 1)
        monkeypatch.setattr(search, "SCARCE", 2.0)
    return str(request.param)


@settings(max_examples=5)
@given(
    texts=some.lists(some.text(SIGNS, max_size=12), min_size=3, max_size=8),
    asked=some.text(SIGNS, min_size=1, max_size=4),
)
@pytest.mark.slow
def test_what_like_finds_is_found(
    company: Company, path: str, texts: list[str], asked: str
) -> None:
    Case.objects.all().delete()
    reader = company["唐果"]
    for place, text in enumerate(texts):
        kind = ("internal", "public", "confidential")[place % 3]
        notice = write(company, text[:6], text, classification=kind)
        if place % 2:
            show(notice, reader)
    for word in (asked, texts[0][:3]):
        for actor in (reader, company["林若溪"], company["白露"]):
            expected = by_like(actor, word)
            for limit in (1, 20):
                found = search.find(actor, word, limit=limit)
                assert found == expected[:limit], (path, word)


def test_every_path_finds_what_is_somebodys_own(company: Company, path: str) -> None:
    mine = [write(company, f"机房搬迁 {number}") for number in range(4)]
    other = company["白露"]
    show(mine[1], other)
    show(mine[3], other)
    assert search.find(other, "搬迁", limit=2) == [mine[3].pk, mine[1].pk]
    assert search.find(company["唐果"], "搬迁", limit=2) == []
    assert search.find(company["林若溪"], "搬迁", limit=3) == [one.pk for one in mine[:0:-1]]


def test_what_was_written_is_found_at_once_and_what_was_changed_no_more(company: Company) -> None:
    author = company["林若溪"]
    notice = write(company, "旧标题", "旧正文")
    assert search.find(author, "旧正", limit=5) == [notice.pk]
    notice.background, notice.title = "新正文", "新标题"
    notice.save()
    assert search.find(author, "旧", limit=5) == []
    assert search.find(author, "新标", limit=5) == search.find(author, "新正", limit=5)
    Case.objects.filter(pk=notice.pk).update(title="又一个")
    assert search.find(author, "又一", limit=5) == [notice.pk]
    notice.delete()
    assert not Words.objects.exists()


def test_titles_are_known_where_the_text_is_not(company: Company) -> None:
    notice = write(company, "并购谈判", "对方出价", classification="confidential")
    auditor = company["叶蓁"]
    roles.grant(auditor, Role.AUDITOR)
    assert search.find(auditor, "并购", limit=5) == [notice.pk]
    assert search.find(auditor, "出价", limit=5) == []
    assert search.find(company["林若溪"], "出价", limit=5) == [notice.pk]
    assert search.find(company["林若溪"], "出价", limit=5, inside=False) == []


def test_a_case_that_opens_shows_its_words_as_what_it_is(company: Company) -> None:
    draft = write(company, "草稿", "正文", opened_at=None, classification="public")
    assert set(Words.objects.values_list("kind", flat=True)) == {""}
    assert search.find(company["唐果"], "草稿", limit=5) == []
    Case.objects.filter(pk=draft.pk).update(opened_at=clock.now())
    assert set(Words.objects.values_list("kind", flat=True)) == {"public"}
    assert search.find(company["唐果"], "正文", limit=5) == [draft.pk]


def test_words_do_not_run_from_one_field_into_the_next(company: Company) -> None:
    write(company, "机房", "搬迁")
    assert search.find(company["林若溪"], "房搬", limit=5) == []
    assert search.find(company["林若溪"], "机房\x1f", limit=5) != []
    assert search.find(company["林若溪"], "\x1f\n", limit=5) == []


def test_who_heads_too_much_is_judged_hit_by_hit(
    company: Company, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SAMPLE", 1)
    monkeypatch.setattr(search, "SCARCE", 2.0)
    monkeypatch.setattr(own, "MOST", 1)
    notices = [write(company, f"机房 {number}") for number in range(3)]
    for notice in notices:
        show(notice, company["白露"])
    assert own.cases_of(company["白露"]) is None
    assert len(search.find(company["白露"], "机房", limit=2)) == 2
    monkeypatch.setattr(own, "MOST_DEPARTMENTS", 0)
    assert own.cases_of(company["林若溪"]) is None


def test_what_stood_there_before_is_taken_in_once(company: Company) -> None:
    notice = write(company, "机房", "搬迁")
    Words.objects.all().delete()
    keeping.after_migration()
    assert not Words.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TRIGGER finding_head ON cases_case IS 'other'")
        cursor.execute("COMMENT ON TRIGGER finding_inside ON notices_notice IS 'other'")
    keeping.after_migration()
    assert search.find(company["林若溪"], "搬迁", limit=5) == [notice.pk]
    assert search.find(company["林若溪"], "机房", limit=5) == [notice.pk]


def test_every_free_text_of_a_scenario_counts() -> None:
    assert {"background", "items", "gist", "contact"} <= set(keeping.words_of(Notice))
    assert "kind" not in keeping.words_of(Notice)
