"""How alike two texts are: the bigrams they share, fit for Chinese without a segmenter."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from typing import TypeVar

Item = TypeVar("Item")

ALIKE = 0.5
"""From this likeness on (0 to 1) two texts are offered as the same; measured on examples."""

SHORTEST = 4
"""Signs below which nothing is compared: 「几点？」 is like everything."""

ASKING = frozenset("的了吗呢吧么啊请问我们你们是不")
"""Signs that every question has; left aside where questions are compared."""


def likeness(left: str, right: str, *, without: Collection[str] = ()) -> float:
    """The Sørensen-Dice coefficient of the bigrams of both texts, 0 to 1; symmetric.

    Case, width, punctuation, spaces and the signs of ``without`` do not count.
    """
    return _dice(bigrams(left, without=without), bigrams(right, without=without))


def bigrams(text: str, *, without: Collection[str] = ()) -> Counter[str]:
    """Every pair of neighbouring letters and digits; a text of one letter is its own pair."""
    plain = _plain(text, without)
    if len(plain) == 1:
        return Counter([plain])
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))


def ranked(
    text: str,
    others: Iterable[tuple[str, Item]],
    *,
    at_least: float = ALIKE,
    limit: int = 3,
    without: Collection[str] = (),
) -> list[tuple[float, Item]]:
    """Those of ``others`` (text, thing) that say the same as ``text`` and how alike they are.

    The likest first, at the same degree in the order given; none when ``text`` is too short.
    """
    if len(_plain(text, without)) < SHORTEST:
        return []
    mine = bigrams(text, without=without)
    degrees = [(_dice(mine, bigrams(said, without=without)), item) for said, item in others]
    alike = [one for one in degrees if one[0] >= at_least]
    return sorted(alike, key=lambda one: -one[0])[:limit]


def most_alike(
    text: str,
    others: Iterable[tuple[str, Item]],
    *,
    limit: int = 3,
    without: Collection[str] = (),
) -> list[Item]:
    """As ``ranked``, without the degrees."""
    return [item for _, item in ranked(text, others, limit=limit, without=without)]


def _dice(mine: Counter[str], theirs: Counter[str]) -> float:
    total = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / total if total else 0.0


def _plain(text: str, without: Collection[str]) -> str:
    """Letters and digits only, folded, half width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN" and c not in without)
