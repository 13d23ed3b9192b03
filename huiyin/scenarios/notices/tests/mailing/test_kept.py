"""Files that come back with an answer: judged, bounded, kept once, handed to whom they concern."""

from typing import Any

import pytest
from django.test import override_settings

from huiyin.cases import uploads
from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.delivery.received import Received
from huiyin.delivery.replies import Answer
from huiyin.kit import clock
from huiyin.obligations.models import Bearer
from huiyin.scenarios.notices import outgoing
from huiyin.scenarios.notices.mailing.kept import sift, words
from huiyin.scenarios.notices.mailing.models import ReplyFile
from huiyin.scenarios.notices.models import Notice, Reply
from huiyin.scenarios.notices.tests.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.req("N18", "R04")]

SHEET = Received("盘点表.csv", "名称,数量\n键盘,12\n".encode())
PROGRAM = Received("表.csv", b"MZ\x90\x00")


def answer(stage: Stage, notice: Notice, *files: Received, text: str = "见附件") -> Answer:
    return Answer(
        notice.pk, stage["白露"].pk, Channel.MAIL, Proof.REPLY, clock.now(), text, None, files
    )


def test_an_answer_keeps_its_files(stage: Stage) -> None:
    notice = stage.published(reply_by=clock.now().replace(day=28))
    for _ in range(2):
        outgoing.on_reply(answer(stage, notice, SHEET))
    kept = ReplyFile.objects.get()
    assert (kept.name, kept.size) == (SHEET.name, len(SHEET.content))
    assert kept.reply.text == "见附件"
    with kept.file.open("rb") as stored:
        assert stored.read() == SHEET.content


def test_files_are_kept_although_no_reply_was_asked(stage: Stage) -> None:
    notice = stage.published()
    outgoing.on_reply(answer(stage, notice, SHEET, text=""))
    assert Reply.objects.get().text == "（见附件）"
    assert ReplyFile.objects.count() == 1
    assert Bearer.objects.get(person_id=stage["白露"].pk).state == State.MET


def test_what_may_not_be_kept_is_said_in_the_reply(stage: Stage) -> None:
    notice = stage.published()
    outgoing.on_reply(answer(stage, notice, SHEET, PROGRAM, Received("x.exe", b"1")))
    assert ReplyFile.objects.count() == 1
    text = Reply.objects.get().text
    assert text.startswith("见附件\n（附件「表.csv」的内容与扩展名不符，未保存）")
    assert "x.exe" in text


def test_all_files_together_are_bounded(settings: Any) -> None:
    settings.ATTACHMENT_LIMIT = 100
    assert uploads.limit() == 100
    good, refused = sift([Received("a.txt", b"a" * 60), Received("b.txt", b"b" * 60)])
    assert [file.name for file in good] == ["a.txt"]
    assert refused == ["「b.txt」放不下，未保存"]
    good, refused = sift([Received("a.txt", b"a" * 101)])
    assert good == []
    assert "上限" in refused[0]


def test_names_lose_their_tricks() -> None:
    good, _refused = sift([Received("../../etc/p\u202efdp.txt", b"a")])
    assert good[0].name == "pfdp.txt"


def test_words_say_something_in_any_case() -> None:
    assert words("", []) == "（见附件）"
    assert words("好", []) == "好"


@pytest.mark.req("R01")
def test_who_may_have_the_file(stage: Stage) -> None:
    notice = stage.published()
    outgoing.on_reply(answer(stage, notice, SHEET))
    address = f"/notices/replies/files/{ReplyFile.objects.get().pk}"
    with override_settings(ALLOWED_HOSTS=["*"]):
        for name, status in (("白露", 200), ("林若溪", 200), ("孟夏", 403), ("唐果", 404)):
            got: Any = stage.client(name).get(address)
            assert got.status_code == status, name
            if status == 200:
                assert b"".join(got.streaming_content) == SHEET.content
        got = stage.client("林若溪").get(address)
    assert b"".join(got.streaming_content) == SHEET.content
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in got["Content-Disposition"]
    ReplyFile.objects.get().file.delete(save=False)
    assert stage.client("林若溪").get(address).status_code == 404


def test_a_file_that_never_was_is_not_found(stage: Stage) -> None:
    gone = "/notices/replies/files/00000000-0000-0000-0000-000000000000"
    assert stage.client("林若溪").get(gone).status_code == 404
