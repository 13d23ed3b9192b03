"""The pages of groups: found, read, shaped by those who may (N28)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases import groups
from huiyin.cases.attachments import attach
from huiyin.directory.audience import Audience
from huiyin.directory.models import Group
from huiyin.directory.tests.factories import make_person
from huiyin.scenarios.notices import actions
from huiyin.scenarios.notices.tests.stage import Stage


@pytest.fixture
def group(stage: Stage) -> Group:
    rule = Audience(
        departments=(stage.company.department("运营部").pk,), people=(stage["陈屿"].pk,)
    )
    return groups.make_group(
        name="大促保障",
        kind="cross",
        rule=rule,
        purpose="十二月大促",
        owner=stage["白露"],
        by=stage["何青"],
    )


@pytest.mark.req("N28")
def test_a_group_shows_its_people_announcements_and_files(stage: Stage, group: Group) -> None:
    draft = stage.draft(by="何青", audience=Audience(groups=(group.pk,)), title="值守安排")
    attach(draft, SimpleUploadedFile("排班表.txt", b"08:00", "text/plain"), by=stage["何青"])
    actions.publish(draft.pk, by=stage["何青"])
    page = stage.client("陈屿").get(f"/groups/{group.pk}").content.decode()
    for word in ("大促保障", "十二月大促", "群主 白露", "4 人", "值守安排", "排班表.txt", "孟夏"):
        assert word in page
    other = stage.client("沈言").get(f"/groups/{group.pk}").content.decode()
    assert "孟夏" in other
    assert "值守安排" not in other
    assert "排班表.txt" not in other


@pytest.mark.req("N28")
def test_the_list_knows_kinds_mine_and_closed(stage: Stage, group: Group) -> None:
    browser = stage.client("孟夏")
    assert "我在其中" in browser.get("/groups").content.decode()
    assert "大促保障" in browser.get("/groups?tab=mine&kind=cross").content.decode()
    assert "大促保障" not in browser.get("/groups?kind=project").content.decode()
    assert "大促保障" not in stage.client("沈言").get("/groups?tab=mine").content.decode()
    groups.close_group(group.pk, by=stage["何青"])
    assert "大促保障" not in browser.get("/groups").content.decode()
    assert "大促保障" in browser.get("/groups?tab=closed").content.decode()
    assert "群组关闭后没有成员" in browser.get(f"/groups/{group.pk}").content.decode()


def test_the_list_costs_the_same_for_few_and_many(stage: Stage, group: Group) -> None:
    browser, counts = stage.client("孟夏"), []
    rule = Audience.from_json(group.rule)
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get("/groups")
        counts.append(len(asked))
        for at in range(5):
            name = f"组{at}{len(counts)}"
            groups.make_group(name=name, kind="project", rule=rule, by=stage["何青"])
    assert counts[0] == counts[1]


@pytest.mark.req("N28", "R01")
def test_a_head_makes_changes_and_closes_a_group_of_their_tree(stage: Stage) -> None:
    browser = stage.client("林若溪")
    department = stage.company.department("运营部").pk
    posted = {"name": "运营群", "kind": "department", "to": [f"department:{department}"]}
    made = browser.post("/groups/new", posted | {"with_sub_on": "1", "owner": "白露"})
    group = Group.objects.get(name="运营群")
    assert made.headers["Location"] == f"/groups/{group.pk}"
    assert group.owner == stage["白露"]
    form = browser.get(f"/groups/{group.pk}/edit").content.decode()
    assert f'value="department:{department}"' in form
    browser.post(f"/groups/{group.pk}/edit", posted | {"purpose": "日常", "owner": ""})
    group.refresh_from_db()
    assert (group.purpose, group.owner) == ("日常", stage["白露"])
    assert browser.post(f"/groups/{group.pk}/close").status_code == 302
    group.refresh_from_db()
    assert group.closed_at is not None


@pytest.mark.req("N28")
@pytest.mark.parametrize(
    ("field", "word"),
    [
        ({"to": ["company:1"]}, "成员超出你管理的范围"),
        ({"to": []}, "选择部门、岗位、外部单位或人员"),
        ({"name": "大促保障"}, "已有同名的群组"),
        ({"owner": "没有这个人"}, "没有找到唯一的同事"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    stage: Stage, group: Group, field: dict[str, object], word: str
) -> None:
    posted = {"name": "新组", "kind": "project", "to": [f"person:{stage['白露'].pk}"]}
    answer = stage.client("林若溪").post("/groups/new", posted | field)
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert list(Group.objects.all()) == [group]


@pytest.mark.req("R01")
def test_who_may_not_shape_groups_is_refused_and_outsiders_see_none(
    stage: Stage, group: Group
) -> None:
    browser = stage.client("孟夏")
    for address in ("/groups/new", "/groups/found?to_q=bl", f"/groups/{group.pk}/edit"):
        assert browser.get(address).status_code == 403
    assert browser.post(f"/groups/{group.pk}/close").status_code == 403
    assert stage.client("秦朗").get(f"/groups/{group.pk}/edit").status_code == 403
    assert "白露" in stage.client("林若溪").get("/groups/found?to_q=bl").content.decode()
    stage.company.people["刘总"] = make_person(name="刘总", party="鸿图渠道")
    assert stage.client("刘总").get("/groups").status_code == 404
    assert stage.client("刘总").get(f"/groups/{group.pk}").status_code == 404
