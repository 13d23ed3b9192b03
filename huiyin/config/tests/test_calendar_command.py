"""The calendar on the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from huiyin.config import cli
from huiyin.kit import clock
from huiyin.policies.in_force import install_shipped
from huiyin.worktime.models import OwnDay

pytestmark = [pytest.mark.req("Z07"), pytest.mark.django_db, pytest.mark.usefixtures("here")]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands work on the test's own database."""

    @contextmanager
    def same(*, own: bool = False) -> Iterator[None]:
        del own
        yield None

    monkeypatch.setattr("huiyin.config.commands.calendar.product", same)
    with clock.frozen(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        install_shipped()
        yield


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.main, ["calendar", *words])


def test_a_year_is_shown() -> None:
    known = run("show", "2026")
    assert known.exit_code == 0, known.output
    assert "2026-10-10\tmade\t调休" in known.output
    assert "248 working days, published" in known.output
    unknown = run("show", "2027")
    assert unknown.exit_code == 1
    assert "NOT PUBLISHED" in unknown.output


def test_a_day_is_tried_and_added() -> None:
    words = ("add-day", "2026-12-24", "--title", "半天", "--hours", "09:00-12:00")
    assert "0 duties moved" in run(*words, "--dry-run").output
    assert not OwnDay.objects.exists()
    assert run(*words).exit_code == 0
    assert OwnDay.objects.get().hours == [["09:00", "12:00"]]
    assert run("add-day", "2026-12-26", "--title", "补班", "--as-usual").exit_code == 0
    assert run("add-day", "2026-12-24", "--title", "x", "--hours", "九点").exit_code == 2


def test_a_year_is_published(tmp_path: Path) -> None:
    assert run("publish", "2027").exit_code == 1
    file = tmp_path / "days.txt"
    file.write_text("2027-01-01 也许 元旦\n", encoding="utf-8")
    wrong = run("publish", "2027", "--file", str(file))
    assert wrong.exit_code == 1
    assert "1 类型" in wrong.output
    file.write_text("2027-01-01 休 元旦\n2027-01-02 班 元旦\n", encoding="utf-8")
    assert run("publish", "2027", "--file", str(file)).exit_code == 0
    assert run("publish", "2027").exit_code == 0
