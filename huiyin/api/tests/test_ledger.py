"""The checkpoint that everybody may keep."""

from collections.abc import Callable

import pytest

from huiyin.cases.tests.rest_client import Program
from huiyin.ledger.checkpoint import read_note
from huiyin.ledger.models import Entry
from huiyin.ledger.sealer import seal_once
from huiyin.scenarios.notices.tests.stage import Stage


@pytest.mark.req("R05")
def test_the_newest_checkpoint_is_handed_out(
    stage: Stage, caller: Callable[[str], Program]
) -> None:
    program = caller("白露")
    assert program.get("/ledger/checkpoint") == {"size": 0, "root": "", "at": None, "note": ""}
    stage.published()
    seal_once()
    found = program.get("/ledger/checkpoint")
    note = read_note(found["note"])
    assert found["size"] == note.size == Entry.objects.count()
    assert found["root"] == note.root.hex()
    assert found["at"] == "2026-11-25T12:00:00+08:00"
