"""Single values as TOML: strings, lists, conditions. One spelling for each value."""

import re
from collections.abc import Iterable, Mapping

MARK = "# file: "
"""What separates the files of a source; no value may spell it."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\f": "\\f", "\r": "\\r"}
_HIDDEN = "\\u0023" + MARK[1:]
_WIDE = 88


def string(text: str) -> str:
    """A string in one line."""
    return f'"{_escaped(text).replace(chr(10), chr(92) + "n")}"'


def passage(text: str) -> str:
    """A string; one with line breaks stands between three quotes, as it is read."""
    return f'"""\n{_escaped(text)}"""' if "\n" in text else string(text)


def strings(texts: Iterable[str], *, lines: bool = False) -> str:
    """A list; one string per line when it would become too wide, or with ``lines`` from two on."""
    items = [string(text) for text in texts]
    flat = f"[{', '.join(items)}]"
    if len(flat) <= _WIDE and not (lines and len(items) > 1):
        return flat
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def wanted(when: Mapping[str, tuple[str, ...]]) -> str:
    """Conditions: ``{ urgency = ["important", "urgent"], level = 2 }``."""
    pairs = (f"{key(name)} = {values(said)}" for name, said in when.items())
    return f"{{ {', '.join(pairs)} }}"


def values(said: tuple[str, ...]) -> str:
    """One value, or a list of them; numbers, ``true`` and ``false`` without quotes."""
    items = [_scalar(value) for value in said]
    return items[0] if len(items) == 1 else f"[{', '.join(items)}]"


def _scalar(value: str) -> str:
    plain = value in {"true", "false"} or _NUMBER.fullmatch(value)
    return value if plain else string(value)


def key(name: str) -> str:
    """A key, in quotes only where TOML asks for them."""
    return name if _BARE.fullmatch(name) else string(name)


def _escaped(text: str) -> str:
    return "".join(map(_char, text)).replace(MARK, _HIDDEN)


def _char(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char == "\n" or (char >= " " and char != "\x7f"):
        return char
    return f"\\u{ord(char):04x}"
