"""What the linter is told about the facts of notices is what the regulation is told."""

import pytest

from huiyin.cases.factvalues import fact_values
from huiyin.core.policy import spelled
from huiyin.scenarios.notices import events, published, publishing
from huiyin.scenarios.notices.apps import NoticesConfig
from huiyin.scenarios.notices.factvalues import FACTS, PUBLISHED
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.signing import path
from huiyin.scenarios.notices.tests.stage import Stage

pytestmark = pytest.mark.req("Z15")


def test_every_fact_and_value_of_a_published_notice_is_known(stage: Stage) -> None:
    notice = Notice.objects.get(pk=stage.published().pk)
    told = publishing.with_topics(notice, published.facts(notice, author=notice.initiator))
    assert set(told) == set(PUBLISHED)
    for name, values in PUBLISHED.items():
        assert values is None or spelled(told[name]) in values, name


def test_every_fact_of_a_sign_off_path_is_known(stage: Stage) -> None:
    notice = Notice.objects.get(pk=stage.published().pk)
    assert set(path.facts(notice, notice.initiator)) == set(FACTS["path:notices"])


def test_a_room_names_its_facts_where_it_introduces_itself() -> None:
    class Room:
        fact_values = NoticesConfig.fact_values

    assert fact_values([Room()])[events.PUBLISHED] == PUBLISHED  # type: ignore[list-item]
