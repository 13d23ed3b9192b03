"""What the core says, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.core.phrase import Phrase, listed


def in_words(said: object) -> str:
    """A phrase of the core translated, its parts too; any other text stays."""
    if isinstance(said, BaseException):
        said = str(said)
    if listed(said):
        return ("、" if _chinese() else ", ").join(map(in_words, said))
    if not isinstance(said, Phrase):
        return str(said)
    pattern = _(said.pattern)
    if not _chinese():
        pattern = pattern.replace("：", ": ")
    if not said.values:
        return pattern
    return pattern % {name: in_words(one) for name, one in said.values.items()}


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
