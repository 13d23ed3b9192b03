"""The files of a notice as its messages carry them."""

from functools import partial

from django.urls import reverse

from huiyin.cases.attachments import of_case
from huiyin.cases.models import Attachment, Case, Classification
from huiyin.delivery.content import File


def files_of(case: Case) -> tuple[File, ...]:
    """The files of ``case`` in their order; of what is confidential none, not even their names."""
    if case.classification == Classification.CONFIDENTIAL:
        return ()
    return tuple(map(_file, of_case(case)))


def _file(row: Attachment) -> File:
    return File(
        name=row.name,
        content_type=row.content_type,
        size=row.size,
        path=reverse("cases:attachment", args=[row.pk]),
        read=partial(_read, row),
    )


def _read(row: Attachment) -> bytes:
    with row.file.open("rb") as stored:
        return bytes(stored.read())
