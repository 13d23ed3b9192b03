"""The compose page: sections that keep what was chosen, the matrix as it will be, one button."""

from typing import Any

import pytest
from django.urls import reverse

from huiyin.directory.audience import Audience
from huiyin.kit.ids import new_id
from huiyin.scenarios.notices import matrix, published
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.models import Stage as Word
from huiyin.scenarios.notices.tests.stage import TEXT, Stage

HX: Any = {"HTTP_HX_REQUEST": "true"}


def posted(scene: Stage, /, **over: Any) -> dict[str, Any]:
    own = scene.company.department("运营部").pk
    return TEXT | {"to": f"department:{own}", "with_settings": "1"} | over


def saved(scene: Stage, /, **over: Any) -> Notice:
    draft = new_id()
    place = reverse("notices:save", args=[draft])
    scene.client("林若溪").post(place, posted(scene, **over))
    return Notice.objects.get(pk=draft)


def side(stage: Stage, **over: Any) -> str:
    place = reverse("notices:save", args=[new_id()])
    return str(stage.client("林若溪").post(place, posted(stage, **over), **HX).content.decode())


@pytest.mark.req("N08", "N09")
def test_every_choice_of_the_form_is_kept(stage: Stage) -> None:
    finance = stage.company.department("财务部").pk
    draft = saved(
        stage,
        kind="operating",
        complexity="complex",
        confirm_mode="quiz",
        follow="on",
        key=f"person:{stage['白露'].pk}",
        copy=f"department:{finance}",
        sources=[finance],
        concerned=[finance],
        effect="各组交表",
        effect_measure="on_time",
        effect_target="95",
        effect_by="2026-12-01T18:00",
        topic="值班",
    )
    assert (draft.kind, draft.complexity, draft.confirm_mode) == ("operating", "complex", "quiz")
    assert (draft.follow, draft.cascade, draft.publish_when_signed) == (True, False, False)
    assert published.read(draft.key_people).people == (stage["白露"].pk,)
    assert published.read(draft.copies).departments == (finance,)
    assert (draft.sources, draft.concerned) == ([finance], [finance])
    assert (draft.effect_measure, draft.effect_target) == ("on_time", 0.95)
    assert draft.topic == "值班"


def test_a_form_without_its_settings_leaves_them_alone(stage: Stage) -> None:
    draft = saved(stage, follow="on", publish_when_signed="on")
    data = posted(stage) | {"title": "新"}
    del data["with_settings"]
    place = reverse("notices:save", args=[draft.pk])
    stage.client("林若溪").post(place, data)
    draft.refresh_from_db()
    assert (draft.title, draft.follow, draft.publish_when_signed) == ("新", True, True)


@pytest.mark.req("N13")
def test_an_emergency_is_urgent_whatever_was_chosen(stage: Stage) -> None:
    assert saved(stage, kind="emergency", urgency="routine").urgency == "urgent"


@pytest.mark.req("N12")
def test_a_release_follows_the_pre_notice_that_was_chosen(stage: Stage) -> None:
    pre = stage.published(stage=Word.PRE_NOTICE)
    draft = saved(stage, kind="policy", stage=Word.RELEASE, origin=str(pre.pk))
    assert draft.origin == pre.pk
    page = stage.client("林若溪").get(reverse("notices:edit", args=[draft.pk])).content.decode()
    assert f'value="{pre.pk}" selected' in page
    assert "11 月 26 日 12:00起可以发出" in page
    assert saved(stage, kind="notice", origin=str(pre.pk)).origin is None


@pytest.mark.req("N12")
def test_when_only_time_stands_in_the_way_it_may_go_out_by_itself(stage: Stage) -> None:
    draft = stage.draft()
    place = reverse("notices:schedule", args=[draft.pk])
    assert stage.client("林若溪").post(place).status_code == 404
    pre = stage.published(stage=Word.PRE_NOTICE)
    Notice.objects.filter(pk=draft.pk).update(kind="policy", stage=Word.RELEASE, origin=pre.pk)
    stage.client("林若溪").post(place)
    draft.refresh_from_db()
    assert draft.publish_at is not None
    page = stage.client("林若溪").get(reverse("notices:edit", args=[draft.pk])).content.decode()
    assert "到 11 月 26 日 12:00自动发布" in page
    echo = stage.published()
    moved = stage.client("林若溪").post(reverse("notices:schedule", args=[echo.pk]))
    assert moved["Location"] == reverse("notices:echo", args=[echo.pk])


@pytest.mark.req("N09")
@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"urgency": "routine"}, "<dt>全体</dt><dd>站内，收到即可</dd>"),
        ({"complexity": "complex"}, "<dt>全体</dt><dd>站内 + 邮件，复述要点</dd>"),
        ({"kind": "news"}, "<dt>全体</dt><dd>站内，无需确认</dd>"),
        ({"confirm_mode": "spoken"}, "<dt>全体</dt><dd>站内 + 邮件，口头确认收到并理解</dd>"),
    ],
)
def test_the_side_says_what_the_matrix_gives_for_exactly_this_notice(
    stage: Stage, over: dict[str, Any], said: str
) -> None:
    assert said in side(stage, **over)


@pytest.mark.req("N09", "N10")
def test_key_people_of_an_urgent_notice_are_phoned_at_once(stage: Stage) -> None:
    part = side(stage, urgency="urgent", key=f"person:{stage['白露'].pk}")
    assert "<dt>关键人员</dt><dd>站内 + 邮件 + 立即电话，口头确认收到并理解</dd>" in part
    key = Audience(people=(stage["白露"].pk,)).to_json()
    found = matrix.preview(stage.draft(urgency="important", key_people=key))
    assert [line.mode for line in found.roles] == ["收到即可", "收到即可"]


@pytest.mark.req("N09", "N14")
def test_a_mode_that_is_too_weak_is_named_beside_the_choice(stage: Stage) -> None:
    part = side(stage, confirm_mode="none")
    assert "矩阵要求至少收到即可" in part
    assert "发布，先改 1 项" in part
    assert "按矩阵即收到即可" in side(stage)


@pytest.mark.req("N02")
def test_the_button_says_whether_it_goes_to_review_or_out(stage: Stage) -> None:
    assert "发布</button>" in side(stage)
    draft = stage.draft(by="白露")
    page = stage.client("白露").get(reverse("notices:edit", args=[draft.pk])).content.decode()
    assert "提交审核</button>" in page
    last = stage.client("白露").get(reverse("notices:publish", args=[draft.pk])).content.decode()
    assert reverse("notices:submit", args=[draft.pk]) in last


def test_what_the_regulation_refuses_is_said_and_nothing_goes_out(stage: Stage) -> None:
    draft = stage.draft(kind="emergency", urgency="urgent")
    answer = stage.client("林若溪").post(reverse("notices:publish", args=[draft.pk]))
    assert answer.status_code == 422
    assert "突发事件要写明立即致电的关键人员" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == NoticeState.DRAFT


def test_an_empty_form_opens_without_a_draft(stage: Stage) -> None:
    page = stage.client("林若溪").get(reverse("notices:new")).content.decode()
    for name in ("kind", "confirm_mode", "cascade", "effect_measure", "action_text", "concerned"):
        assert f'name="{name}"' in page
    assert Notice.objects.count() == 0
