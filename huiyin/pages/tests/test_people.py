"""The directory page: found by name, pinyin and number; who is away is said."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases import absence
from huiyin.directory.models import Department
from huiyin.directory.tests.factories import make_person
from huiyin.kit import clock
from huiyin.pages import people
from huiyin.scenarios.notices.tests.stage import Stage

HX = {"HX-Request": "true"}


@pytest.mark.req("O01")
@pytest.mark.parametrize("words", ["白露", "bailu", "bl", "YQ008"])
def test_somebody_is_found_by_any_of_their_names(stage: Stage, words: str) -> None:
    page = stage.client("孟夏").get(f"/people?q={words}", headers=HX).content.decode()
    assert "白露" in page
    assert "赵衡" not in page


def test_a_department_shows_those_below_too(stage: Stage) -> None:
    tech = Department.objects.get(name="技术部")
    page = stage.client("孟夏").get(f"/people?d={tech.pk}").content.decode()
    shown = page[page.index('id="people"') :]
    assert "罗一鸣" in shown
    assert "白露" not in shown
    assert stage.client("孟夏").get("/people?d=x").status_code == 404
    assert stage.client("孟夏").get("/people?d=99999").status_code == 404


@pytest.mark.req("O01")
def test_absence_stands_beside_the_name_and_on_the_card(stage: Stage) -> None:
    now = clock.now()
    absence.register_absence(
        stage["白露"],
        starts_at=now,
        ends_at=now + timedelta(days=1),
        delegate=stage["孟夏"],
        by=stage["白露"],
    )
    browser = stage.client("孟夏")
    assert "外出至" in browser.get("/people").content.decode()
    card = browser.get(f"/people/{stage['白露'].pk}").content.decode()
    assert "由 孟夏 代理" in card
    assert "林若溪" in card  # the head


def test_a_list_costs_the_same_for_few_and_many(stage: Stage) -> None:
    browser, counts = stage.client("孟夏"), []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            browser.get("/people")
        counts.append(len(captured))
        for _one in range(30):
            make_person(department=stage["白露"].department)
    assert counts[0] == counts[1]


def test_a_colleague_is_meant_by_number_by_name_or_by_both(stage: Stage) -> None:
    assert people.colleague("孟夏") == stage["孟夏"]
    assert people.colleague("YQ009") == stage["孟夏"]
    assert people.colleague("孟夏（YQ009）") == stage["孟夏"]
    assert people.colleague("无此人") is None
    make_person(name="孟夏", department=stage["孟夏"].department)
    assert people.colleague("孟夏") is None
