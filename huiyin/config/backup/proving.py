"""Prove that a backup can be opened, is whole, and is of this installation; without restoring it."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

from huiyin.config.backup import archive, making


@dataclass(slots=True)
class Proved:
    """What was found: entries of the ledger, files, and a sentence for each thing that is wrong."""

    size: int
    members: int
    findings: list[str] = field(default_factory=list)


def prove(source: Path, key_text: str) -> Proved:
    """Read all of ``source`` with the private key; ``archive.Unreadable`` when a byte is wrong.

    Its checkpoint must be one of this ledger's. To see it work, restore it elsewhere.
    """
    with tempfile.TemporaryDirectory(dir=settings.ENV.home, prefix="prove-") as scratch:
        manifest = archive.read(source, archive.identity(key_text), Path(scratch))
    ledger, members = manifest["ledger"], manifest["members"]
    proved = Proved(ledger["size"], len(members))
    if not any(_name(member) == making.DATABASE for member in members):
        proved.findings.append("the backup holds no database")
    if ledger["size"] and _root(ledger["size"]) != ledger["root"]:
        proved.findings.append(f"this ledger has no checkpoint of {ledger['size']} entries like it")
    return proved


def _name(member: object) -> str:
    return str(member["name"]) if isinstance(member, dict) else str(member)


def _root(size: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(root, 'hex') FROM ledger_checkpoint WHERE size = %s", [size])
        row = cursor.fetchone()
    return str(row[0]) if row else ""
