"""What people read when the machine fails them."""

import errno
import json
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from huiyin.api.errors import refusal_of
from huiyin.cases.storage import Full
from huiyin.config import trouble


def answer_to(error: BaseException, **headers: str) -> HttpResponse:
    """What whoever asked reads: the handler is called while the error is under way."""
    try:
        raise error
    except type(error):
        return trouble.answer(asked(**headers))


def full() -> OperationalError:
    """As Django raises it when the database's disk is full."""
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull("full")
    return error


def asked(**headers: str) -> HttpRequest:
    """A request that failed."""
    return RequestFactory().post("/x", headers=headers or None)


@pytest.mark.parametrize("error", [full(), Full(errno.ENOSPC, "full")])
def test_a_full_disk_is_said(error: Exception) -> None:
    answer = answer_to(error)
    assert answer.status_code == 507
    assert "磁盘空间不足" in answer.content.decode()
    assert refusal_of(asked(), error).status == 507


def test_who_is_still_sending_is_heard_out() -> None:
    request = RequestFactory().post("/x", b"y" * 300_000, content_type="text/plain")
    try:
        raise full()
    except OperationalError:
        assert trouble.answer(request).status_code == 507
    assert request.read() == b""


def test_a_database_that_is_away_is_said() -> None:
    answer = answer_to(OperationalError("gone"))
    assert (answer.status_code, answer["Retry-After"]) == (503, trouble.SOON)
    assert "暂时连不上数据库" in answer.content.decode()


def test_a_part_of_a_page_is_told_in_a_sentence() -> None:
    answer = answer_to(full(), hx_request="true")
    said = json.loads(answer["HX-Trigger"])
    assert said["toast"]["kind"] == "late"
    assert "磁盘空间不足" in said["toast"]["text"]


def test_everything_else_is_the_plain_page() -> None:
    answer = answer_to(ValueError("a bug"))
    assert answer.status_code == 500
    assert "服务器出错" in answer.content.decode()


class NoRoom(FileUploadHandler):
    """A disk that is full when the first piece of a file comes."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Nothing can be written."""
        del raw_data, start
        raise OSError(errno.ENOSPC, "full")

    def file_complete(self, file_size: int) -> None:
        """Never."""
        del file_size


@pytest.mark.django_db
def test_a_file_that_the_disk_has_no_room_for_while_it_comes(client: Client, settings: Any) -> None:
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.NoRoom"]
    client.raise_request_exception = False
    file = SimpleUploadedFile("large.txt", b"x" * 3_000_000)
    answer = client.post("/account/login/", {"files": file})
    assert answer.status_code == 507
    assert "磁盘空间不足" in answer.content.decode()
