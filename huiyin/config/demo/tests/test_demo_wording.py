"""What ships with the product keeps to its own rules: no false alarm on any text of ours."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from huiyin.config.demo import glossary, texts
from huiyin.config.demo.texts import Text
from huiyin.core.wording import FIELDS, Draft, Rules, Term, Terms, check
from huiyin.scenarios.notices import schemas

AT = datetime(2026, 11, 25, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TERMS = Terms(Term(word, variants, unless) for word, variants, unless, _why in glossary.TERMS)
SHIPPED = {name: text for name, text in vars(texts).items() if isinstance(text, Text)}


@pytest.mark.req("N07", "N26", "O08")
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_notice_raises_no_alarm(name: str) -> None:
    text = SHIPPED[name]
    written: dict[str, Any] = {field: getattr(text, field) for field in FIELDS}
    draft = Draft(
        **written,
        classification=text.classification,
        reply_by=AT if text.wants_reply else None,
    )
    assert check(draft, TERMS, Rules(at=AT)) == []


@pytest.mark.req("N07")
def test_the_example_of_the_api_raises_no_alarm() -> None:
    written: dict[str, Any] = {field: schemas.EXAMPLE.get(field, "") for field in FIELDS}
    assert check(Draft(**written), TERMS, Rules(at=AT)) == []


@pytest.mark.req("O08")
def test_the_shipped_formats_keep_to_the_shipped_terms() -> None:
    for word, layout in glossary.FORMATS:
        assert list(TERMS.find(f"{word}\n{layout}")) == []
