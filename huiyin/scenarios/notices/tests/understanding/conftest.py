"""A notice that has to be understood, on the stage of notices."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from huiyin.cases.comprehension import writing
from huiyin.cases.comprehension.writing import PointText, QuestionText
from huiyin.kit import clock as kit_clock
from huiyin.policies import in_force
from huiyin.scenarios.notices import actions
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import NOON, Stage, make_stage

POINTS = (
    PointText("12 月 12 日 08:00 至 22:00 轮班", "什么时候轮班"),
    PointText("故障先打给值守组长", "故障先找谁"),
    PointText("各组长 11 月 30 日 18:00 前交排班表", "排班表什么时候交"),
)
RIGHT = "12月12号早上八点到晚上十点轮班，故障先打给值守组长，组长11月30日18点前交排班表"
WRONG = "12月12号早上八点到晚上十点轮班，故障先打给值守组长，组长11月30日20点前交排班表"
PARTLY = "12月12号早上八点到晚上十点轮班"
QUESTIONS = (
    QuestionText("single", "故障先打给谁", ["值守组长", "客服部"], [0], 2),
    QuestionText("true_false", "排班表 11 月 30 日 18:00 前交", [], [0], 3),
    QuestionText("multiple", "哪些时间轮班", ["09:00", "23:00", "21:00"], [0, 2], 1),
    QuestionText("ordering", "按先后排列", ["交排班表", "轮班", "复盘"], [], 0),
)

Made = Callable[..., Notice]


@pytest.fixture
def stage(db: None, settings: Any, tmp_path: Path) -> Iterator[Stage]:
    """Wednesday noon, everybody in their place."""
    settings.MEDIA_ROOT = tmp_path
    in_force.forget()
    with kit_clock.frozen(NOON):
        yield make_stage()
    in_force.forget()


@pytest.fixture
def told(stage: Stage) -> Made:
    """Publish a notice of 林若溪 to 运营部 with key points, confirmed by ``mode``."""

    def publish(mode: str = "teach_back", *, quiz: bool = False, **over: Any) -> Notice:
        draft = stage.draft(**over)
        author = draft.initiator
        draft.confirm_mode = mode
        draft.save(update_fields=["confirm_mode"])
        writing.set_points(draft.pk, POINTS, by=author)
        if quiz or mode == "quiz":
            writing.set_questions(draft.pk, QUESTIONS, by=author)
        return actions.publish(draft.pk, by=author).notice

    return publish
