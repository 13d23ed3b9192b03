"""Programs prepare a meeting, run it, and send its minutes; talks and blocked cooperation."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiyin.cases.tests.rest_client import Program, fields, read
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.scenarios.meetings import kinds
from huiyin.scenarios.notices.tests.stage import Stage

Caller = Callable[[str], Program]

STARTS = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
"""Monday, 10:00 in Shanghai."""


@pytest.fixture
def desk(stage: Stage, caller: Caller) -> Program:
    """林若溪 calls meetings."""
    del stage
    kinds.ensure()
    return caller("林若溪")


def number(stage: Stage, name: str) -> int:
    """The id of somebody of the cast."""
    person: Person = stage[name]
    return person.pk


def meeting(
    stage: Stage, desk: Program, kind: str = "weekly_meeting", **more: str
) -> dict[str, Any]:
    """One of 林若溪 with 白露, who writes, and 孟夏."""
    body = {
        "title": "运营周例会",
        "kind": kind,
        "starts_at": STARTS.isoformat(),
        "ends_at": (STARTS + timedelta(hours=1)).isoformat(),
        "recorder": number(stage, "白露"),
        "required": [number(stage, name) for name in ("白露", "孟夏")],
        "place": "3 楼云海",
        "purpose": "定双十二排班",
        **more,
    }
    made: dict[str, Any] = post(desk, "/meetings", body, status=201)
    return made


def post(program: Program, path: str, body: Any = None, *, status: int = 200) -> Any:
    """The JSON of an act."""
    return program.post(path, body, status=status)


def put(program: Program, path: str, body: Any, *, status: int = 200) -> Any:
    """The JSON of a change."""
    return read(program.send("PUT", path, body), status)


@pytest.mark.req("M02")
def test_an_agenda_is_prepared_and_sent(stage: Stage, desk: Program, caller: Caller) -> None:
    at = f"/meetings/{meeting(stage, desk)['id']}"
    assert fields(post(desk, f"{at}/agenda/send", {"what": "agenda"}, status=422)) == {"agenda"}
    post(desk, f"{at}/agenda", {"title": "排班", "minutes": 10}, status=201)
    whole = post(
        desk, f"{at}/agenda", {"title": "退货", "owner": number(stage, "孟夏")}, status=201
    )
    first, second = whole["items"]
    assert (second["owner"]["name"], first["minutes"]) == ("孟夏", 10)
    wrong = post(desk, f"{at}/agenda", {"title": "x", "owner": 999_999}, status=422)
    assert fields(wrong) == {"owner"}
    moved = put(desk, f"{at}/agenda/{second['id']}", {"title": "退货积压", "move": -1})
    assert [one["title"] for one in moved["items"]] == ["退货积压", "排班"]
    left = read(desk.send("DELETE", f"{at}/agenda/{first['id']}"), 200)
    assert [one["title"] for one in left["items"]] == ["退货积压"]
    assert post(desk, f"{at}/agenda/send", {"what": "agenda"})["agenda_shared_at"]
    member = caller("孟夏")
    assert member.get(f"{at}/agenda")["items"][0]["origin"] == "own"
    post(member, f"{at}/agenda", {"title": "加一项"}, status=403)
    caller("唐果").get(f"{at}/agenda", status=404)


@pytest.mark.req("M13", "M16")
def test_opinions_and_needs_come_before(stage: Stage, desk: Program, caller: Caller) -> None:
    at = f"/meetings/{meeting(stage, desk, 'management_meeting')['id']}"
    item = post(desk, f"{at}/agenda", {"title": "明年预算"}, status=201)["items"][0]["id"]
    post(desk, f"{at}/agenda/send", {"what": "topics"})
    member = caller("孟夏")
    said = {"opinions": [{"item": item, "text": "压一成"}, {"text": "先看回款"}]}
    whole = post(member, f"{at}/opinions", said)
    assert {one["text"] for one in whole["opinions"]} == {"压一成", "先看回款"}
    assert caller("白露").get(f"{at}/agenda")["opinions"] != []
    gone = {"opinions": [{"item": 999_999, "text": "x"}]}
    assert fields(post(member, f"{at}/opinions", gone, status=422)) == {"item"}
    joint = f"/meetings/{meeting(stage, desk, 'partner_meeting')['id']}"
    post(desk, f"{joint}/needs/collected", status=422)
    post(desk, f"{joint}/agenda/send", {"what": "needs"})
    given = post(member, f"{joint}/needs", {"text": "要样品"})
    assert given["needs"][0]["name"] == "孟夏"
    done = post(desk, f"{joint}/needs/collected")
    assert (done["items"][0]["origin"], bool(done["needs_collected_at"])) == ("need", True)


@pytest.mark.req("M09", "M10", "M11", "M12")
def test_a_meeting_runs_and_its_minutes_go_out(stage: Stage, desk: Program, caller: Caller) -> None:
    made = meeting(stage, desk)
    at, member, writer = f"/meetings/{made['id']}", caller("孟夏"), caller("白露")
    seats = {one["name"]: one["id"] for one in made["attendees"]}
    item = post(desk, f"{at}/agenda", {"title": "排班"}, status=201)["items"][0]["id"]
    member.get(f"{at}/minutes", status=404)
    with clock.frozen(STARTS):
        _turns(desk, member, at, seats, item)
        _decided(stage, desk, (member, writer), at, item)
        post(desk, f"{at}/agenda/{item}/run", {"act": "done"})
    with clock.frozen(STARTS + timedelta(minutes=70)):
        assert post(desk, f"{at}/close", {"anyway": True})["state"] == "closed"
        post(desk, f"{at}/overrun", {"reason": "议题多"})
        _sent_out(at, desk, writer, member)


def _turns(desk: Program, member: Program, at: str, seats: dict[str, int], item: int) -> None:
    """It begins; everybody comes, goes and speaks."""
    room = post(desk, f"{at}/begin", {"present": list(seats.values())})
    assert (room["state"], room["seats"][0]["here"]) == ("running", True)
    post(member, f"{at}/begin", {}, status=403)
    assert post(desk, f"{at}/agenda/{item}/run", {"act": "run"})["agenda"][0]["state"] == "running"
    post(desk, f"{at}/turns/{seats['孟夏']}", {"act": "call"})
    post(desk, f"{at}/turns/{seats['孟夏']}", {"act": "spoken"})
    post(desk, f"{at}/turns/{seats['白露']}", {"act": "leave"})
    room = post(desk, f"{at}/turns/{seats['白露']}", {"act": "arrive"})
    turns = {one["name"]: one["turn"] for one in room["seats"]}
    assert turns["孟夏"] == "spoken"
    assert post(desk, f"{at}/extend", {"minutes": 15})["ends_at"] != room["ends_at"]


def _decided(
    stage: Stage, desk: Program, others: tuple[Program, Program], at: str, item: int
) -> None:
    """A resolution with everybody's word, one that is taken back, action items."""
    member, writer = others
    body = {"text": "两班倒", "item": item}
    passed = post(desk, f"{at}/resolutions", body, status=201)[0]
    said = {"act": "object", "words": "人手不够"}
    word = f"{at}/resolutions/{passed['id']}"
    assert post(member, word, said)[0]["objections"][0]["words"] == "人手不够"
    post(member, word, {"act": "object"}, status=422)
    assert post(member, word, {"act": "understand"})[0]["understood"] == 1
    post(desk, f"{at}/close", {}, status=409)
    post(desk, word, {"act": "understand", "person": number(stage, "白露")})
    second = post(writer, f"{at}/resolutions", {"text": "撤"}, status=201)[1]
    left = post(desk, f"{at}/resolutions/{second['id']}", {"act": "withdraw"})
    assert [one["text"] for one in left] == ["两班倒"]
    _noted(stage, desk, at, passed["id"], item)


def _noted(stage: Stage, desk: Program, at: str, resolution: str, item: int) -> None:
    """Action items: written, changed, struck."""
    body = {"text": "排班表", "item": item, "resolution": resolution}
    rows = post(desk, f"{at}/actions", body, status=201)
    post(desk, f"{at}/actions", body | {"resolution": str(new_id())}, status=404)
    due = (STARTS + timedelta(days=3)).isoformat()
    whole = {"text": "交排班表", "owner": number(stage, "孟夏"), "due_at": due}
    changed = put(desk, f"{at}/actions/{rows[0]['id']}", whole)
    assert (changed[0]["owner"]["name"], changed[0]["resolution"]) == ("孟夏", resolution)
    rows = post(desk, f"{at}/actions", {"text": "多余"}, status=201)
    struck = read(desk.send("DELETE", f"{at}/actions/{rows[1]['id']}"), 200)
    assert [one["text"] for one in struck] == ["交排班表"]


def _sent_out(at: str, desk: Program, writer: Program, member: Program) -> None:
    """Minutes: written, published, revised, read, downloaded; the item done; a recording."""
    draft = writer.get(f"{at}/minutes")
    assert (draft["state"], draft["revision"]) == ("draft", 0)
    put(writer, f"{at}/minutes", {"body": "## 排班\n两班倒", "stamp": draft["stamp"]})
    late = put(desk, f"{at}/minutes", {"body": "别的", "stamp": draft["stamp"]}, status=409)
    assert late["type"].endswith("overtaken")
    assert writer.send("GET", f"{at}/minutes/docx").status_code == 200
    assert member.send("GET", f"{at}/minutes/docx").status_code == 404
    sent = post(writer, f"{at}/minutes/publish", {})
    assert (sent["state"], sent["revision"]) == ("published", 1)
    seen = member.get(f"{at}/minutes")
    assert (seen["action_items"][0]["owner"], seen["resolutions"][0]["text"]) == ("孟夏", "两班倒")
    assert any(one["name"] == "孟夏" and one["read_at"] for one in seen["readers"])
    paper = member.send("GET", f"{at}/minutes/pdf")
    assert paper.content.startswith(b"%PDF")
    assert post(writer, f"{at}/minutes/reopen")["state"] == "revising"
    assert fields(post(writer, f"{at}/minutes/publish", {}, status=422)) == {"change"}
    assert post(writer, f"{at}/minutes/publish", {"change": "补一句"})["change"] == "补一句"
    post(member, f"{at}/minutes/confirm")
    item = member.get(f"{at}/room")["action_items"][0]
    ended = post(member, f"{at}/actions/{item['id']}/end", {"words": "交了"})
    assert (ended[0]["state"], ended[0]["result"]) == ("done", "交了")
    link = {"link": "https://video.example.test/7", "subject": "排班", "dated": "2026-11-30"}
    post(writer, f"{at}/recordings", link)
    assert fields(post(writer, f"{at}/recordings", link | {"link": "x"}, status=422)) == {"link"}
    post(writer, f"{at}/recordings", {"link": "https://video.example.test/8"}, status=409)


@pytest.mark.req("M03")
def test_a_round_is_given_before_a_stand_up(stage: Stage, desk: Program, caller: Caller) -> None:
    at = f"/meetings/{meeting(stage, desk, 'daily_standup')['id']}"
    said = {"done": "对账", "doing": "排班", "plan": "巡店", "absent": True}
    seats = post(caller("孟夏"), f"{at}/round", said)["seats"]
    assert {one["name"]: one["turn"] for one in seats}["孟夏"] == "absent"


@pytest.mark.req("M17")
def test_a_talk_of_two(stage: Stage, desk: Program, caller: Caller) -> None:
    planned = (clock.now() + timedelta(days=1)).isoformat()
    body = {"form": "technical", "planned_at": planned, "topic": "架构"}
    assert fields(post(desk, "/talks", body, status=422)) == {"partner"}
    talk = post(desk, "/talks", body | {"partner": number(stage, "孟夏")}, status=201)
    at, partner = f"/talks/{talk['id']}", caller("孟夏")
    changed = put(desk, at, body | {"partner": number(stage, "孟夏"), "goal": "选一种"})
    assert (changed["goal"], changed["state"]) == ("选一种", "planned")
    assert [one["id"] for one in partner.pages("/talks", 1)] == [talk["id"]]
    caller("唐果").get(at, status=404)
    late = {"held_at": (clock.now() + timedelta(days=2)).isoformat()}
    assert fields(post(desk, f"{at}/held", late, status=422)) == {"held_at"}
    held = {"held_at": (clock.now() - timedelta(hours=1)).isoformat(), "asked": True}
    assert post(desk, f"{at}/held", held)["state"] == "held"
    post(partner, f"{at}/notes", {"notes": "x"}, status=403)
    assert post(desk, f"{at}/notes", {"notes": "用消息队列"})["state"] == "noted"
    wrong = {"right": False, "words": "是先试点"}
    assert post(partner, f"{at}/response", wrong)["doubt"] == "是先试点"
    assert post(partner, f"{at}/response", {"right": True})["state"] == "confirmed"
    assert partner.get(at)["notes"] == "用消息队列"


@pytest.mark.req("M14")
def test_blocked_cooperation(stage: Stage, desk: Program, caller: Caller) -> None:
    places = []
    for name in ("林若溪", "陈屿"):
        Department.objects.filter(pk=stage[name].department_id).update(head=stage[name])
        places.append(stage[name].department_id)
    words = {"title": "门店接口", "text": "没人接"}
    few = post(desk, "/cooperation", words | {"departments": [999_998, 999_999]}, status=422)
    assert fields(few) == {"departments"}
    teller = caller("孟夏")
    matter = post(teller, "/cooperation", words | {"departments": places}, status=201)
    at = f"/cooperation/{matter['id']}"
    assert {one["id"] for one in matter["departments"]} == set(places)
    assert fields(post(desk, f"{at}/held", {}, status=422)) == {"agreement"}
    held = post(desk, f"{at}/held", {"agreement": "运营部提单", "contact": "白露"})
    assert (held["state"], held["contact"]) == ("held", "白露")
    assert post(teller, f"{at}/clear", {})["state"] == "cleared"
    assert [one["id"] for one in teller.pages("/cooperation", 1)] == [matter["id"]]
    assert teller.get(at)["agreement"] == "运营部提单"


@pytest.mark.req("M20")
def test_a_series_is_changed_as_a_whole(stage: Stage, desk: Program, caller: Caller) -> None:
    alone = meeting(stage, desk)
    desk.get(f"/meetings/{alone['id']}/series", status=404)
    first = meeting(stage, desk, "monthly_meeting", rrule="FREQ=WEEKLY;BYDAY=MO", title="例会")
    at = f"/meetings/{first['id']}/series"
    series = desk.get(at)
    assert (len(series["meetings"]), series["words"]) == (5, "每周一 10:00")
    later = {"scope": "all", "starts_at": (STARTS + timedelta(hours=1)).isoformat()}
    told = post(desk, f"{at}/change", later | {"dry_run": True, "place": "5 楼"})
    assert (told["meetings"], told["people"], told["fields"]) == (5, 3, ["地点"])
    assert told["series"]["sequence"] == 0
    assert len(told["moved"]) == 5
    done = post(desk, f"{at}/change", later | {"place": "5 楼"})
    assert (done["series"]["sequence"], done["series"]["meetings"][0]["place"]) == (1, "5 楼")
    post(caller("孟夏"), f"{at}/change", later, status=403)
    people = {"required": [number(stage, "唐果")], "optional": [], "guests": []}
    swapped = post(desk, f"{at}/change", {"scope": "all", **people})
    assert (swapped["joining"], swapped["leaving"]) == (["唐果"], ["孟夏"])
    assert len(post(desk, f"{at}/times", {"starts_at": STARTS.isoformat()})["meetings"]) == 6
    third = desk.get(at)["meetings"][3]["id"]
    ended = post(desk, f"/meetings/{third}/series/end", {"scope": "later"})
    assert ended["ended_at"]
    assert len(ended["meetings"]) == 3
