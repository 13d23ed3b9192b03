"""The glossary's pages: everybody reads, keepers write, others do not even see the forms."""

import pytest

from huiyin.cases.glossary.models import Term, TermKind
from huiyin.cases.glossary.tests.conftest import Room

pytestmark = pytest.mark.req("O08")


def form(room: Room, **over: str) -> dict[str, str]:
    values = {
        "kind": "term",
        "word": "OA审批",
        "variants": "OA报批、OA申批",
        "unless": "",
        "meaning": "在 OA 里办理",
        "department": str(room.keeper.department_id),
        "since": "2026-07-01",
    }
    return values | over


def test_everybody_reads(room: Room) -> None:
    term = room.set("OA审批", "OA报批", meaning="在 **OA** 里办理")
    room.set("周报", kind=TermKind.FORMAT, meaning="1. 结论")
    browser = room.client("陈屿")
    whole = browser.get("/glossary/").content.decode()
    assert "OA审批" in whole
    assert "周报" in whole
    assert "/glossary/new" not in whole
    part = browser.get("/glossary/?q=报批", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "OA审批" in part
    assert "周报" not in part
    assert "没有找到这个词" in browser.get("/glossary/?q=无此词").content.decode()
    one = browser.get(f"/glossary/{term.pk}").content.decode()
    assert "<strong>OA</strong>" in one
    assert f"/glossary/{term.pk}/edit" not in one
    for path in ("/glossary/new", f"/glossary/{term.pk}/edit", "/glossary/import"):
        assert browser.get(path).status_code == 403


def test_a_keeper_enters_changes_and_retires(room: Room) -> None:
    browser = room.client("何青")
    assert browser.get("/glossary/new").status_code == 200
    answer = browser.post("/glossary/new", form(room))
    term = Term.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/glossary/{term.pk}")
    assert term.variants == ["OA报批", "OA申批"]
    page = browser.get(f"/glossary/{term.pk}/edit").content.decode()
    assert "OA报批、OA申批" in page
    assert browser.post(f"/glossary/{term.pk}/edit", form(room, word="OA流程")).status_code == 302
    term.refresh_from_db()
    assert term.word == "OA流程"
    assert browser.post(f"/glossary/{term.pk}/retire").status_code == 302
    assert browser.get(f"/glossary/{term.pk}/edit").status_code == 404
    assert "停用</span>" in browser.get(f"/glossary/{term.pk}").content.decode()
    assert "OA流程" in browser.get("/glossary/?tab=retired").content.decode()


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"word": ""}, "word"),
        ({"variants": "审"}, "variants"),
        ({"since": "2026-13-01"}, "since"),
        ({"department": "0"}, "department"),
        ({"kind": "letter"}, "kind"),
        ({"kind": "format", "meaning": ""}, "meaning"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_kept(
    room: Room, over: dict[str, str], field: str
) -> None:
    answer = room.client("何青").post("/glossary/new", form(room, **over))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Term.objects.exists()
