"""An administrator's pages: sources made, tried, changed, stopped; secrets shown once."""

import re
from typing import Any

import pytest

from huiyin.cases.intake import actions, keys, purge, queries, sources
from huiyin.cases.intake.actions import SourceError
from huiyin.cases.intake.models import Outcome, Post, Proof, Signal, Source, SourceKind
from huiyin.cases.intake.tests.conftest import Posting, Room, alert
from huiyin.cases.models import Case
from huiyin.directory.models import Person
from huiyin.ledger.models import Entry

pytestmark = pytest.mark.req("B01")


def form(room: Room, **over: Any) -> dict[str, Any]:
    return {
        "name": "生产环境",
        "kind": "generic",
        "proof": "standard",
        "target": "desk",
        "actor": room.company["韩墨"].employee_no,
        "grouping": "alert",
        "least": "info",
        "calm_minutes": "30",
        "per_minute": "60",
        "cases_per_hour": "20",
    } | over


def test_a_source_is_made_and_its_secret_shown_once(room: Room) -> None:
    browser = room.client("罗一鸣")
    assert "还没有接入监控" in browser.get("/monitors/").content.decode()
    assert browser.get("/monitors/new").status_code == 200
    answer = browser.post("/monitors/new", form(room))
    text = answer.content.decode()
    source = Source.objects.get()
    secret = keys.of(source, source.made_at)[0]
    assert (answer.status_code, answer["Cache-Control"]) == (200, answer["Cache-Control"])
    assert "no-store" in answer["Cache-Control"]
    assert secret in text
    assert f"/hooks/{source.pk}" in text
    assert secret not in source.secret
    later = browser.get(f"/monitors/{source.pk}").content.decode()
    assert secret not in later
    assert "YOUR_SECRET" in later
    assert secret not in "".join(Entry.objects.values_list("body", flat=True))
    assert "生产环境" in browser.get("/monitors/").content.decode()


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"name": " "}, "is-wrong"),
        ({"kind": "alertmanager", "proof": "standard"}, "这类来源不会用这种方式证明自己"),
        ({"actor": "nobody"}, "没有这个工号"),
        ({"target": "moon"}, "is-wrong"),
        ({"grouping": "group"}, "只有 Alertmanager 成组发送"),
        ({"calm_minutes": "2000"}, "is-wrong"),
    ],
)
def test_what_cannot_be_is_said(room: Room, over: dict[str, str], words: str) -> None:
    answer = room.client("罗一鸣").post("/monitors/new", form(room, **over))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Source.objects.exists()


def test_limits_names_and_people_are_looked_at_behind_the_form_too(room: Room) -> None:
    room.source()
    with pytest.raises(SourceError, match="已经有这个名称的来源"):
        room.source()
    gone = room.company["白露"]
    Person.objects.filter(pk=gone.pk).update(active=False)
    gone.refresh_from_db()
    with pytest.raises(SourceError) as wrong:
        actions.make(
            room.plan(name="", target="x", actor=gone, per_minute=0, cases_per_hour=9999),
            by=room.admin,
        )
    assert set(wrong.value.errors) == {"name", "target", "actor", "per_minute", "cases_per_hour"}


def test_a_source_is_changed_and_keeps_its_secret_while_its_proof_stays(room: Room) -> None:
    source = room.source()
    browser = room.client("罗一鸣")
    path = f"/monitors/{source.source.pk}/edit"
    assert "生产环境" in browser.get(path).content.decode()
    assert browser.post(path, form(room, name="测试 环境")).status_code == 302
    assert source.post(alert()).status_code == 200
    answer = browser.post(path, form(room, proof="bearer"))
    assert answer.status_code == 200
    assert "hyin_" in answer.content.decode()
    source.source.refresh_from_db()
    assert source.post(alert()).status_code == 401
    room.source(name="另一个")
    assert browser.post(path, form(room, name="另一个")).status_code == 422


def test_a_new_secret_is_shown_once_and_the_old_one_has_an_end(room: Room) -> None:
    source = room.source()
    browser = room.client("罗一鸣")
    text = browser.post(f"/monitors/{source.source.pk}/rotate").content.decode()
    found = re.search(r"whsec_[A-Za-z0-9+/=]+", text)
    assert found is not None
    fresh = Posting(source.source, found[0])
    assert fresh.post(alert()).status_code == 200
    assert "旧密钥用到" in browser.get(f"/monitors/{source.source.pk}").content.decode()


def test_a_source_is_stopped_and_resumed_once(room: Room) -> None:
    source = room.source().source
    browser = room.client("罗一鸣")
    for verb, event in (("stop", "intake.source_stopped"), ("resume", "intake.source_resumed")):
        for _ in range(2):
            assert browser.post(f"/monitors/{source.pk}/{verb}").status_code == 302
        assert Entry.objects.filter(kind=event).count() == 1
        page = browser.get(f"/monitors/{source.pk}").content.decode()
        assert ("起停用" in page) == (verb == "stop")


@pytest.mark.parametrize(
    ("kind", "proof"), [("alertmanager", "bearer"), ("zabbix", "hex"), ("generic", "standard")]
)
def test_a_test_message_goes_all_the_way_and_leaves_nothing(
    room: Room, kind: str, proof: str
) -> None:
    source = room.source(kind=kind, proof=proof).source
    browser = room.client("罗一鸣")
    answer = browser.post(f"/monitors/{source.pk}/test", follow=True)
    assert "测试通过" in answer.content.decode()
    assert len(room.desk.told) == 1
    assert not Case.objects.exists()
    assert not Signal.objects.exists()
    assert Post.objects.get().outcome == Outcome.TEST
    room.desk.fault = sources.Refused("没有值班人")
    answer = browser.post(f"/monitors/{source.pk}/test", follow=True)
    assert "测试没有通过：没有值班人" in answer.content.decode()


def test_what_came_is_shown_with_what_became_of_it(room: Room) -> None:
    source = room.source()
    source.post({"alerts": [alert(title="<b>磁盘</b>"), alert(fingerprint="x")]})
    source.post(alert("resolved"))
    source.post(alert(), headers={})
    page = room.client("罗一鸣").get(f"/monitors/{source.source.pk}").content.decode()
    for words in ("新开", "已恢复", "签名不对", "T-1", "还没有恢复", "&lt;b&gt;磁盘"):
        assert words in page
    assert "<b>磁盘" not in page
    assert queries.failing(source.source)
    assert queries.last_taken(source.source) is not None
    row = queries.listed()[0]
    assert row.last is not None
    assert (row.target, row.last.outcome) == ("问题", Outcome.UNSIGNED)
    assert queries.label_of("gone") == "gone"


@pytest.mark.parametrize("kind", SourceKind.values)
def test_each_kind_has_something_to_copy(room: Room, kind: str) -> None:
    from huiyin.cases.intake.formats import PROOFS
    from huiyin.cases.intake.snippets import snippet

    for proof in PROOFS[kind]:
        source = Source(kind=kind, proof=proof)
        text = snippet(source, "https://huiyin.test/hooks/1", "S3CRET")
        assert "https://huiyin.test/hooks/1" in text
        assert "S3CRET" in text


def test_only_administrators(room: Room) -> None:
    source = room.source().source
    for name in ("陈屿", "秦朗", "何青", "叶蓁"):
        browser = room.client(name)
        for path in ("", "new", str(source.pk), f"{source.pk}/edit"):
            assert browser.get(f"/monitors/{path}").status_code == 403
        for verb in ("rotate", "test", "stop", "resume"):
            assert browser.post(f"/monitors/{source.pk}/{verb}").status_code == 403
        assert "/monitors/" not in browser.get("/").content.decode()


def test_posts_are_forgotten_after_a_month(room: Room, clock: Any) -> None:
    source = room.source(proof=Proof.BEARER)
    source.post(alert())
    clock.advance(days=29)
    source.post(alert())
    assert purge.purge() == 0
    clock.advance(days=1)
    assert purge.purge() == 1
    assert (Post.objects.count(), Signal.objects.count()) == (1, 1)


def test_the_housekeeping_ends_when_told(db: None) -> None:
    from threading import Event

    stop = Event()

    class Once(Event):
        def wait(self, timeout: float | None = None) -> bool:  # noqa: ARG002 - the signature of Event
            stop.set()
            self.set()
            return True

    purge.run(Once())
    assert stop.is_set()
