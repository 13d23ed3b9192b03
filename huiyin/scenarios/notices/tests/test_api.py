"""Notices over REST: the verbs, who may, what is refused, and that it equals the pages."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from huiyin.cases.spreadsheets import XLSX
from huiyin.cases.tests.rest_client import Program, fields
from huiyin.core.obligation import State
from huiyin.directory.models import Absence
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Entry
from huiyin.ledger.sealer import seal_once
from huiyin.obligations.models import Bearer
from huiyin.scenarios.notices.models import CallRecord, Notice, NoticeState
from huiyin.scenarios.notices.tests.stage import NOON, TEXT, Stage

Caller = Callable[[str], Program]
HOUR = timedelta(hours=1)


@pytest.fixture
def caller(stage: Stage) -> Caller:
    """Makes a program with a token of somebody's own, got from the settings page."""

    def make(name: str) -> Program:
        answer = stage.client(name).post("/me/tokens", {"name": "测试", "days": 30})
        return Program(answer.context["made"])

    return make


def aim(stage: Stage, *departments: str) -> dict[str, Any]:
    names = departments or ("运营部",)
    return {"departments": [stage.company.department(name).pk for name in names]}


def moment(after: timedelta) -> str:
    return timezone.localtime(NOON + after).isoformat()


@pytest.mark.req("N08", "N16", "N23", "R05")
def test_a_notice_goes_round(stage: Stage, caller: Caller) -> None:
    author, reader = caller("林若溪"), caller("白露")
    draft = author.post("/notices", TEXT | {"audience": aim(stage)}, status=201)
    path = f"/notices/{draft['id']}"
    assert (draft["state"], draft["number"]) == ("draft", "")

    changed = author.patch(path, {"contact": "林若溪，分机 8299"})
    assert changed["text"]["contact"] == "林若溪，分机 8299"
    assert changed["text"]["items"] == TEXT["items"], "what is not sent stays"

    published = author.post(f"{path}/publish")
    assert published["number"].startswith("HY-TZ-2026-")
    assert published["published_at"] == "2026-11-25T12:00:00+08:00"
    assert author.get(f"{path}/coverage")["total"] == 3

    seen = reader.get(path)
    assert seen["text"]["items"] == TEXT["items"]
    assert seen["audience"] is None, "whom else it went to is the author's"
    assert [duty["verb"] for duty in seen["duties"]] == ["confirm_notice"]
    assert reader.post(f"{path}/confirm")["was_open"]
    assert not reader.post(f"{path}/confirm")["was_open"]

    left = author.pages(f"{path}/unread", 1)
    assert [row["person"]["name"] for row in left] == ["林若溪", "孟夏"]
    meng = stage["孟夏"].pk
    called = author.post(f"{path}/calls/{meng}", {"outcome": "understood"}, status=201)
    assert called["outcome"] == "understood"
    author.post(f"{path}/confirm")

    figures = author.get(f"{path}/coverage")
    assert (figures["confirmed"], figures["unread"], figures["percent"]) == (3, 0, 100)
    rows = author.pages(f"{path}/record", 2)
    assert {row["name"]: (row["state"], row["channel"], row["proof"]) for row in rows} == {
        "林若溪": ("met", "inbox", "button"),
        "白露": ("met", "inbox", "button"),
        "孟夏": ("met", "phone", "spoken"),
    }


def test_the_lists_show_what_is_mine(stage: Stage, caller: Caller) -> None:
    notice = stage.published()
    draft = stage.draft()

    def listed(name: str, view: str) -> list[str]:
        return [row["id"] for row in caller(name).pages(f"/notices?view={view}", 1)]

    assert listed("林若溪", "issued") == [str(notice.pk)]
    assert listed("林若溪", "drafts") == [str(draft.pk)]
    assert listed("白露", "waiting") == listed("白露", "received") == [str(notice.pk)]
    caller("白露").post(f"/notices/{notice.pk}/confirm")
    assert (listed("白露", "waiting"), listed("白露", "received")) == ([], [str(notice.pk)])
    assert listed("白露", "all") == [str(notice.pk)]
    assert [listed("陈屿", view) for view in ("all", "received", "drafts", "issued")] == [[]] * 4
    assert fields(caller("白露").get("/notices?view=nonsense", status=422)) == {"view"}


@pytest.mark.req("N23")
def test_the_newest_come_first_and_inserts_shift_nothing(stage: Stage, caller: Caller) -> None:
    expected: list[str] = []
    for _round in range(5):
        clock.advance(HOUR)
        expected.insert(0, str(stage.published().pk))
    reader = caller("白露")
    first = reader.get("/notices?limit=2")
    clock.advance(HOUR)
    stage.published()
    rest = reader.get(f"/notices?limit=200&cursor={first['next']}")
    assert [row["id"] for row in first["items"] + rest["items"]] == expected
    assert rest["next"] is None


def test_a_cursor_belongs_to_its_list(stage: Stage, caller: Caller) -> None:
    stage.published()
    stage.published()
    reader = caller("白露")
    cursor = reader.get("/notices?limit=1")["next"]
    assert cursor
    for path in (
        f"/notices?view=waiting&cursor={cursor}",
        f"/notices?cursor={cursor}x",
        "/notices?cursor=abc",
        f"/me/obligations?cursor={cursor}",
        "/notices?limit=201",
        "/notices?limit=0",
    ):
        assert fields(reader.get(path, status=422)) <= {"cursor", "limit"}


READS = ("", "/coverage", "/unread", "/record", "/record.xlsx", "/proof")
ACTS: dict[str, Any] = {
    "/publish": None,
    "/confirm": None,
    "/reply": {"text": "收到"},
    "/calls/1": {"outcome": "understood"},
}


@pytest.mark.req("R05")
def test_for_an_outsider_it_does_not_exist(stage: Stage, caller: Caller) -> None:
    notice, outsider = stage.published(classification="confidential"), caller("陈屿")
    before = Entry.objects.count()
    for method, path, body in [
        *(("GET", path, None) for path in READS),
        *(("POST", path, body) for path, body in ACTS.items()),
        ("PATCH", "", {"title": "改"}),
    ]:
        answers = []
        for key in (str(notice.pk), str(new_id())):
            answer = outsider.send(method, f"/notices/{key}{path}", body)
            assert answer.status_code == 404, path
            answers.append(answer.content.decode().replace(key, "…"))
        assert answers[0] == answers[1], "unseen is the same as not there"
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("林若溪", {"", "/coverage", "/unread", "/record", "/record.xlsx", "/proof"}),
        ("白露", {""}),
        ("赵衡", {"", "/coverage", "/unread"}),
        ("叶蓁", {"", "/coverage", "/record", "/record.xlsx", "/proof"}),
        ("罗一鸣", set()),
    ],
)
def test_each_role_reads_its_part(
    stage: Stage, caller: Caller, name: str, allowed: set[str]
) -> None:
    notice, program = stage.published(), caller(name)
    statuses = {
        path: program.send("GET", f"/notices/{notice.pk}{path}").status_code for path in READS
    }
    refused = 403 if allowed else 404
    assert statuses == {path: 200 if path in allowed else refused for path in READS}


def test_somebody_elses_draft_does_not_exist(stage: Stage, caller: Caller) -> None:
    draft = stage.draft(classification="public")
    for name in ("白露", "赵衡", "叶蓁"):
        caller(name).get(f"/notices/{draft.pk}", status=404)
        caller(name).patch(f"/notices/{draft.pk}", {"title": "改"}, status=404)


def test_who_may_only_know_of_it_reads_no_word(stage: Stage, caller: Caller) -> None:
    notice = stage.published(classification="confidential")
    seen = caller("叶蓁").get(f"/notices/{notice.pk}")
    assert (seen["text"], seen["audience"], seen["number"]) == (None, None, notice.number)


@pytest.mark.req("N08")
def test_an_unfinished_draft_is_not_published(stage: Stage, caller: Caller) -> None:
    author = caller("林若溪")
    draft = author.post("/notices", {"title": "只有标题"}, status=201)
    problem = author.post(f"/notices/{draft['id']}/publish", status=422)
    assert problem["type"] == "urn:huiyin:problem:invalid"
    assert fields(problem) == {"audience", "background", "items", "requirements", "contact"}
    assert Notice.objects.get(pk=draft["id"]).state == NoticeState.DRAFT


def test_nobody_publishes_beyond_their_reach(stage: Stage, caller: Caller) -> None:
    author = caller("陈屿")
    draft = author.post("/notices", TEXT | {"audience": {"company": True}}, status=201)
    problem = author.post(f"/notices/{draft['id']}/publish", status=403)
    assert problem["type"].endswith("audience-beyond-reach")
    assert Notice.objects.get(pk=draft["id"]).state == NoticeState.DRAFT


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": "长" * 201}, "title"),
        ({"title": "两\n行"}, "title"),
        ({"title": None}, "title"),
        ({"urgency": "extreme"}, "urgency"),
        ({"items": "\x00"}, "items"),
        ({"background": "长" * 20_001}, "background"),
        ({"reply_by": "2026-12-01T18:00:00"}, "reply_by"),
        ({"reply_by": "0001-01-01T00:00:00+23:00"}, "reply_by"),
        ({"unknown": 1}, "unknown"),
        ({"state": "published"}, "state"),
        ({"audience": {"people": [0]}}, "audience.people.0"),
        ({"audience": {"people": [999_999]}}, "audience.people.999999"),
        ({"audience": {"everyone": True}}, "audience.everyone"),
        ([], "body"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_kept(
    stage: Stage, caller: Caller, body: Any, field: str
) -> None:
    author = caller("林若溪")
    assert fields(author.post("/notices", body, status=422)) == {field}
    assert not Notice.objects.exists()


def test_what_is_published_stays(stage: Stage, caller: Caller) -> None:
    notice, author = stage.published(), caller("林若溪")
    problem = author.patch(f"/notices/{notice.pk}", {"title": "改"}, status=409)
    assert problem["type"] == "urn:huiyin:problem:not-draft"
    again = author.post(f"/notices/{notice.pk}/publish")
    assert again["number"] == notice.number, "published twice, it goes out once"
    assert Entry.objects.filter(kind="notices.published").count() == 1


@pytest.mark.parametrize("path", READS[1:5])
def test_a_draft_has_no_echo(stage: Stage, caller: Caller, path: str) -> None:
    draft = stage.draft()
    problem = caller("林若溪").get(f"/notices/{draft.pk}{path}", status=409)
    assert problem["type"] == "urn:huiyin:problem:not-published"


def test_a_deputy_confirms_for_the_absent(stage: Stage, caller: Caller) -> None:
    Absence.objects.create(
        person=stage["白露"],
        starts_at=NOON - HOUR,
        ends_at=NOON + 24 * HOUR,
        delegate=stage["唐果"],
    )
    notice, deputy = stage.published(), caller("唐果")
    away = stage["白露"].pk
    assert [duty["person"]["id"] for duty in deputy.get(f"/notices/{notice.pk}")["duties"]] == [
        away
    ]
    deputy.post(f"/notices/{notice.pk}/confirm", status=404)
    deputy.post(f"/notices/{notice.pk}/confirm", {"person": stage["孟夏"].pk}, status=404)
    done = deputy.post(f"/notices/{notice.pk}/confirm", {"person": away})
    assert done == {"notice": str(notice.pk), "person": away, "was_open": True}


def test_an_answer_in_words(stage: Stage, caller: Caller) -> None:
    notice = stage.published(reply_by=NOON + 48 * HOUR)
    reader, path = caller("白露"), f"/notices/{notice.pk}/reply"
    assert fields(reader.post(path, {"text": "  "}, status=422)) == {"text"}
    assert fields(reader.post(path, {}, status=422)) == {"text"}
    said = reader.post(path, {"text": " 我可以值 12 日晚班 "})
    assert (said["text"], said["person"]) == ("我可以值 12 日晚班", stage["白露"].pk)
    assert reader.get(f"/notices/{notice.pk}")["reply"] == "我可以值 12 日晚班"
    states = Bearer.objects.filter(person_id=stage["白露"].pk).values_list("state", flat=True)
    assert set(states) == {State.MET}
    Notice.objects.update(state=NoticeState.CLOSED)
    assert reader.post(path, {"text": "又"}, status=409)["type"].endswith("not-open")


@pytest.mark.req("N16")
def test_calls_say_what_came_of_them(stage: Stage, caller: Caller) -> None:
    notice, author = stage.published(), caller("林若溪")
    path = f"/notices/{notice.pk}/calls/{stage['白露'].pk}"
    for body, field in [
        ({"outcome": "no_answer"}, "again_at"),
        ({"outcome": "no_answer", "again_at": moment(-HOUR)}, "again_at"),
        ({"outcome": "unreachable", "note": "  "}, "note"),
        ({"outcome": "maybe"}, "outcome"),
        ({}, "outcome"),
    ]:
        assert fields(author.post(path, body, status=422)) == {field}
    assert not CallRecord.objects.exists()
    again = author.post(path, {"outcome": "no_answer", "again_at": moment(HOUR)}, status=201)
    assert again["again_at"] == moment(HOUR)
    [row] = [
        row
        for row in author.pages(f"/notices/{notice.pk}/unread", 50)
        if row["person"]["name"] == "白露"
    ]
    assert (row["last_call"], row["again_at"]) == ("no_answer", moment(HOUR))
    author.post(path, {"outcome": "unreachable", "note": "产假"}, status=201)
    assert author.get(f"/notices/{notice.pk}/coverage")["excused"] == 1
    for nobody in (stage["陈屿"].pk, 2**62):
        author.post(f"/notices/{notice.pk}/calls/{nobody}", {"outcome": "understood"}, status=404)
    outside = f"/notices/{notice.pk}/calls/{2**63}"
    assert fields(author.post(outside, {"outcome": "understood"}, status=422)) == {"person_id"}


@pytest.mark.req("N16")
def test_a_head_phones_their_own_people_only(stage: Stage, caller: Caller) -> None:
    aims = aim(stage, "运营部", "市场部")
    author = caller("何青")
    draft = author.post("/notices", TEXT | {"audience": aims}, status=201)
    path = f"/notices/{draft['id']}"
    author.post(f"{path}/publish")
    head = caller("江予安")
    names = [row["person"]["name"] for row in head.pages(f"{path}/unread", 50)]
    assert sorted(names) == ["唐果", "江予安"]
    head.post(f"{path}/calls/{stage['唐果'].pk}", {"outcome": "understood"}, status=201)
    head.post(f"{path}/calls/{stage['白露'].pk}", {"outcome": "understood"}, status=404)


@pytest.mark.req("N16", "R05")
@pytest.mark.parametrize("way", ["suffix", "accept"])
def test_the_record_comes_as_a_workbook(stage: Stage, caller: Caller, way: str) -> None:
    notice, author = stage.published(), caller("林若溪")
    path = f"/notices/{notice.pk}/record"
    if way == "suffix":
        answer = author.send("GET", f"{path}.xlsx")
    else:
        answer = author.send("GET", path, accept=XLSX)
    assert answer["Content-Type"] == XLSX
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert notice.number in cells
    assert "白露" in cells


@pytest.mark.req("R05")
def test_the_proof_covers_every_entry(stage: Stage, caller: Caller) -> None:
    notice, author = stage.published(), caller("林若溪")
    path = f"/notices/{notice.pk}/proof"
    early = author.get(path)
    assert (early["size"], early["entries"][0]["seq"]) == (0, None)
    seal_once()
    found: list[Any] = []
    page = author.get(f"{path}?limit=1")
    found += page["entries"]
    while page["next"]:
        page = author.get(f"{path}?limit=1&cursor={page['next']}")
        found += page["entries"]
    assert len(found) == Entry.objects.filter(subject=notice.pk).count() > 1
    assert all(entry["seq"] is not None for entry in found)
    assert page["root"]
    assert page["checkpoint"].splitlines()[1] == str(page["size"])


def test_reading_over_rest_is_no_receipt(stage: Stage, caller: Caller) -> None:
    notice = stage.published()
    caller("白露").get(f"/notices/{notice.pk}")
    assert Bearer.objects.get(person_id=stage["白露"].pk, state=State.OPEN).evidence < 3
