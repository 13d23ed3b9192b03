"""The registry of verbs: one meaning per name."""

import pytest

from huiyin.cases import verbs
from huiyin.kit.ids import new_id


def test_a_verb_has_one_meaning() -> None:
    known = verbs.of("confirm_notice")
    assert known is not None
    verbs.register("confirm_notice", known.label, known.icon, known.url_name, known.post)
    with pytest.raises(ValueError, match="twice"):
        verbs.register("confirm_notice", "别的", "check", "notices:confirm", post=True)


def test_addresses_lead_to_the_case() -> None:
    subject, known = new_id(), verbs.of("confirm_notice")
    assert known is not None
    assert known.address(subject) == f"/notices/{subject}/confirm"
    assert verbs.page_of("notices", subject) == f"/notices/{subject}"
    assert verbs.page_of("nothing", subject) == ""
    assert verbs.of("unheard_of") is None
