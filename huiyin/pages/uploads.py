"""An uploaded staff list between the preview and the decision, under a signed name."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from huiyin.directory.importing import Table, read_table
from huiyin.kit import clock, ids

FOLDER = "imports"
LIFETIME = timedelta(hours=2)
SALT = "huiyin.pages.imports"


class PreviewLost(Exception):
    """The preview is forged, too old, or was used already: upload again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a ticket gives back; ``basis`` is the directory's state that was looked at."""

    table: Table
    basis: str
    complete: bool


def keep(name: str, data: bytes, *, by: int, basis: str, complete: bool) -> str:
    """Keep the file; the ticket that gives it back to the same person for two hours."""
    path = default_storage.save(f"{FOLDER}/{ids.new_id().hex}", ContentFile(data))
    value = {"path": path, "name": name, "by": by, "basis": basis, "complete": complete}
    return signing.dumps(value, salt=SALT)


def read(ticket: str, *, by: int) -> Kept:
    """What was kept; ``PreviewLost`` when it is not theirs, too old, or used already."""
    value = _opened(ticket, by)
    try:
        with default_storage.open(value["path"], "rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        raise PreviewLost from error
    return Kept(read_table(data, value["name"]), value["basis"], value["complete"])


def drop(ticket: str, *, by: int) -> None:
    """Forget the file of a ticket; nothing happens when it is gone."""
    default_storage.delete(_opened(ticket, by)["path"])


def sweep() -> int:
    """Delete files whose ticket has expired; how many."""
    if not default_storage.exists(FOLDER):
        return 0
    oldest = (clock.now() - LIFETIME).timestamp()
    stale = [name for name in default_storage.listdir(FOLDER)[1] if _kept_at(name) < oldest]
    for name in stale:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(stale)


def _kept_at(name: str) -> float:
    """Unix seconds in a UUIDv7 (RFC 9562, 5.7); 0 for a file of another name."""
    try:
        return (UUID(name[:32]).int >> 80) / 1000
    except ValueError:
        return 0.0


def _opened(ticket: str, by: int) -> dict[str, Any]:
    try:
        value = signing.loads(ticket, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature as error:
        raise PreviewLost from error
    if value["by"] != by:
        raise PreviewLost
    found: dict[str, Any] = value
    return found
