import pytest
from django.db import transaction

from huiyin.cases.actions import action, declared
from huiyin.cases.models import NumberSeries


def test_a_verb_declares_its_event() -> None:
    @action("tests.done")
    def do(*, by: str) -> str:
        return by

    name = f"{__name__}.test_a_verb_declares_its_event.<locals>.do"
    assert declared()[name] == "tests.done"


def test_a_verb_says_who_does_it() -> None:
    with pytest.raises(TypeError, match="by="):

        @action("tests.done")
        def do(by: str) -> str:
            return by


@pytest.mark.django_db(transaction=True)
def test_a_verb_is_one_transaction() -> None:
    @action("tests.done")
    def fail(*, by: str) -> None:
        assert transaction.get_connection().in_atomic_block
        NumberSeries.objects.create(scenario=by, year=2026)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail(by="notices")
    assert not NumberSeries.objects.exists()
