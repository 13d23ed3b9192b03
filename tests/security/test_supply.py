"""What is shipped is listed and can be asked about; nothing secret is kept with the sources."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

from scripts import audit

ROOT = Path(__file__).parents[2]

DETECTORS = (
    "AWSKeyDetector", "AzureStorageKeyDetector", "DiscordBotTokenDetector", "GitHubTokenDetector",
    "GitLabTokenDetector", "JwtTokenDetector", "NpmDetector", "OpenAIDetector",
    "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector",
    "StripeDetector", "TelegramBotTokenDetector", "TwilioKeyDetector",
)  # fmt: skip
"""Secrets that have a form of their own; words that only look random are in every test."""

SAMPLES = {"huiyin/core/wording/tests/test_mends.py": "the linter finds secrets in a text, too"}
NOT_TEXT = (".png", ".woff2", ".svg", ".po", ".ico", ".pdf", ".docx", ".xlsx")
OURS = re.compile(r"\bhy_[A-Za-z0-9_-]{43}\b")
"""A token of our own API."""


def tracked() -> list[str]:
    """Every text that is kept with the sources."""
    done = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = done.stdout.splitlines() or [
        str(file.relative_to(ROOT))
        for room in ("huiyin", "tests", "docs")
        for file in (ROOT / room).rglob("*")
    ]
    return [name for name in names if not name.endswith(NOT_TEXT) and (ROOT / name).is_file()]


def secrets_in(file: Path) -> list[str]:
    """Kinds of secrets in a file."""
    with transient_settings({"plugins_used": [{"name": name} for name in DETECTORS]}):
        found = [f"{one.type} in line {one.line_number}" for one in scan_file(str(file))]
    return found + ["a token of ours"] * len(OURS.findall(file.read_text(errors="replace")))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_secret_is_kept_with_the_sources() -> None:
    names = tracked()
    assert len(names) > 1000
    found = {name: secrets_in(ROOT / name) for name in names if name not in SAMPLES}
    assert {name: kinds for name, kinds in found.items() if kinds} == {}


def test_a_secret_is_found(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text("-----BEGIN RSA " + "PRIVATE KEY-----\n" + "hy_" + "a" * 43 + "\n")
    assert secrets_in(file) == ["Private Key in line 1", "a token of ours"]


def test_every_package_is_listed_once_with_its_digests() -> None:
    bom = audit.sbom()
    names = [one["purl"] for one in bom["components"]]
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    assert len(names) == len(set(names)) > 50
    assert any(name.startswith("pkg:pypi/django@5.2") for name in names)
    assert any(name.startswith("pkg:npm/htmx.org@") for name in names)
    assert all(one["hashes"] for one in bom["components"] if one["purl"].startswith("pkg:pypi"))
    assert bom == audit.sbom()


@pytest.mark.parametrize(
    ("code", "told", "meant"),
    [
        (0, "No known vulnerabilities found", audit.CLEAN),
        (1, "Found 1 known vulnerability in 1 package\ndjango 5.2.0 PYSEC-2026-1", audit.FOUND),
        (1, "requests.exceptions.ConnectionError: HTTPSConnectionPool", audit.UNREACHABLE),
        (1, "pip_audit._service.interface.ServiceError", audit.UNREACHABLE),
        (1, "npm error code ENOTFOUND", audit.UNREACHABLE),
        (1, "npm error audit endpoint returned an error\nE404", audit.UNREACHABLE),
        (1, "1 high severity vulnerability", audit.FOUND),
    ],
)
def test_what_could_not_be_asked_is_not_called_clean(code: int, told: str, meant: int) -> None:
    assert audit.verdict(code, told) == meant


def test_whoever_cannot_ask_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = audit._asked(["/nowhere/pip-audit"])
    assert audit._said("Python", audit.verdict(code, told)) == audit.UNREACHABLE
    assert "could not be reached" in capsys.readouterr().err


def test_the_linter_looks_for_weak_code() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert rules["select"] == ["ALL"]
    off = {rule for rule in rules["ignore"] if rule.startswith("S") and rule[1:2].isdigit()}
    assert off == {"S603", "S607"}, "processes get argument lists, never a shell"


def test_every_lock_has_digests() -> None:
    for name in audit.LOCKS:
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert len(audit._PACKAGE.findall(text)) <= len(audit._HASH.findall(text))
