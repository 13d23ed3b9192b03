"""The examples for operators are read by what reads them, and name only settings that exist."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from huiyin.config.environment import Environment

FOLDER = Path(__file__).parents[3] / "docs" / "deploy"
OUTSIDE = {"HUIYIN_DEMO"}


def settings() -> dict[str, str]:
    lines = (FOLDER / "environment").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_every_setting_of_the_example_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in settings().items():
        monkeypatch.setenv(name, value)
    env = Environment()
    assert env.trusted_proxies == ["10.0.0.5"]
    assert (env.drain, env.log) == (10.0, "json")
    known = {"DATABASE_URL"} | {f"HUIYIN_{name.upper()}" for name in Environment.model_fields}
    assert set(settings()) - known == OUTSIDE
    base = env.database()
    assert (base["HOST"], base["PORT"]) == ("db1,db2", "5432,5432")
    assert base["OPTIONS"]["target_session_attrs"] == "read-write"
    assert base["OPTIONS"]["sslrootcert"] == "/etc/huiyin/ca.pem"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("", {"NAME": "huiyin", "HOST": "", "USER": ""}),
        (
            "postgresql://u:p%40@h:5433/d",
            {"NAME": "d", "HOST": "h", "PORT": "5433", "PASSWORD": "p@"},
        ),
        ("postgresql://u@/d?host=/run/pg", {"HOST": "/run/pg", "USER": "u"}),
        ("postgres://[::1]:5432/d", {"HOST": "::1", "PORT": "5432"}),
    ],
)
def test_addresses_are_read_as_postgresql_reads_them(url: str, wanted: dict[str, str]) -> None:
    found = Environment(DATABASE_URL=url).database()
    assert {name: found[name] for name in wanted} == wanted


def test_what_the_address_says_comes_before_what_we_would_say() -> None:
    url = "postgresql://h/d?connect_timeout=2&options=-c%20statement_timeout%3D5s"
    options = Environment(DATABASE_URL=url).database()["OPTIONS"]
    assert options["connect_timeout"] == "2"
    assert options["options"].startswith("-c timezone=UTC")
    assert options["options"].endswith("-c statement_timeout=5s")


def test_an_address_of_something_else_is_refused_without_its_password() -> None:
    with pytest.raises(ImproperlyConfigured) as told:
        Environment(DATABASE_URL="mysql://u:geheim@h/d").database()
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize("name", ["web", "live", "worker"])
def test_units_are_such_as_systemd_takes(name: str, tmp_path: Path) -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd-analyze is not here")
    text = (FOLDER / f"huiyin-{name}@.service").read_text(encoding="utf-8")
    assert f"/opt/huiyin/bin/huiyin {name}\n" in text
    unit = tmp_path / f"huiyin-{name}@.service"
    unit.write_text(text.replace("/opt/huiyin/bin/huiyin", "/bin/true"), encoding="utf-8")
    done = subprocess.run(
        [tool, "verify", "--man=no", str(unit).replace("@", "@8000")],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if f"huiyin-{name}" in line]
    assert ours == [], done.stderr
