"""Cut a TrueType font down to the characters that papers need; standard library only.

What is dropped besides the other glyphs: layout tables, hints and vertical metrics, which no
writer of PDF reads. Tables are those of the OpenType specification, ISO/IEC 14496-22.
"""

import struct
from array import array
from collections.abc import Collection, Iterable
from itertools import pairwise

KEPT = ("OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post")
_ARGS_ARE_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80
_SEGMENTED = 12
_CHECKED = 0xB1B0AFBA
_DOUBLE_BYTE = range(0x81, 0xFF)


class FontError(Exception):
    """The font is none that can be cut; the text says why."""


def everyday() -> set[int]:
    """Simplified and traditional characters of everyday texts: GB 2312 and the first of Big5."""
    frequent = range(0xA1, 0xC7)
    return set(range(0x20, 0x7F)) | _of("gb2312", _DOUBLE_BYTE) | _of("big5", frequent)


def whole() -> set[int]:
    """Whatever is written: GBK, Big5, and the rare characters of names beyond the basic plane."""
    beyond = set(range(0x20000, 0x32000))
    latin = set(range(0x20, 0x250)) | set(range(0x2000, 0x2700))
    return latin | _of("gbk", _DOUBLE_BYTE) | _of("big5", _DOUBLE_BYTE) | beyond


def cut(font: bytes, wanted: Collection[int]) -> bytes:
    """``font`` with the glyphs of ``wanted`` only; characters that it has not got are left out."""
    tables = _tables(font)
    missing = [name for name in KEPT if name not in tables]
    if missing:
        raise FontError(f"no outlines of TrueType: {', '.join(missing)} missing")
    known = _characters(tables["cmap"])
    chosen = {code: known[code] for code in sorted(wanted) if code in known}
    outlines = _outlines(tables)
    glyphs = _closed({0, *chosen.values()}, outlines)
    place = {old: new for new, old in enumerate(glyphs)}
    made = {name: tables[name] for name in ("OS/2", "name")}
    made["post"] = struct.pack(">I", 0x30000) + tables["post"][4:32]
    made["glyf"], made["loca"] = _drawn([_moved(outlines[old], place) for old in glyphs])
    made["hmtx"] = _widths(tables, glyphs)
    made["cmap"] = _map({code: place[glyph] for code, glyph in chosen.items()})
    count = struct.pack(">H", len(glyphs))
    made["maxp"] = tables["maxp"][:4] + count + tables["maxp"][6:]
    made["hhea"] = tables["hhea"][:34] + count
    head = tables["head"]
    made["head"] = head[:8] + b"\0" * 4 + head[12:50] + struct.pack(">h", 1) + head[52:]
    return _bound(made)


def _of(encoding: str, leads: Iterable[int]) -> set[int]:
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFF))
    signs = (pair.decode(encoding, "ignore") for pair in pairs)
    return {ord(sign) for sign in signs if len(sign) == 1}


def _tables(font: bytes) -> dict[str, bytes]:
    count = struct.unpack_from(">H", font, 4)[0]
    found = {}
    for row in range(count):
        tag, _sum, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * row)
        found[tag.decode("latin-1")] = font[offset : offset + length]
    return found


def _characters(cmap: bytes) -> dict[int, int]:
    """Character to glyph, from the table that covers all planes."""
    for row in range(struct.unpack_from(">H", cmap, 2)[0]):
        offset = struct.unpack_from(">HHI", cmap, 4 + 8 * row)[2]
        if struct.unpack_from(">H", cmap, offset)[0] == _SEGMENTED:
            groups = struct.unpack_from(">I", cmap, offset + 12)[0]
            rows = struct.iter_unpack(">III", cmap[offset + 16 : offset + 16 + 12 * groups])
            return {
                code: glyph + code - first
                for first, last, glyph in rows
                for code in range(first, last + 1)
            }
    raise FontError("no table of characters of format 12")


def _outlines(tables: dict[str, bytes]) -> list[bytes]:
    long = struct.unpack_from(">h", tables["head"], 50)[0]
    offsets = array("I" if long else "H")
    offsets.frombytes(tables["loca"])
    offsets.byteswap()  # fonts are big-endian, the machines that build are not
    scale = 1 if long else 2
    glyf = tables["glyf"]
    return [glyf[start * scale : end * scale] for start, end in pairwise(offsets)]


def _parts(outline: bytes) -> list[tuple[int, int]]:
    """Where a composite glyph names its parts (offset and glyph); none for a simple one."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:  # noqa: PLR2004 - a glyph's head
        return []
    found, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        found.append((at + 2, glyph))
        at += 8 if flags & _ARGS_ARE_WORDS else 6
        at += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES) + 8 * bool(flags & _MATRIX)
    return found


def _closed(glyphs: set[int], outlines: list[bytes]) -> list[int]:
    waiting = list(glyphs)
    while waiting:
        parts = {glyph for _at, glyph in _parts(outlines[waiting.pop()])} - glyphs
        glyphs |= parts
        waiting += parts
    return sorted(glyphs)


def _moved(outline: bytes, place: dict[int, int]) -> bytes:
    moved = bytearray(outline)
    for at, glyph in _parts(outline):
        struct.pack_into(">H", moved, at, place[glyph])
    return bytes(moved) + b"\0" * (-len(moved) % 4)


def _drawn(outlines: list[bytes]) -> tuple[bytes, bytes]:
    offsets = [0]
    for outline in outlines:
        offsets.append(offsets[-1] + len(outline))
    return b"".join(outlines), struct.pack(f">{len(offsets)}I", *offsets)


def _widths(tables: dict[str, bytes], glyphs: list[int]) -> bytes:
    """Width and left bearing of each glyph; those at the end of the table share the last width."""
    hmtx, count = tables["hmtx"], struct.unpack_from(">H", tables["hhea"], 34)[0]
    last = hmtx[4 * count - 4 : 4 * count - 2]
    found = []
    for glyph in glyphs:
        bearing = 4 * count + 2 * (glyph - count)
        own = hmtx[4 * glyph : 4 * glyph + 4]
        found.append(own if glyph < count else last + hmtx[bearing : bearing + 2])
    return b"".join(found)


def _map(places: dict[int, int]) -> bytes:
    groups: list[list[int]] = []
    for code, glyph in places.items():
        if groups and code == groups[-1][1] + 1 and glyph - code == groups[-1][2] - groups[-1][0]:
            groups[-1][1] = code
        else:
            groups.append([code, code, glyph])
    rows = b"".join(struct.pack(">III", *group) for group in groups)
    head = struct.pack(">HHHHI", 0, 1, 3, 10, 12)
    return head + struct.pack(">HHIII", _SEGMENTED, 0, 16 + len(rows), 0, len(groups)) + rows


def _bound(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">IHHHH", 0x10000, count, 16 << power, power, (count - (1 << power)) * 16)
    offset, directory, body = 12 + 16 * count, [], []
    for name in sorted(tables):
        data = tables[name] + b"\0" * (-len(tables[name]) % 4)
        directory.append(
            struct.pack(">4sIII", name.encode(), _sum(data), offset, len(tables[name]))
        )
        body.append(data)
        offset += len(data)
    font = bytearray(head + b"".join(directory + body))
    at = font.index(b"head", 12)
    inside = struct.unpack_from(">I", font, at + 8)[0]
    struct.pack_into(">I", font, inside + 8, (_CHECKED - _sum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _sum(data: bytes) -> int:
    words = array("I")
    words.frombytes(data)
    words.byteswap()
    return sum(words) & 0xFFFFFFFF
