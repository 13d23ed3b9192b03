"""What happened to each person stands on the notice's course (N23)."""

from datetime import timedelta

import pytest

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.notices import answers, record, timeline
from huiyin.scenarios.notices.living import follow
from huiyin.scenarios.notices.models import CallOutcome
from huiyin.scenarios.notices.tests.stage import Stage


@pytest.mark.req("N23")
def test_the_course_names_who_came_and_who_went(stage: Stage) -> None:
    notice = stage.published(follow=True)
    clock.advance(timedelta(minutes=15))
    place = stage.company.departments
    people = Person.objects
    people.filter(name__in=["唐果", "陈屿", "苏晴", "沈言"]).update(department=place["运营部"])
    people.filter(name="白露").update(department=place["市场部"])
    people.filter(name="孟夏").update(active=False)
    follow.settle(notice.pk)
    lines = [
        (line.title, line.detail) for line in timeline.of_notice(notice) if line.tone != "next"
    ]
    assert lines == [
        ("发布，3 人送达", "12:00"),
        ("1 人离职，不再追问", "12:15 孟夏"),
        ("1 人调离范围，不再追问", "12:15 白露"),
        ("新加入 4 人", "12:15 陈屿、沈言、苏晴等 4 人"),
    ]


@pytest.mark.req("N16", "N23")
def test_the_record_says_why_nothing_is_asked_any_more(stage: Stage) -> None:
    notice = stage.published(follow=True)
    call = answers.Call(CallOutcome.UNREACHABLE, "休产假")
    answers.record_call(notice.pk, stage["林若溪"].pk, call, by=stage["林若溪"])
    place = stage.company.department("市场部")
    Person.objects.filter(name="白露").update(department=place)
    Person.objects.filter(name="孟夏").update(active=False)
    clock.advance(timedelta(minutes=1))
    follow.settle(notice.pk)
    assert {row.name: row.state_word for row in record.rows(notice)} == {
        "林若溪": "无法触达",
        "白露": "已调离范围",
        "孟夏": "已离职",
    }
