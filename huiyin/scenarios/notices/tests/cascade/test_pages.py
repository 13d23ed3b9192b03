"""What readers, heads and the author see of a cascade."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from huiyin.directory.audience import Audience
from huiyin.kit import clock
from huiyin.obligations import clock as obligations_clock
from huiyin.scenarios.notices import tasks
from huiyin.scenarios.notices.cascade import actions, queries
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import Stage

HOUR = timedelta(hours=1)


@pytest.fixture
def notice(stage: Stage) -> Notice:
    """To the whole company, passed on by its head."""
    made = stage.published(by="何青", audience=Audience(company=True), cascade=True)
    actions.relay(made.pk, "今天内排好班。", by=stage["赵衡"])
    return made


def seen(stage: Stage, name: str, notice: Notice, page: str = "show") -> str:
    answer = stage.client(name).get(reverse(f"notices:{page}", args=[notice.pk]))
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.req("N19", "Z14")
def test_a_head_passes_it_on_from_the_page_and_the_team_reads_the_words(
    stage: Stage, notice: Notice
) -> None:
    page = seen(stage, "秦朗", notice)
    assert "今天内排好班。" in page
    assert "转达给 2 人" in page
    place = reverse("notices:relay", args=[notice.pk])
    done = stage.client("秦朗").post(place, {"words": "后端先排。", "person": stage["秦朗"].pk})
    assert done["Location"] == reverse("notices:show", args=[notice.pk])
    team = seen(stage, "韩墨", notice)
    assert team.index("后端先排。") < team.index("今天内排好班。")
    assert "转达给" not in seen(stage, "罗一鸣", notice)
    assert stage.client("罗一鸣").post(place).status_code == 404
    assert stage.client("陈屿").get(reverse("notices:show", args=[notice.pk])).status_code == 404


@pytest.mark.req("N19", "N27")
def test_the_author_sees_the_tree_the_islands_and_the_way(stage: Stage, notice: Notice) -> None:
    page = seen(stage, "何青", notice, "echo")
    for words in ("逐级转达", "没有孤岛", "今天内排好班。", "从作者到读者", "还没收到"):
        assert words in page
    clock.advance(HOUR + timedelta(minutes=1))
    assert "技术部 秦朗 之下 3 人还没有收到" in seen(stage, "何青", notice, "echo")
    own = seen(stage, "秦朗", notice, "echo")
    assert "韩墨" in own
    assert "苏晴" not in own.partition('id="cascade"')[2].partition("</section>")[0]


@pytest.mark.req("N19")
def test_the_clock_sends_it_past_the_level_by_itself(stage: Stage, notice: Notice) -> None:
    clock.advance(3 * HOUR)
    obligations_clock.wake()
    assert tasks.reach_islands(subject=str(notice.pk)) > 0
    assert queries.islands(notice, clock.now()) == []
    assert "已越级直达" in seen(stage, "何青", notice, "echo")
    assert tasks.reach_islands(subject=str(notice.pk)) == 0
    assert tasks.reach_islands(subject=str(uuid4())) == 0


def test_the_author_sends_it_past_a_level_by_hand(stage: Stage, notice: Notice) -> None:
    place = reverse("notices:reach_islands", args=[notice.pk])
    browser = stage.client("何青")
    said: Any = browser.post(place, follow=True)
    assert "没有等待直达的分支" in said.content.decode()
    clock.advance(3 * HOUR)
    obligations_clock.wake()
    said = browser.post(place, follow=True)
    assert "已直接发给" in said.content.decode()
    assert stage.client("秦朗").post(place).status_code == 403


def test_a_closed_notice_is_not_passed_on(stage: Stage, notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(state="closed")
    said: Any = stage.client("秦朗").post(reverse("notices:relay", args=[notice.pk]), follow=True)
    assert "这条通知已经结束" in said.content.decode()
