"""Which files may be attached, and what they really are: never what the sender claims."""

import re
import unicodedata

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_TEXT: tuple[bytes, ...] = ()
_OOXML = "application/vnd.openxmlformats-officedocument."

TYPES: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", (b"RIFF",)),
    "docx": (_OOXML + "wordprocessingml.document", _ZIP),
    "xlsx": (_OOXML + "spreadsheetml.sheet", _ZIP),
    "pptx": (_OOXML + "presentationml.presentation", _ZIP),
    "ofd": ("application/ofd", _ZIP),
    "zip": ("application/zip", _ZIP),
    "doc": ("application/msword", _OLE),
    "xls": ("application/vnd.ms-excel", _OLE),
    "ppt": ("application/vnd.ms-powerpoint", _OLE),
    "wps": ("application/vnd.ms-works", (*_OLE, *_ZIP)),
    "et": ("application/vnd.ms-excel", (*_OLE, *_ZIP)),
    "dps": ("application/vnd.ms-powerpoint", (*_OLE, *_ZIP)),
    "rar": ("application/vnd.rar", (b"Rar!\x1a\x07",)),
    "7z": ("application/x-7z-compressed", (b"7z\xbc\xaf\x27\x1c",)),
    "txt": ("text/plain; charset=utf-8", _TEXT),
    "md": ("text/plain; charset=utf-8", _TEXT),
    "csv": ("text/csv; charset=utf-8", _TEXT),
    "svg": ("application/octet-stream", _TEXT),
    "html": ("application/octet-stream", _TEXT),
    "htm": ("application/octet-stream", _TEXT),
    "xml": ("application/octet-stream", _TEXT),
}
"""Extension -> served type and the first bytes it must have (none: it must be text).

What a browser could run as a page (SVG, HTML, XML) is only ever served as bytes to download.
"""

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f<>:\"|?*\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_NAME_BYTES = 255


def extension(name: str) -> str:
    """The lower-case extension of ``name``; empty when it has none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def clean_name(name: str) -> str:
    """``name`` without folders, control and direction-changing characters, in 255 bytes at most.

    Direction overrides (U+202E and kin) could dress ``exe.pdf`` as ``fdp.exe`` (Unicode TR 36).
    """
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = _UNSAFE.sub("", plain).strip(" .") or "file"
    ending = extension(plain)
    tail = f".{ending}" if ending else ""
    stem = plain[: len(plain) - len(tail)] if tail else plain
    room = _NAME_BYTES - len(tail.encode())
    return stem.encode()[:room].decode(errors="ignore") + tail


def fits(ending: str, head: bytes) -> bool:
    """Whether the first bytes ``head`` of a file may carry the extension ``ending``."""
    if head.startswith(_PROGRAMS):
        return False
    magic = TYPES[ending][1]
    if not magic:
        return _is_text(head)
    if ending == "webp":
        return head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return head.startswith(magic)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in head
