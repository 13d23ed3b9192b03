"""The organisation's own words: which one is right, and which ones stand for it by mistake (O08)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from huiyin.core.wording.draft import FIELDS, Draft
from huiyin.core.wording.finding import Finding
from huiyin.core.wording.reading import inside, quoted

_BORDER = re.compile(r"(?<=[0-9A-Za-z])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Term:
    """``word`` is right; each of ``variants`` is to be replaced by it.

    ``unless`` are longer words in which a variant means something else (登陆 in 登陆作战).
    """

    word: str
    variants: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Terms:
    """A glossary made ready for reading: asked by first letter, spaces, width and case apart."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        entries: list[tuple[str, str]] = []
        for term in terms:
            entries += ((_folded(variant), term.word) for variant in term.variants)
            entries += ((_folded(right), "") for right in (term.word, *term.unless))
        self._by_letter: dict[str, list[tuple[str, str]]] = {}
        for wrong, right in sorted(entries, key=lambda entry: (-len(entry[0]), entry[1])):
            if wrong:
                self._by_letter.setdefault(wrong[0], []).append((wrong, right))

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Each wrong word in ``text``: its offsets and the right one."""
        folded = _Folded.of(text)
        place = 0
        while place < len(folded.text):
            length, right = self._at(folded, place, text)
            if right:
                start, end = folded.places[place], folded.places[place + length - 1] + 1
                yield start, end, _spaced(right, text[start:end])
            place += max(length, 1)

    def _at(self, folded: "_Folded", place: int, text: str) -> tuple[int, str]:
        """The length of the longest entry at ``place``, and the right word if that is a wrong one."""
        for wrong, right in self._by_letter.get(folded.text[place], ()):
            if folded.text.startswith(wrong, place) and folded.is_word(place, len(wrong), text):
                return len(wrong), right
        return 0, ""


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text without spaces, half width, small letters; ``places`` are the offsets before that."""

    text: str
    places: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> "_Folded":
        places = [at for at, sign in enumerate(text) if sign == "\n" or not sign.isspace()]
        return cls("".join(_small(text[at]) for at in places), places)

    def is_word(self, place: int, length: int, text: str) -> bool:
        """Whether Latin letters at either end do not go on (``KA`` is not in ``OKAY``)."""
        start, end = self.places[place], self.places[place + length - 1] + 1
        return not (_latin(text[start - 1 : start + 1]) or _latin(text[end - 1 : end + 1]))


def check(draft: Draft, terms: Terms) -> Iterator[Finding]:
    """Every word that the glossary replaces, titles and quotations apart."""
    for name in FIELDS:
        text = draft.text(name)
        for start, end, right in terms.find(text):
            if not inside(start, quoted(text)):
                facts = {"word": text[start:end], "right": right}
                yield Finding("term", name, start, end, facts, right)


def _folded(word: str) -> str:
    return "".join(_small(sign) for sign in word if not sign.isspace())


def _small(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign).casefold()
    return plain if len(plain) == 1 else sign


def _latin(pair: str) -> bool:
    """Whether two letters or digits of the Latin alphabet touch."""
    return len(pair) == 2 and pair.isascii() and pair.isalnum()  # noqa: PLR2004 - a pair


def _spaced(right: str, wrong: str) -> str:
    """``right`` with a space between Latin and Chinese where ``wrong`` had one."""
    return _BORDER.sub(" ", right) if " " in wrong.strip() else right
