"""Files that go along in a mail: those that fit under the limit; the others are links to sign in."""

import logging
from dataclasses import dataclass
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.policy import SMTP

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from huiyin.delivery import links
from huiyin.delivery.content import File, Message

CONFIDENTIAL = "confidential"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the text names it; ``link`` is empty when it goes along."""

    name: str
    size: str
    link: str


@dataclass(frozen=True, slots=True)
class Enclosures:
    """The parts of a mail, and the list of all its files."""

    parts: tuple[str, ...]
    listed: tuple[Listed, ...]


def enclose(message: Message) -> Enclosures:
    """In the order given, whatever still fits into ``HUIYIN_MAIL_ATTACHMENTS`` bytes together.

    Confidential matter has neither files nor their names in a mail.
    """
    parts: list[str] = []
    listed: list[Listed] = []
    room = settings.ENV.mail_attachments if message.encloses else 0
    for file in () if message.classification == CONFIDENTIAL else message.files:
        part = _part(file) if file.size <= room else None
        if part is not None:
            parts.append(part)
            room -= file.size
        link = "" if part is not None else links.absolute(file.path)
        listed.append(Listed(file.name, filesizeformat(file.size), link))
    return Enclosures(tuple(parts), tuple(listed))


def _part(file: File) -> str | None:
    """The file as a part of a mail; ``None`` when it cannot be read just now."""
    try:
        content = file.read()
    except OSError:
        log.warning("an attachment cannot be read: %s bytes", file.size)
        return None
    kind, _, rest = file.content_type.partition(";")[0].partition("/")
    part = MIMEBase(kind or "application", rest or "octet-stream", policy=SMTP)
    part.set_payload(content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", file.name))
    del part["MIME-Version"]
    return part.as_string(policy=SMTP)
