"""What ``make test`` needs beyond Python: a Chromium and a mail server. Installs them or says how."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAIL = {
    "postfix": "postfix",
    "dovecot": "dovecot-imapd",
    "/usr/lib/dovecot/lmtp": "dovecot-lmtpd",
}
SYSTEM_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:/usr/local/sbin"


def main() -> int:
    """Install what is missing if we may; 1 and a list when something still is."""
    if "--install" in sys.argv and (packages := missing()) and _may_install():
        _install(packages)
    absent = missing()
    for package in absent:
        print(f"make test needs {package}: {_WHY[package]}", file=sys.stderr)
    if absent:
        print(f"On Debian or Ubuntu, as root: apt-get install {' '.join(absent)}", file=sys.stderr)
    return 1 if absent else 0


def browser() -> str | None:
    """The path of a Chromium: ``HUIYIN_CHROMIUM``, or the first that this machine has."""
    named = os.environ.get("HUIYIN_CHROMIUM")
    candidates = (named,) if named else BROWSERS
    return next((found for name in candidates if (found := shutil.which(name))), None)


def missing() -> list[str]:
    """Debian packages that are not there yet."""
    absent = [] if browser() else ["chromium"]
    return absent + [
        package for name, package in MAIL.items() if not shutil.which(name, path=SYSTEM_PATH)
    ]


def _may_install() -> bool:
    return os.geteuid() == 0 and Path("/usr/bin/apt-get").exists()


def _install(packages: list[str]) -> None:
    print(f"Installing {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


_WHY = {
    "chromium": "the browser journeys run in it (HUIYIN_CHROMIUM names another one)",
    "postfix": "the mail journey sends through it",
    "dovecot-imapd": "the mail journey reads replies from it",
    "dovecot-lmtpd": "the mail journey's server delivers by it",
}

if __name__ == "__main__":
    sys.exit(main())
