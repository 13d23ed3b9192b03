"""A file as an answer: saved under its name, in whatever script that is, and kept by nobody on the way."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """``content`` to be saved as ``name`` (RFC 6266; names that are not ASCII by RFC 8187)."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
