"""A real mail server for tests: Postfix takes and relays, Dovecot keeps and shows, on loopback.

Needs root and Debian's ``postfix``, ``dovecot-imapd`` and ``dovecot-lmtpd``; says what is missing.
Everybody at ``DOMAIN`` has a mailbox with the password ``PASSWORD``, but for ``nobody-*``.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

DOMAIN = "yunqiao.test"
PASSWORD = "mailserver-of-the-tests"
_BINARIES = {"postfix": "/usr/sbin/postfix", "dovecot-imapd": "/usr/sbin/dovecot"}
_PATIENCE = 20.0


@pytest.fixture(scope="session")
def mailserver() -> "Iterator[MailServer]":
    """The server for a whole test run; import this name into the test's module."""
    with running() as server:
        yield server


class Missing(Exception):
    """This machine cannot run the server; the words say what to install or to be."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where it listens, as the product's settings want it."""

    smtp_port: int
    imap_port: int

    @property
    def mail_url(self) -> str:
        """``HUIYIN_MAIL_URL``."""
        return f"smtp://127.0.0.1:{self.smtp_port}"

    def imap_url(self, user: str = "echo") -> str:
        """``HUIYIN_IMAP_URL`` of somebody's mailbox."""
        return f"imap://{user}%40{DOMAIN}:{PASSWORD}@127.0.0.1:{self.imap_port}"


@contextlib.contextmanager
def running() -> Iterator[MailServer]:
    """Start both in a temporary folder on free ports; stop and remove everything at the end."""
    _require()
    folder = Path(tempfile.mkdtemp(prefix="hymail-"))
    folder.chmod(0o755)
    ports = _free_ports(2)
    server = MailServer(*ports)
    postfix, dovecot = folder / "postfix", folder / "dovecot.conf"
    try:
        _write_dovecot(folder, dovecot, server)
        _write_postfix(folder, postfix, server)
        _call("/usr/sbin/dovecot", "-c", str(dovecot))
        _call("/usr/sbin/postfix", "-c", str(postfix), "start")
        for port in ports:
            _wait_for(port)
        yield server
    finally:
        for command in (
            ("/usr/sbin/postfix", "-c", str(postfix), "stop"),
            ("/usr/bin/doveadm", "-c", str(dovecot), "stop"),
        ):
            subprocess.run(command, check=False, capture_output=True, timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _require() -> None:
    missing = [name for name, path in _BINARIES.items() if not Path(path).exists()]
    if not Path("/usr/lib/dovecot/lmtp").exists():
        missing.append("dovecot-lmtpd")
    if missing:
        raise Missing(f"install {' '.join(missing)} (apt-get install {' '.join(missing)})")
    if os.geteuid() != 0:
        raise Missing("the mail server of the tests must be started as root")


def _write_dovecot(folder: Path, file: Path, server: MailServer) -> None:
    account = pwd.getpwnam("mail")
    mails = folder / "mails"
    mails.mkdir()
    os.chown(mails, account.pw_uid, account.pw_gid)
    file.write_text(
        f"""
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {folder}/dovecot-run
state_dir = {folder}/dovecot-state
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
recipient_delimiter = +
first_valid_uid = 1
mail_location = maildir:{mails}/%n
lda_original_recipient_header = X-Original-To
default_login_user = nobody
default_internal_user = dovecot
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={account.pw_uid} gid={account.pw_gid} home={mails}/%n allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {server.imap_port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  unix_listener {folder}/lmtp {{
    mode = 0666
  }}
}}
protocol lmtp {{
  auth_username_format = %Ln
}}
"""
    )


def _write_postfix(folder: Path, config: Path, server: MailServer) -> None:
    account = pwd.getpwnam("postfix")
    config.mkdir()
    for name in ("queue", "data"):
        (folder / name).mkdir()
    os.chown(folder / "data", account.pw_uid, account.pw_gid)
    (config / "refused").write_text("/^nobody-/ 550 5.1.1 no such user\n")
    (config / "main.cf").write_text(
        f"""
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mx.{DOMAIN}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = {DOMAIN}
virtual_transport = lmtp:unix:{folder}/lmtp
default_transport = error:outside mail is refused
relay_transport = error:outside mail is refused
recipient_delimiter = +
smtpd_recipient_restrictions =
    check_recipient_access regexp:{config}/refused, permit_mynetworks, reject
smtpd_discard_ehlo_keywords =
alias_maps =
local_recipient_maps =
"""
    )
    master = Path("/etc/postfix/master.cf")
    source = master if master.exists() else Path("/usr/share/postfix/master.cf.dist")
    lines = []
    for line in source.read_text().splitlines():
        fields = line.split()
        if line and not line[0].isspace() and not line.startswith("#") and len(fields) >= 8:
            if fields[:2] == ["smtp", "inet"]:
                fields[0] = f"127.0.0.1:{server.smtp_port}"
            elif fields[1] == "inet":
                continue
            fields[4] = "n"
            lines.append(" ".join(fields))
        else:
            lines.append(line)
    lines.append("postlog unix-dgram n - n - 1 postlogd")
    (config / "master.cf").write_text("\n".join(_once(lines)) + "\n")


def _once(lines: list[str]) -> list[str]:
    """Without comments and second entries of a service, nor options of entries left out."""
    seen: set[tuple[str, ...]] = set()
    kept: list[str] = []
    keeping = False
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace():
            if keeping:
                kept.append(line)
            continue
        key = tuple(line.split()[:2])
        keeping = key not in seen
        seen.add(key)
        if keeping:
            kept.append(line)
    return kept


def _call(*command: str) -> None:
    """Run a command that leaves daemons behind: they would hold a pipe open, a file they may."""
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            command, check=False, stdin=subprocess.DEVNULL, stdout=output, stderr=output, timeout=30
        )
        output.seek(0)
        if done.returncode:
            raise Missing(f"{command[0]} does not start: {output.read().strip()}")


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def _wait_for(port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise Missing(f"the mail server does not listen on port {port}")
