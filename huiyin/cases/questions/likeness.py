"""How alike two questions are: the bigrams they share, fit for Chinese without a segmenter."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

ALIKE = 0.5
"""From this share of common bigrams on, two questions are offered as the same (0 to 1)."""

SHORTEST = 4
"""Signs below which nothing is compared: 「几点？」 is like everything."""

_EMPTY = frozenset("的了吗呢吧么啊请问我们你们是不")


def likeness(left: str, right: str) -> float:
    """The Sørensen-Dice coefficient of the bigrams of both texts, 0 to 1; symmetric."""
    one, other = _bigrams(left), _bigrams(right)
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def most_alike(text: str, others: Iterable[tuple[str, Item]], *, limit: int = 3) -> Sequence[Item]:
    """Those of ``others`` (text, thing) that ask the same as ``text``, the likest first."""
    if len(_plain(text)) < SHORTEST:
        return []
    scored = [(likeness(text, other), place, item) for place, (other, item) in enumerate(others)]
    found = sorted((one for one in scored if one[0] >= ALIKE), key=lambda one: (-one[0], one[1]))
    return [item for _score, _place, item in found[:limit]]


def _plain(text: str) -> str:
    """Letters and digits only, folded, without the words that every question has."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum() and sign not in _EMPTY)


def _bigrams(text: str) -> Counter[str]:
    plain = _plain(text)
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))
