"""How a text quotes a fact: ``{{客服热线}}``, read and filled in without a look at the database."""

import re
from collections.abc import Callable, Iterable, Mapping

REFERENCE = re.compile(r"(?:\{\{|｛｛)[ \t\u3000]*([^{}｛｝\n]{1,60}?)[ \t\u3000]*(?:\}\}|｝｝)")


def names_in(text: str) -> list[str]:
    """The facts that ``text`` quotes, each name once, in the order of the text."""
    return list(dict.fromkeys(REFERENCE.findall(text)))


def names_in_all(texts: Iterable[str]) -> list[str]:
    """The same over several texts."""
    return list(dict.fromkeys(name for text in texts for name in names_in(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with each known reference replaced by its value; unknown ones stay as typed."""
    return replaced(text, values.get)


def replaced(text: str, value_of: Callable[[str], str | None]) -> str:
    """``text`` with each reference replaced by ``value_of(name)`` unless that is ``None``."""

    def one(match: re.Match[str]) -> str:
        value = value_of(match[1])
        return match[0] if value is None else value

    return REFERENCE.sub(one, text)


def refer(name: str) -> str:
    """The reference that a text types for ``name``."""
    return "{{" + name + "}}"
