"""``huiyin policy versions``, ``diff`` and ``export``."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from click.testing import CliRunner, Result

from huiyin.config.commands import policy_versions
from huiyin.policies import in_force

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z01")]

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the database of the test; two versions are known."""

    def here() -> AbstractContextManager[None]:
        return nullcontext()

    monkeypatch.setattr(policy_versions, "product", here)
    first = in_force.install_shipped()
    in_force.put_in_force(first.source.replace('"1h"', '"2h"', 1), "放宽", base=first)
    return lambda name, *args: CliRunner().invoke(getattr(policy_versions, name), list(args))


def test_versions(run: Run) -> None:
    lines = run("versions").output.splitlines()
    assert [line[0] for line in lines] == ["*", " "]
    newest, oldest = json.loads(run("versions", "--json").output)
    assert (newest["title"], newest["current"], oldest["current"]) == ("放宽", True, False)


def test_diff(run: Run) -> None:
    told = run("diff")
    assert told.exit_code == 1
    assert "改为" in told.output
    newest, oldest = json.loads(run("versions", "--json").output)
    same = run("diff", str(newest["number"]), str(newest["number"]))
    assert (same.exit_code, same.output) == (0, "")
    assert run("diff", str(oldest["number"])).output == told.output
    assert "there is no version 99999" in run("diff", "99999").output


@pytest.mark.parametrize("form", ["toml", "md", "json"])
def test_export(run: Run, form: str) -> None:
    out = run("export", "--format", form)
    assert out.exit_code == 0
    if form == "toml":
        assert in_force.texts(out.output).keys() == in_force.texts(in_force.shipped_source()).keys()
    if form == "json":
        assert json.loads(out.output)["policy"]["clauses"]
    assert "3.3.1" in out.output
    assert run("export", "99999").exit_code == 1
