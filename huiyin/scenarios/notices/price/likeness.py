"""How alike two short Chinese texts are, by the pairs of characters that they share."""

import unicodedata
from collections import Counter


def likeness(one: str, other: str) -> float:
    """0 (nothing in common) to 1 (the same), as Dice's coefficient of their bigrams.

    Case, width, punctuation and spaces do not count.
    """
    mine, theirs = bigrams(one), bigrams(other)
    total = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / total if total else 0.0


def bigrams(text: str) -> Counter[str]:
    """Every pair of neighbouring letters and digits; a text of one letter is its own pair."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(c for c in folded if unicodedata.category(c)[0] in "LN")
    if len(plain) == 1:
        return Counter([plain])
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))
