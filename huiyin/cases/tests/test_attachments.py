import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory

from huiyin.cases import uploads
from huiyin.cases.attachments import attach, detach, of_case
from huiyin.cases.filetypes import clean_name, extension, fits
from huiyin.cases.models import Attachment, Case
from huiyin.directory.tests.factories import Company
from huiyin.kit import clock


def case_of(company: Company) -> Case:
    author = company["白露"]
    return Case.objects.create(
        scenario="tests", initiator=author, department=author.department, created_at=clock.now()
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("报表.xlsx", "报表.xlsx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\a.pdf", "a.pdf"),
        ("报\u202etxt.exe", "报txt.exe"),
        ("a\x00b\n.txt", "ab.txt"),
        ("...", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
    ],
)
def test_names_lose_folders_and_tricks(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_ending_in_255_bytes() -> None:
    name = clean_name("长" * 200 + ".pdf")
    assert len(name.encode()) <= 255
    assert name.endswith("长.pdf")


def test_endings() -> None:
    assert [extension(name) for name in ("A.PDF", "a.tar.gz", "a", ".x")] == ["pdf", "gz", "", ""]


@pytest.mark.parametrize(
    ("ending", "head", "good"),
    [
        ("pdf", b"%PDF-1.7", True),
        ("pdf", b"MZ\x90", False),
        ("png", b"\xff\xd8\xff", False),
        ("docx", b"PK\x03\x04", True),
        ("txt", "你好".encode(), True),
        ("txt", "你好".encode("utf-16"), True),
        ("txt", b"a\x00b", False),
        ("txt", b"\x7fELF", False),
        ("csv", b"#!/bin/sh", False),
        ("webp", b"RIFF0000WEBPVP8", True),
        ("webp", b"RIFF0000AVI LIST", False),
    ],
)
def test_a_file_is_what_it_says(ending: str, head: bytes, good: bool) -> None:
    assert fits(ending, head) is good


def test_the_same_file_is_kept_once(company: Company) -> None:
    case = case_of(company)
    first = attach(case, SimpleUploadedFile("a.txt", b"one"), by=company["白露"])
    again = attach(case, SimpleUploadedFile("a.txt", b"one"), by=company["白露"])
    clock.advance(timedelta(seconds=1))
    other = attach(case, SimpleUploadedFile("a.txt", b"two"), by=company["白露"])
    assert first.pk == again.pk != other.pk
    assert of_case(case) == [first, other]
    assert str(first) == "a.txt"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.txt", b"", "空文件"),
        ("大.txt", b"x" * 2000, "上限"),
        ("a.exe", b"MZ", "不接受"),
        ("无后缀", b"x", "不接受"),
        ("a.pdf", b"hello", "不符"),
    ],
)
def test_what_is_refused_is_said_and_not_kept(
    company: Company, settings: Any, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    settings.ATTACHMENT_LIMIT = 1000
    with pytest.raises(ValidationError, match=said):
        attach(case_of(company), SimpleUploadedFile(name, content), by=company["白露"])
    assert not Attachment.objects.exists()
    assert not list(tmp_path.rglob("*.bin"))


def test_pages_are_served_as_bytes(company: Company) -> None:
    page = SimpleUploadedFile("a.html", b"<script>1</script>", content_type="text/html")
    row = attach(case_of(company), page, by=company["白露"])
    assert row.content_type == "application/octet-stream"


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_off_leaves_the_disk(company: Company, tmp_path: Path) -> None:
    case = case_of(company)
    row = attach(case, SimpleUploadedFile("a.txt", b"one"), by=company["白露"])
    detach(case, str(row.pk))
    detach(case, str(row.pk))
    assert not list(tmp_path.rglob("*.bin"))


def test_an_upload_stops_when_it_says_or_turns_out_to_be_too_large(settings: Any) -> None:
    settings.ATTACHMENT_LIMIT = 10
    request = RequestFactory().post("/", data=b"", content_type="text/plain")
    announced = uploads.SizeLimit(request)
    rest = io.BytesIO(b"x" * 100_000)
    announced.handle_raw_input(rest, {}, 100_000, b"")
    with pytest.raises(StopUpload):
        announced.new_file("files", "a.txt", "text/plain", None)
    assert not rest.read()
    silent = uploads.SizeLimit(request)
    silent.handle_raw_input(io.BytesIO(), {}, 0, b"")
    silent.new_file("files", "a.txt", "text/plain", None)
    assert silent.receive_data_chunk(b"x" * 10, 0) == b"x" * 10
    with pytest.raises(StopUpload):
        silent.receive_data_chunk(b"x" * 70_000, 10)
    silent.file_complete(10)
    request.META["CONTENT_LENGTH"] = "many"
    assert not uploads.stopped(request)
