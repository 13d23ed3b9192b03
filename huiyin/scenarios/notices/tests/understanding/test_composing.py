import pytest

from huiyin.cases.comprehension import queries, writing
from huiyin.cases.comprehension.writing import PointText, QuestionText, WritingRefused
from huiyin.directory.access import NotVisible
from huiyin.scenarios.notices import actions
from huiyin.scenarios.notices.checks import NotReady
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import TEXT, Stage
from huiyin.scenarios.notices.tests.understanding.conftest import POINTS, QUESTIONS, Made

pytestmark = pytest.mark.req("N14")

HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(stage: Stage) -> Notice:
    return stage.draft()


def texts(notice: Notice) -> list[str]:
    return [one.text for one in queries.points(notice.pk, 1)]


def test_points_are_kept_in_order_and_replaced(stage: Stage, draft: Notice) -> None:
    by = stage["林若溪"]
    writing.set_points(draft.pk, [*POINTS, PointText("  ")], by=by)
    assert texts(draft) == [one.text for one in POINTS]
    writing.set_points(draft.pk, [POINTS[2]], by=by)
    assert texts(draft) == [POINTS[2].text]


@pytest.mark.parametrize(
    ("rows", "row", "field", "code"),
    [
        ([PointText("好"), PointText("长" * 301)], 2, "text", "long"),
        ([PointText("好", "长" * 61)], 1, "hint", "long"),
        ([PointText(f"第{n}件") for n in range(13)], 13, "text", "many"),
    ],
)
def test_what_cannot_be_kept_is_named(
    stage: Stage, draft: Notice, rows: list[PointText], row: int, field: str, code: str
) -> None:
    writing.set_points(draft.pk, [POINTS[0]], by=stage["林若溪"])
    with pytest.raises(WritingRefused) as caught:
        writing.set_points(draft.pk, rows, by=stage["林若溪"])
    assert (caught.value.row, caught.value.field, caught.value.code) == (row, field, code)
    assert texts(draft) == [POINTS[0].text]


@pytest.mark.parametrize(
    ("question", "field", "code"),
    [
        (QuestionText("essay", "x", [], []), "kind", "unknown"),
        (QuestionText("single", "长" * 301, ["a", "b"], [0]), "text", "long"),
        (QuestionText("single", "x", ["a"], [0]), "options", "count"),
        (QuestionText("single", "x", ["a", "a"], [0]), "options", "count"),
        (QuestionText("single", "x", ["a", "b"], []), "answer", "missing"),
        (QuestionText("single", "x", ["a", "b"], [2]), "answer", "missing"),
        (QuestionText("single", "x", ["a", "b"], [0, 1]), "answer", "one"),
        (QuestionText("true_false", "x", [], [2]), "answer", "missing"),
    ],
)
def test_a_question_that_nobody_could_answer_is_named(
    stage: Stage, draft: Notice, question: QuestionText, field: str, code: str
) -> None:
    with pytest.raises(WritingRefused) as caught:
        writing.set_questions(draft.pk, [question], by=stage["林若溪"])
    assert (caught.value.field, caught.value.code) == (field, code)


def test_an_unfinished_question_stays_in_the_draft_and_stops_publishing(
    stage: Stage, draft: Notice
) -> None:
    by = stage["林若溪"]
    unfinished = QuestionText("single", "故障先打给谁", ["值守组长"], [])
    writing.set_questions(draft.pk, [unfinished], by=by, unfinished=True)
    with pytest.raises(NotReady, match="第 1 题需要 2 至 8 个不同的选项"):
        actions.publish(draft.pk, by=by)


def test_what_went_out_is_not_rewritten(stage: Stage, told: Made) -> None:
    notice = told()
    for write in (writing.set_points, writing.set_questions):
        with pytest.raises(writing.NotDraft):
            write(notice.pk, [], by=stage["林若溪"])
    answer = stage.client("林若溪").post(
        f"/cases/{notice.pk}/understanding/points/save", {"point": "别的"}
    )
    assert (answer.status_code, answer["Location"]) == (303, f"/notices/{notice.pk}")
    page = stage.client("林若溪").get(f"/cases/{notice.pk}/understanding/points")
    assert page.status_code == 303


def test_only_its_author_writes_in_a_draft(stage: Stage, draft: Notice) -> None:
    with pytest.raises(NotVisible):
        writing.set_points(draft.pk, POINTS, by=stage["白露"])
    assert stage.client("白露").get(f"/cases/{draft.pk}/understanding/points").status_code == 404


def test_the_composer_saves_them_with_the_rest(stage: Stage, draft: Notice) -> None:
    data = {name: value for name, value in TEXT.items() if isinstance(value, str)}
    data |= {"confirm_mode": "teach_back", "complexity": "simple", "kind": "notice"}
    rows = {"point": [POINTS[0].text, "", POINTS[1].text], "hint": ["何时", "", ""]}
    stage.client("林若溪").post(f"/notices/{draft.pk}/save", data | rows, headers=HTMX)
    assert texts(draft) == [POINTS[0].text, POINTS[1].text]
    assert queries.points(draft.pk, 1)[0].hint == "何时"
    page = stage.client("林若溪").get(f"/notices/{draft.pk}/edit").content.decode()
    assert POINTS[1].text in page


def test_true_or_false_is_proposed_from_the_points(stage: Stage, draft: Notice) -> None:
    browser = stage.client("林若溪")
    address = f"/cases/{draft.pk}/understanding/points/save"
    data = {"point": [one.text for one in POINTS], "propose": "1"}
    html = browser.post(address, data, headers=HTMX).content.decode()
    made = queries.questions(draft.pk, 1)
    assert [(one.text, one.answer) for one in made] == [
        ("12 月 12 日 08:00 至 22:00 轮班", [0]),
        ("故障先打给值守组长", [0]),
        ("各组长 11 月 30 日 18:00 前交排班表", [0]),
    ]
    assert [one.key_point.order for one in made if one.key_point] == [1, 2, 3]
    assert html.count('name="q-text"') == 3
    browser.post(address, {"point": [one.text for one in POINTS]}, headers=HTMX)
    assert len(queries.questions(draft.pk, 1)) == 3, "sent before they were shown"
    browser.post(address, {"point": [POINTS[0].text], "q-text": [""]}, headers=HTMX)
    assert queries.questions(draft.pk, 1) == []


def test_questions_are_typed_line_by_line(stage: Stage, draft: Notice) -> None:
    browser = stage.client("林若溪")
    address = f"/cases/{draft.pk}/understanding/points/save"
    data = {
        "point": [POINTS[1].text],
        "q-text": ["故障先打给谁", "先后", "对吗", ""],
        "q-kind": ["single", "ordering", "true_false", "single"],
        "q-options": ["*值守组长\n客服部", "交表\n轮班", "", "*x"],
        "q-truth": ["true", "true", "false", "true"],
        "q-point": ["1", "", "", ""],
    }
    browser.post(address, data, headers=HTMX)
    assert [(one.kind, one.options, one.answer) for one in queries.questions(draft.pk, 1)] == [
        ("single", ["值守组长", "客服部"], [0]),
        ("ordering", ["交表", "轮班"], [0, 1]),
        ("true_false", [], [1]),
    ]
    page = browser.get(f"/cases/{draft.pk}/understanding/points").content.decode()
    assert "*值守组长\n客服部" in page
    more = browser.post(address, data | {"question": "1"}, headers=HTMX).content.decode()
    assert more.count('name="q-text"') == 4
    wrong = browser.post(address, {"point": ["长" * 301]}, headers=HTMX)
    assert wrong.status_code == 422
    assert "第 1 条超过 300 字" in wrong.content.decode()


@pytest.mark.req("Z04")
def test_what_can_be_decided_is_shown_before_sending(stage: Stage, draft: Notice) -> None:
    draft.confirm_mode = "teach_back"
    draft.save(update_fields=["confirm_mode"])
    writing.set_points(draft.pk, POINTS, by=stage["林若溪"])
    writing.set_questions(draft.pk, QUESTIONS[:1], by=stage["林若溪"])
    people = 3  # 林若溪, 白露, 孟夏
    html = stage.client("林若溪").get(f"/notices/{draft.pk}/publish").content.decode()
    assert f"全员作答共 {people * 4} 个回答" in html
    assert "至少要 73 个" in html
    assert "尚不能判定" in html


def test_a_mode_that_shows_too_little_is_refused(stage: Stage, draft: Notice) -> None:
    draft.complexity, draft.confirm_mode = "complex", "acknowledge"
    draft.save(update_fields=["complexity", "confirm_mode"])
    with pytest.raises((NotReady, Exception)) as caught:
        actions.publish(draft.pk, by=stage["林若溪"])
    assert type(caught.value).__name__ in {"NotReady", "TooWeak"}
