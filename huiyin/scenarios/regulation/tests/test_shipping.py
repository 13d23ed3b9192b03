"""A newer product offers its clauses to a company that has amended its regulation (Z01)."""

import pytest

from huiyin.core.writing.source import clause_text, read_source, with_clause, without_clause
from huiyin.policies import in_force
from huiyin.scenarios.regulation import actions, shipping
from huiyin.scenarios.regulation.drafting import NotDraft
from huiyin.scenarios.regulation.models import Amendment
from huiyin.scenarios.regulation.tests.house import House, begun

pytestmark = pytest.mark.req("Z01", "Z16")

NEW = '[[clause]]\nid = "9.9.9"\ntext = "随产品新增的指引。"\nkind = "guidance"\n'
OTHER = NEW.replace("随产品新增的指引。", "公司自己的说法。")


def _ships(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    monkeypatch.setattr(in_force, "shipped_source", lambda: source)


def test_nothing_is_offered_while_the_product_ships_the_same(house: House) -> None:
    amendment = begun(house)
    assert shipping.news(amendment) is None
    assert actions.take(amendment.pk, by=house.officer).digest == amendment.digest


def test_new_clauses_are_taken_and_own_words_stay(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    amendment = begun(house)
    gone = read_source(in_force.shipped_source()).clauses[-1].id
    newer = without_clause(with_clause(in_force.shipped_source(), "9.9.9", NEW), gone)
    _ships(
        monkeypatch,
        newer.replace('owes = "open_crisis"\nwithin = "1h"', 'owes = "open_crisis"\nwithin = "3h"'),
    )
    found = shipping.news(amendment)
    assert found is not None
    assert set(found.clauses) == {"9.9.9", gone}
    assert len(found.kept) == 1
    taken = actions.take(amendment.pk, by=house.officer)
    assert "随产品新增的指引。" in clause_text(taken.source, "9.9.9")
    assert 'owes = "open_crisis"\nwithin = "2h"' in taken.source
    assert shipping.news(Amendment.objects.get(pk=amendment.pk)) is None
    actions.submit(amendment.pk, None, "产品已改", by=house.officer)
    _ships(monkeypatch, with_clause(newer, "9.9.9", OTHER))
    with pytest.raises(NotDraft):
        actions.take(amendment.pk, by=house.officer)


def test_departments_rules_take_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    own = actions.create(by=house.officer, binds=house.company.department("运营部"))
    _ships(monkeypatch, with_clause(in_force.shipped_source(), "9.9.9", NEW))
    assert shipping.news(own) is None
