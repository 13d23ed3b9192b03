"""Uploads stop at the limit while they arrive: what is too large never fills the disk."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

_FORM_ROOM = 64 * 1024
_PIECE = 64 * 1024


def limit() -> int:
    """Bytes an attachment may have (setting ``ATTACHMENT_LIMIT``)."""
    value: int = getattr(settings, "ATTACHMENT_LIMIT", 20 * 1024 * 1024)
    return value


def stopped(request: HttpRequest) -> bool:
    """Whether this request carried more than a form with one attachment of the allowed size."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return False
    return length > limit() + _FORM_ROOM


class SizeLimit(FileUploadHandler):
    """First of ``FILE_UPLOAD_HANDLERS``: drops a body that says, or turns out, to be too large."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.length = 0
        self.seen = 0
        self._body: Any = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Remember how much was announced, and where the rest comes from."""
        del META, boundary, encoding
        self.length, self._body = content_length, input_data

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Stop before the first byte of a file when the body is too large."""
        super().new_file(*args, **kwargs)
        self.seen = 0
        if self.length > limit() + _FORM_ROOM:
            self._stop()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the bytes on until there are more than allowed."""
        del start
        self.seen += len(raw_data)
        if self.seen > limit() + _FORM_ROOM:
            self._stop()
        return raw_data

    def _stop(self) -> NoReturn:
        """Let the rest run out piece by piece, so that the answer is heard; Django reads lines.

        A line may be as long as the body: it would all be held at once.
        """
        while self._body.read(_PIECE):
            pass
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""
        del file_size
