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


def test_where_a_press_is_not_enough_a_link_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "_VERBS", {})
    monkeypatch.setattr(verbs, "_SHOWN", {})
    verbs.register("try", "试", "check", "ui:guide", post=True)
    verbs.register_shown("try", 5, "去试", "pen-line", "ui:guide")
    pressed, shown = verbs.of("try", 4), verbs.of("try", 5)
    assert pressed is not None
    assert shown is not None
    assert (pressed.post, shown.post, shown.label) == (True, False, "去试")
    with pytest.raises(ValueError, match="in two ways"):
        verbs.register_shown("try", 4, "去试", "pen-line", "ui:guide")
