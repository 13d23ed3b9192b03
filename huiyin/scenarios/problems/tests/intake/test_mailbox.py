"""A letter becomes a problem, its sender gets a number, and what they write later goes there."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases import attachments
from huiyin.delivery.letters import Letter
from huiyin.delivery.models import OutsideMail
from huiyin.delivery.outsiders import OutsideAnswer
from huiyin.delivery.received import Received
from huiyin.directory.models import Person, Role, RoleGrant
from huiyin.kit import clock as kit_clock
from huiyin.scenarios.problems import actions
from huiyin.scenarios.problems.intake import actions as intake
from huiyin.scenarios.problems.intake import mailbox, words
from huiyin.scenarios.problems.intake.models import Mailbox, Word
from huiyin.scenarios.problems.models import Problem
from huiyin.scenarios.problems.tests.conftest import Stage, stage

__all__ = ["stage"]

pytestmark = [pytest.mark.req("B01", "B06"), pytest.mark.django_db]

ADDRESS = "problems@yunqiao.test"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def letter(**over: Any) -> Letter:
    given: dict[str, Any] = {
        "sender": "wang@client.test",
        "sender_name": "王女士",
        "addresses": (ADDRESS,),
        "subject": "Fwd: 发票打不开",
        "text": "客户来电。",
        "calendar": "",
        "files": (),
        "message_id": "<a@client.test>",
        "at": kit_clock.now(),
        "body": "客户来电。\r\n\r\n> 发票打开是空白",
    }
    return Letter(**given | over)


@pytest.fixture
def box(stage: Stage) -> Mailbox:
    RoleGrant.objects.get_or_create(person=stage["罗一鸣"], role=Role.ADMINISTRATOR)
    return intake.set_mailbox(ADDRESS.upper(), "mailbox", stage["顾北辰"], by=stage["罗一鸣"])


def test_a_letter_becomes_a_problem_with_its_files_and_is_answered(
    stage: Stage, box: Mailbox
) -> None:
    files = (Received("屏幕.png", PNG), Received("run.exe", b"MZ"))
    assert mailbox.take(letter(files=files)) == "reported"
    problem = Problem.objects.get()
    assert (problem.title, problem.source) == ("发票打不开", "mailbox")
    assert problem.text.startswith("客户来电。\n\n> 发票打开是空白")
    assert (problem.reporter, problem.reporter_name) == (None, "王女士")
    assert problem.reporter_contact == "wang@client.test"
    assert [row.name for row in attachments.of_case(problem)] == ["屏幕.png"]
    assert "附件没有保存" in problem.text
    assert stage.owes(problem, "register_problem") == ["何青"]
    mail = OutsideMail.objects.get()
    assert mail.address == "wang@client.test"
    assert problem.number in mail.message["subject"]
    assert "11月23日 15:00 前登记" in mail.message["plain"]


def test_the_same_letter_is_one_problem_and_others_are_not_ours(stage: Stage, box: Mailbox) -> None:
    assert [mailbox.take(letter()) for _ in range(2)] == ["reported", "reported"]
    assert (Problem.objects.count(), OutsideMail.objects.count()) == (1, 1)
    assert mailbox.take(letter(addresses=("echo@yunqiao.test",))) is None
    assert mailbox.take(letter(addresses=())) is None
    intake.stop_mailbox(box.pk, by=stage["罗一鸣"])
    assert mailbox.take(letter(message_id="<b@client.test>")) is None


def test_a_colleague_is_the_reporter(stage: Stage, box: Mailbox) -> None:
    Person.objects.filter(pk=stage["白露"].pk).update(email="bailu@yunqiao.test")
    assert mailbox.take(letter(sender="Bailu@yunqiao.test".lower(), subject="")) == "reported"
    problem = Problem.objects.get()
    assert (problem.reporter, problem.initiator) == (stage["白露"], stage["顾北辰"])
    assert problem.title == "客户来电。"
    assert stage.client("白露").get(f"/problems/{problem.pk}").status_code == 200


def test_a_letter_without_anything_is_still_kept(stage: Stage, box: Mailbox) -> None:
    empty = letter(sender="", sender_name="", subject=" Re: ", text="", body="", message_id="")
    assert mailbox.take(empty) == "reported"
    problem = Problem.objects.get()
    assert (problem.title, problem.reporter_name) == ("没有主题的来信", "未署名")
    assert not OutsideMail.objects.exists()
    long = letter(body="长" * 5000, message_id="<l@client.test>")
    mailbox.take(long)
    other = Problem.objects.exclude(pk=problem.pk).get()
    assert other.text.endswith("后面没有保存）")


def test_a_later_letter_with_the_number_goes_to_the_problem(stage: Stage, box: Mailbox) -> None:
    mailbox.take(letter())
    problem = Problem.objects.get()
    later = letter(
        subject=f"回复：【问题 {problem.number}】已收到",
        text="还有一张也打不开。",
        message_id="<c@client.test>",
    )
    assert mailbox.take(later) == "added"
    word = Word.objects.get()
    assert (word.text, word.name, word.problem) == ("还有一张也打不开。", "王女士", problem)
    assert stage.owes(problem, "read_letter") == ["何青"]
    assert OutsideMail.objects.count() == 1
    stranger = letter(subject=problem.number, sender="other@else.test", message_id="<d@else.test>")
    assert mailbox.take(stranger) == "reported"
    assert Problem.objects.count() == 2


def test_what_they_answer_to_our_mail_goes_there_too(stage: Stage, box: Mailbox) -> None:
    mailbox.take(letter())
    mail = OutsideMail.objects.get()
    answer = OutsideAnswer(mail, kit_clock.now(), "补充：是 11 月的。")
    mailbox.hear(answer)
    mailbox.hear(answer)
    word = Word.objects.get()
    assert word.text == "补充：是 11 月的。"
    mailbox.hear(OutsideAnswer(mail, kit_clock.now() + timedelta(minutes=1)))
    assert Word.objects.latest("pk").text == "（没有文字的回复）"
    mail.subject = None
    mailbox.hear(OutsideAnswer(mail, kit_clock.now(), "x"))
    assert Word.objects.count() == 2


def test_a_letter_is_read_and_answered_by_whoever_has_the_problem(
    stage: Stage, box: Mailbox
) -> None:
    mailbox.take(letter())
    problem = Problem.objects.get()
    mailbox.hear(OutsideAnswer(OutsideMail.objects.get(), kit_clock.now(), "什么时候好？"))
    word = Word.objects.get()
    path = f"/problems/{problem.pk}/words/{word.pk}"
    page = stage.client("何青").get(f"/problems/{problem.pk}").content.decode()
    assert "什么时候好？" in page
    assert path in page
    assert stage.client("唐果").post(path).status_code == 404
    long = stage.client("何青").post(path, {"reply": "长" * 4001})
    assert long.status_code == 422
    assert stage.client("何青").post(path, {"reply": "周三前。"}).status_code == 303
    assert stage.client("何青").post(path, {"reply": "周四前。"}).status_code == 303
    assert stage.owes(problem, "read_letter") == []
    sent = OutsideMail.objects.latest("pk")
    assert (sent.address, sent.message["plain"]) == ("wang@client.test", "周三前。")
    assert [one.text for one in words.of_problem(problem)] == ["什么时候好？", "周三前。"]
    assert "何青 看过" in stage.client("何青").get(f"/problems/{problem.pk}").content.decode()


def test_who_cannot_be_written_to_is_only_read(stage: Stage) -> None:
    problem = actions.report(
        by=stage["顾北辰"],
        title="电话打不通",
        text="",
        source="hotline",
        reporter_name="周经理",
        reporter_contact="138 0000 0000",
    )
    word = words.heard(problem, "再问一次", name="周经理", key="k", by=None)
    assert word is not None
    words.see(word.pk, "好的", by=stage["何青"])
    assert not OutsideMail.objects.exists()


def test_after_the_end_a_letter_is_kept_and_nobody_owes_for_it(stage: Stage, box: Mailbox) -> None:
    mailbox.take(letter())
    problem = Problem.objects.get()
    actions.withdraw(problem.pk, "误报", by=stage["何青"])
    mailbox.hear(OutsideAnswer(OutsideMail.objects.get(), kit_clock.now(), "谢谢"))
    assert Word.objects.get().text == "谢谢"
    assert stage.owes(problem, "read_letter") == []


def test_the_owner_reads_once_there_is_one(stage: Stage) -> None:
    problem = stage.assigned("陈屿")
    words.heard(problem, "还有一处", name="白露", key="k", by=stage["白露"])
    assert stage.owes(problem, "read_letter") == ["陈屿"]


def test_the_result_is_mailed_to_somebody_outside(stage: Stage, box: Mailbox) -> None:
    from huiyin.scenarios.problems import tasks

    mailbox.take(letter())
    problem = Problem.objects.get()
    assert not tasks.tell_outside.func(str(problem.pk))
    problem.answers.create(text="发票已重开。", how="mail", by=stage["陈屿"], at=kit_clock.now())
    for _ in range(2):
        assert tasks.tell_outside.func(str(problem.pk))
    mail = OutsideMail.objects.latest("pk")
    assert OutsideMail.objects.count() == 2
    assert "发票已重开。" in mail.message["plain"]
    assert mail.message["link_path"]
    problem.answers.update(how="phone")
    assert not tasks.tell_outside.func(str(problem.pk))


def test_a_flood_goes_to_the_latest_problem(
    stage: Stage, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "MOST_A_DAY", 2)
    came = [mailbox.take(letter(message_id=f"<{n}@client.test>")) for n in range(4)]
    assert came == ["reported", "reported", "added", "added"]
    assert (Problem.objects.count(), Word.objects.count()) == (2, 2)


def test_mailboxes_are_an_administrators(stage: Stage, box: Mailbox) -> None:
    browser = stage.client("罗一鸣")
    assert ADDRESS in browser.get("/problems/mailboxes").content.decode()
    given = {"address": "Hotline@yunqiao.test", "source": "hotline", "keeper": "顾北辰"}
    assert browser.post("/problems/mailboxes", given).status_code == 303
    assert browser.post("/problems/mailboxes", given | {"source": "ticket"}).status_code == 303
    assert Mailbox.objects.get(address="hotline@yunqiao.test").source == "ticket"
    assert browser.post("/problems/mailboxes", given | {"keeper": "谁"}).status_code == 422
    assert browser.post("/problems/mailboxes", given | {"address": "x"}).status_code == 422
    for _ in range(2):
        assert browser.post(f"/problems/mailboxes/{box.pk}/stop").status_code == 303
    assert "已停用" in browser.get("/problems/mailboxes").content.decode()
    other = stage.client("何青")
    assert other.get("/problems/mailboxes").status_code == 403
    assert other.post(f"/problems/mailboxes/{box.pk}/stop").status_code == 403


@pytest.mark.parametrize(
    ("address", "source", "gone"),
    [("no address", "mailbox", False), ("a@b.test", "alert", False), ("a@b.test", "mailbox", True)],
)
def test_a_mailbox_that_cannot_be(stage: Stage, address: str, source: str, gone: bool) -> None:
    keeper = stage["白露"]
    keeper.active = not gone
    RoleGrant.objects.get_or_create(person=stage["罗一鸣"], role=Role.ADMINISTRATOR)
    with pytest.raises(actions.ProblemRefused):
        intake.set_mailbox(address, source, keeper, by=stage["罗一鸣"])
