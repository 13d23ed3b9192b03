"""What the linter says, as pages show it."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string

from huiyin.cases import surroundings
from huiyin.core import linting
from huiyin.core.linting import Finding, Weight, lint
from huiyin.core.linting.tests.house import SOUND, read
from huiyin.core.linting.tests.test_planted import FAULTS
from huiyin.directory.models import Role
from huiyin.directory.roles import grant
from huiyin.pages.policy_findings import amendments, panel
from huiyin.pages.policy_findings.codewords import TITLES
from huiyin.pages.policy_findings.fieldwords import place
from huiyin.policies import in_force
from huiyin.scenarios.regulation import actions
from huiyin.scenarios.regulation.tests.house import House, begun, changed

pytestmark = pytest.mark.req("Z15")

TENSION = '\n[[tension]]\nbetween = ["1", "5"]\nabout = "时限与篇幅"\nwhy = "先求快"\n'


def html(found: panel.Findings) -> str:
    return render_to_string("pages/policy_findings/_panel.html", {"findings": found})


def test_every_kind_of_finding_has_a_name() -> None:
    assert {fault.code for fault in FAULTS.values()} <= set(TITLES)
    folder = Path(linting.__file__).parent
    house = folder.parents[1]
    elsewhere = ("config/policychecks.py", "scenarios/regulation/findings.py")
    files = [*folder.glob("*.py"), *(house / name for name in elsewhere)]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert {code for code in TITLES if f'"{code}"' not in text} == set(), "names of nothing"


def test_findings_stand_by_their_clause_and_contradictions_beside() -> None:
    policy = read(SOUND.replace('["N15"]', '["N99"]') + TENSION)
    around = linting.Surroundings(roles=surroundings.installed().roles, requirements={"N15"})
    found = panel.grouped(policy, lint(policy, around))
    assert "1" in [group.clause for group in found.groups]
    assert found.errors == sum(len(group.found) for group in found.groups) - found.warnings
    (known,) = found.tensions
    assert [(side.clause, side.wins) for side in known.sides] == [("1", True), ("5", False)]
    assert known in found.of("5")
    assert found.of("1")[-1] == known
    assert found.of("2") == ()


def test_the_panel_names_field_problem_and_who_wins() -> None:
    policy = read(SOUND + TENSION)
    said = Finding("1", "rule[0].within", "太短<b>", Weight.ERROR, "short_deadline")
    matrix = Finding("", "route", "没有尽头", Weight.WARNING, "open_matrix")
    page = html(panel.grouped(policy, [said, matrix, *lint(policy)]))
    for words in ("规则 1 · 时限", "太短&lt;b&gt;", "整份规定", "时限与篇幅", "先求快", "优先"):
        assert words in page
    assert "没有问题" not in page
    assert "没有问题" in html(panel.grouped(policy, []))


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("rule[0].within", "规则 1 · 时限"),
        ("rule[1].ladder[2].who", "规则 2 · 第 3 步 · 谁"),
        ("guard[0].when.kind", "条件 1 · 适用的情形 · 类型"),
        ("rule[0].when.haste", "规则 1 · 适用的情形 · haste"),
        ("route[3].channels", "渠道矩阵第 4 行 · 渠道"),
        ("sign[0].mode", "审签 1 · 签几人"),
        ("calendar", ""),
        ("story", "例子"),
    ],
)
def test_a_place_in_words(field: str, words: str) -> None:
    assert place(field) == words


def test_one_clause_alone() -> None:
    policy = read(SOUND + TENSION)
    found = panel.grouped(policy, lint(policy))
    part = render_to_string("pages/policy_findings/_clause.html", {"found": found.of("5")})
    assert "先求快" in part
    empty = render_to_string("pages/policy_findings/_clause.html", {"found": found.of("4")})
    assert empty.strip() == ""


def test_the_regulation_in_this_house(house: House) -> None:
    found = panel.context(in_force.company())["findings"]
    assert found.errors == 0
    assert len(found.tensions) >= 6
    sizes = surroundings.current().sizes
    assert sizes["compliance"] == sizes["management"] == 1
    assert sizes["team_heads"] > 1
    grant(house.chief, Role.COMPLIANCE)
    assert surroundings.current().sizes["compliance"] == 2


def test_an_amendment_says_how_it_stands(house: House) -> None:
    amendment = begun(house)
    assert amendments.step(amendment).state == "done"
    assert amendments.context(amendment, house.officer)["findings"].errors == 0
    wrong = changed(amendment.source, 'met_by = "notices.confirmed"', 'met_by = "notices.seen"')
    amendment = actions.save(amendment.pk, wrong, by=house.officer, seen=amendment.digest)
    told = amendments.step(amendment)
    assert (told.state, told.words) == ("wrong", "1 处要改")
    amendment.source = "# file: a\n[[clause]]\n"
    (group,) = amendments.found(amendment).groups
    assert group.found[0].title == TITLES["unreadable"]


def test_an_amendment_without_any_remark(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    amendment = begun(house)
    said = [Finding("1", "rule[0].on", "没有例子", Weight.WARNING, "no_story")]
    monkeypatch.setattr("huiyin.scenarios.regulation.findings.of", lambda _amendment: said)
    assert amendments.step(amendment).words == "1 处提示"
    said.clear()
    assert amendments.step(amendment).words == "没有问题"
