"""The file itself: a tar encrypted with age to a public key, its list of contents at the end.

Who makes a backup needs the public key only; the private one is kept elsewhere. Format: age-encryption.org/v1
around POSIX tar, so that the public tools ``age`` and ``tar`` open it without us.
"""

import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

MANIFEST = "manifest.json"
CHUNK = 1 << 20


class Unreadable(Exception):
    """Not a backup, not made for this key, cut off or altered; the message says which."""


def recipient(text: str) -> pyrage.x25519.Recipient:
    """The public key ``age1…``; ``Unreadable`` when it is none."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise Unreadable(f"not a public key for backups (age1…): {error}") from error


def identity(text: str) -> pyrage.x25519.Identity:
    """The private key in a key file (lines with # are comments); ``Unreadable`` when it has none."""
    lines = [line.strip() for line in text.splitlines()]
    for line in lines:
        if line.startswith("AGE-SECRET-KEY-"):
            try:
                return pyrage.x25519.Identity.from_str(line)
            except pyrage.IdentityError as error:
                raise Unreadable(f"the private key cannot be read: {error}") from error
    raise Unreadable("the key file holds no line AGE-SECRET-KEY-…")


def write(
    target: Path,
    to: pyrage.x25519.Recipient,
    members: Iterable[tuple[str, Path]],
    about: dict[str, Any],
) -> dict[str, Any]:
    """Write ``members`` (name in the archive, file) to ``target``; the manifest, ``about`` included.

    ``target`` appears when it is whole and on the disk, and never half.
    """
    partial = target.with_name(f".{target.name}.part")
    try:
        with _encrypting(partial, to) as plain, tarfile.open(fileobj=plain, mode="w|") as tar:
            listed = {name: _add(tar, name, file) for name, file in members}
            manifest = {**about, "members": listed}
            _add_bytes(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def read(source: Path, key: pyrage.x25519.Identity, folder: Path) -> dict[str, Any]:
    """Unpack ``source`` into ``folder`` and compare every file with the manifest, which is returned.

    ``Unreadable`` when anything is missing, cut off or different.
    """
    seen: dict[str, str] = {}
    try:
        with _decrypting(source, key) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
            for member in tar:
                tar.extract(member, folder, filter="data")
                if member.name != MANIFEST:
                    seen[member.name] = _digest(folder / member.name)
    except tarfile.TarError as error:
        raise Unreadable(f"not a backup of ours: {error}") from error
    listing = folder / MANIFEST
    if not listing.exists():
        raise Unreadable("the backup has no list of contents: it is not whole")
    manifest: dict[str, Any] = json.loads(listing.read_text("utf-8"))
    wrong = sorted(
        seen.items() ^ {n: one["sha256"] for n, one in manifest["members"].items()}.items()
    )
    if wrong:
        raise Unreadable(f"{wrong[0][0]} is not what the list of contents says")
    return manifest


def _add(tar: tarfile.TarFile, name: str, file: Path) -> dict[str, Any]:
    with file.open("rb") as content:
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(content.fileno()).st_size, 0o600
        counted = _Counted(content)
        tar.addfile(info, counted)
    return {"size": info.size, "sha256": counted.digest.hexdigest()}


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


class _Counted:
    """Bytes on their way, digested as they pass."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As the file's own ``read``."""
        found = self._source.read(size)
        self.digest.update(found)
        return found


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def _encrypting(target: Path, to: pyrage.x25519.Recipient) -> Iterator[IO[bytes]]:
    """What is written here arrives in ``target`` encrypted, on the disk at the end."""
    with target.open("xb") as out:
        target.chmod(0o600)
        with _piped(lambda plain: pyrage.encrypt_io(plain, out, [to])) as plain:
            yield plain
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _piped(consume: Callable[[IO[bytes]], object]) -> Iterator[IO[bytes]]:
    """A writer whose bytes ``consume`` reads in a thread; what it raises is raised here."""
    reading, writing = os.pipe()
    failed: list[Exception] = []

    def run() -> None:
        with os.fdopen(reading, "rb") as source:
            try:
                consume(source)
            except Exception as error:  # noqa: BLE001 - told to the other thread below
                failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with os.fdopen(writing, "wb", buffering=CHUNK) as sink:
            yield sink
    except BrokenPipeError:
        if not failed:
            raise
    finally:
        thread.join()
    if failed:
        raise failed[0]


@contextmanager
def _decrypting(source: Path, key: pyrage.x25519.Identity) -> Iterator[IO[bytes]]:
    """A reader of what ``source`` holds; ``Unreadable`` when it does not open or ends too soon."""
    reading, writing = os.pipe()
    failed: list[Exception] = []

    def run() -> None:
        with source.open("rb") as sealed, os.fdopen(writing, "wb", buffering=CHUNK) as sink:
            try:
                pyrage.decrypt_io(sealed, sink, [key])
            except (pyrage.DecryptError, OSError) as error:
                failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as plain:
            yield plain
            while plain.read(CHUNK):
                pass
    except tarfile.TarError:
        if not failed:
            raise
    finally:
        thread.join()
    if failed:
        raise Unreadable(f"the backup does not open with this key, or it is cut off: {failed[0]}")
