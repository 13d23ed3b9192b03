"""Secrets that must be read again."""

from typing import Any

import pytest

from huiyin.kit import vault
from huiyin.kit.vault import Unreadable


def test_what_was_locked_is_read_again_and_looks_different_each_time() -> None:
    one, other = (vault.lock("hyin_秘密", purpose="a") for _ in range(2))
    assert one != other
    assert "hyin" not in one
    assert {vault.unlock(kept, purpose="a") for kept in (one, other)} == {"hyin_秘密"}


def test_another_purpose_another_key_and_damage_read_nothing(settings: Any) -> None:
    kept = vault.lock("x", purpose="a")
    with pytest.raises(Unreadable):
        vault.unlock(kept, purpose="b")
    with pytest.raises(Unreadable):
        vault.unlock("no base64!", purpose="a")
    with pytest.raises(Unreadable):
        vault.unlock(kept[:12], purpose="a")
    with pytest.raises(Unreadable):
        vault.unlock("AAAA" + kept[4:], purpose="a")
    settings.SECRET_KEY += "x"
    with pytest.raises(Unreadable):
        vault.unlock(kept, purpose="a")
