"""Files are whole or not there."""

import errno
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError

from huiyin.cases.storage import Full, WholeFiles, is_full


class Torn(ContentFile):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A file that ends in the middle because of ``fault``."""

    def __init__(self, fault: BaseException) -> None:
        super().__init__(b"half")
        self._fault = fault

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The first half, and no more."""
        del chunk_size
        yield b"half"
        raise self._fault


@pytest.fixture
def storage(tmp_path: Path) -> WholeFiles:
    """An empty folder."""
    return WholeFiles(tmp_path)


def files(storage: WholeFiles) -> list[str]:
    """What stands in the folder."""
    return sorted(one.name for one in Path(storage.location).rglob("*") if one.is_file())


def test_a_file_is_kept_under_its_name(storage: WholeFiles) -> None:
    assert storage.save("a/b.bin", ContentFile(b"whole")) == "a/b.bin"
    assert files(storage) == ["b.bin"]
    with storage.open("a/b.bin") as kept:
        assert kept.read() == b"whole"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_keeps_nothing(storage: WholeFiles, number: int) -> None:
    with pytest.raises(Full):
        storage.save("a/b.bin", Torn(OSError(number, "full")))
    assert files(storage) == []


@pytest.mark.parametrize("fault", [OSError(errno.EIO, "broken"), KeyboardInterrupt()])
def test_any_other_trouble_keeps_nothing_either(storage: WholeFiles, fault: BaseException) -> None:
    with pytest.raises(type(fault)):
        storage.save("a/b.bin", Torn(fault))
    assert files(storage) == []


def test_the_bottom_of_an_error_is_looked_at() -> None:
    outer = OperationalError("could not extend file")
    outer.__cause__ = psycopg.errors.DiskFull("full")
    assert is_full(outer)
    assert is_full(Full(errno.ENOSPC, "full"))
    assert not is_full(OperationalError("gone"))
    assert not is_full(OSError(errno.EIO, "broken"))
    assert not is_full(None)
