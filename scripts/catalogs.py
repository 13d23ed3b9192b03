"""Message catalogues without gettext's programs: read and write ``.po``, write ``.mo``."""

import ast
import struct
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = 0x950412DE
SEPARATOR = "\x04"
CHARSET = "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
ONE_FORM = CHARSET + "Plural-Forms: nplurals=1; plural=0;\n"
TWO_FORMS = CHARSET + "Plural-Forms: nplurals=2; plural=(n != 1);\n"
PLURAL = "\0"
KEYWORDS = {"msgctxt", "msgid", "msgid_plural", "msgstr", "msgstr[0]", "msgstr[1]"}

Key = tuple[str, str]
"""Context (often empty) and msgid; the forms of a plural are joined by NUL, as in the ``.mo``."""


@dataclass
class Catalogue:
    """One ``.po``: its translations, keyed by context and msgid."""

    file: Path
    messages: dict[Key, str] = field(default_factory=dict)

    def save(self) -> None:
        """Write the file, sorted by msgid, so that two people's additions merge."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        blocks = [_block("", "", TWO_FORMS)]
        blocks += [_block(*key, self.messages[key]) for key in sorted(self.messages, key=_order)]
        self.file.write_text("\n".join(blocks), encoding="utf-8")


def read(file: Path) -> Catalogue:
    """The catalogue of ``file``; empty when there is none. ``ValueError`` names a broken line."""
    catalogue = Catalogue(file)
    if not file.exists():
        return catalogue
    entry: dict[str, str] = {}
    current = ""
    lines = [*file.read_text(encoding="utf-8").splitlines(), ""]
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text:
            _keep(catalogue, entry)
            entry = {}
        elif text.startswith("#"):
            continue
        else:
            keyword, _, rest = ("", "", text) if text.startswith('"') else text.partition(" ")
            current = keyword or current
            if keyword in entry or current not in KEYWORDS:
                raise ValueError(f"{file}:{number}: {text}")
            entry[current] = entry.get(current, "") + _unquote(rest, f"{file}:{number}")
    return catalogue


def compile_mo(messages: dict[Key, str], file: Path, header: str = TWO_FORMS) -> None:
    """Write the binary catalogue (GNU gettext MO, revision 0, little endian, sorted)."""
    table = {_mo_key(key): text for key, text in messages.items() if text.strip(PLURAL)}
    table[""] = header
    rows = sorted((key.encode(), text.encode()) for key, text in table.items())
    start = 28 + 16 * len(rows)
    ids = b"".join(key + b"\0" for key, _ in rows)
    texts = b"".join(text + b"\0" for _, text in rows)
    head = struct.pack("<7I", MAGIC, 0, len(rows), 28, 28 + 8 * len(rows), 0, start)
    places = _places([key for key, _ in rows], start)
    places += _places([text for _, text in rows], start + len(ids))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(head + places + ids + texts)


def _places(items: list[bytes], start: int) -> bytes:
    packed = b""
    for item in items:
        packed += struct.pack("<2I", len(item), start)
        start += len(item) + 1
    return packed


def _mo_key(key: Key) -> str:
    context, msgid = key
    return f"{context}{SEPARATOR}{msgid}" if context else msgid


def _order(key: Key) -> tuple[str, str]:
    return key[1], key[0]


def _keep(catalogue: Catalogue, entry: dict[str, str]) -> None:
    if not entry.get("msgid"):
        return
    if "msgid_plural" in entry:
        msgid = entry["msgid"] + PLURAL + entry["msgid_plural"]
        text = entry.get("msgstr[0]", "") + PLURAL + entry.get("msgstr[1]", "")
    else:
        msgid, text = entry["msgid"], entry.get("msgstr", "")
    catalogue.messages[entry.get("msgctxt", ""), msgid] = text


def _block(context: str, msgid: str, text: str) -> str:
    lines = [f"msgctxt {_quote(context)}"] if context else []
    if PLURAL in msgid:
        one, many = msgid.split(PLURAL)
        first, _, second = text.partition(PLURAL)
        lines += [f"msgid {_quote(one)}", f"msgid_plural {_quote(many)}"]
        lines += [f"msgstr[0] {_quote(first)}", f"msgstr[1] {_quote(second)}"]
    else:
        lines += [f"msgid {_quote(msgid)}", f"msgstr {_quote(text)}"]
    return "\n".join([*lines, ""])


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return '"' + escaped.replace("\n", "\\n") + '"'


def _unquote(text: str, place: str) -> str:
    try:
        value = ast.literal_eval(text)
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"{place}: {text}") from error
    return str(value)
