"""Known weaknesses of what is locked, and a list of all that is shipped.

audit.py           ask the advisory services about every locked package (needs the network)
audit.py --sbom    write build/sbom.json: every package with version and digests (CycloneDX 1.6)

The exit code is 0 when nothing is known, 1 when something is, 2 when a service could not be reached:
then nothing is known about what is known.
"""

import base64
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("app", "dev", "node")
FRONT_END = ROOT / "huiyin" / "ui" / "sources"
TARGET = ROOT / "build" / "sbom.json"
CLEAN, FOUND, UNREACHABLE = 0, 1, 2

_PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NO_WAY = re.compile(
    r"ConnectionError|ServiceError|Max retries|Name or service|timed out|ENOTFOUND|ECONNREFUSED|"
    r"EAI_AGAIN|ETIMEDOUT|ENOAUDIT|E40[0-9]|E50[0-9]|50[0-9] Server Error|40[0-9] Client Error",
    re.IGNORECASE,
)


def main() -> int:
    """Ask, or write the list; the exit code."""
    if "--sbom" in sys.argv:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(json.dumps(sbom(), indent=1, ensure_ascii=False) + "\n")
        print(f"{TARGET.relative_to(ROOT)}: {len(sbom()['components'])} packages")
        return CLEAN
    return max(_ask(name, command) for name, command in commands().items())


def commands() -> dict[str, list[str]]:
    """What is asked, by what it is asked about."""
    audit = str(Path(sys.executable).parent / "audit" / "bin" / "pip-audit")
    given = [part for name in LOCKS for part in ("-r", str(ROOT / "requirements" / f"{name}.txt"))]
    options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    return {
        "Python": [audit, *given, *options],
        "front end": ["npm", "audit", "--package-lock-only", "--prefix", str(FRONT_END)],
    }


def verdict(code: int, told: str) -> int:
    """What an answer means: a service that was not reached has found nothing."""
    if code == 0:
        return CLEAN
    return UNREACHABLE if _NO_WAY.search(told) else FOUND


def sbom() -> dict[str, Any]:
    """Every locked package (CycloneDX 1.6, ECMA-424); the same locks make the same list."""
    components = [*_python(), *_front_end()]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "huiyin"}},
        "components": sorted(components, key=lambda one: str(one["purl"])),
    }


def _python() -> Iterator[dict[str, Any]]:
    text = (ROOT / "requirements" / "app.txt").read_text()
    found = list(_PACKAGE.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)]
    for one, end in zip(found, ends, strict=True):
        digests = _HASH.findall(text[one.start() : end])
        yield _component(one[1], one[2], f"pkg:pypi/{one[1].lower()}@{one[2]}", "SHA-256", digests)


def _front_end() -> Iterator[dict[str, Any]]:
    packages = json.loads((FRONT_END / "package-lock.json").read_text())["packages"]
    for place, facts in packages.items():
        name = place.rpartition("node_modules/")[2]
        if name and "version" in facts:
            digest = base64.b64decode(facts.get("integrity", "").partition("-")[2]).hex()
            purl = f"pkg:npm/{name.replace('@', '%40')}@{facts['version']}"
            yield _component(name, facts["version"], purl, "SHA-512", [digest] if digest else [])


def _component(
    name: str, version: str, purl: str, algorithm: str, digests: list[str]
) -> dict[str, Any]:
    hashes = [{"alg": algorithm, "content": digest} for digest in digests]
    return {"type": "library", "name": name, "version": version, "purl": purl, "hashes": hashes}


def _asked(command: list[str]) -> tuple[int, str]:
    if shutil.which(command[0]) is None:
        return 1, f"ConnectionError: there is no {command[0]} to ask with"
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, done.stdout + done.stderr


def _ask(name: str, command: list[str]) -> int:
    code, told = _asked(command)
    found = verdict(code, told)
    if found == FOUND:
        print(told)
    return _said(name, found)


def _said(name: str, found: int) -> int:
    words = {
        CLEAN: "nothing is known",
        FOUND: "something is known, see above",
        UNREACHABLE: "the advisory service could not be reached: nothing was checked",
    }
    print(f"{name}: {words[found]}", file=sys.stderr if found else sys.stdout)
    return found


if __name__ == "__main__":
    sys.exit(main())
