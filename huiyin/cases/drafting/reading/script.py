"""Traditional characters read as simplified ones, each in its place."""

from functools import cache
from typing import Any

from opencc import OpenCC


@cache
def _converter() -> Any:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """``text`` in simplified characters, of the same length: every offset stays."""
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(_single(char) for char in text)


def _single(char: str) -> str:
    converted: str = _converter().convert(char)
    return converted if len(converted) == 1 else char
