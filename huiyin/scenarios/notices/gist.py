"""The conclusion of a notice in a line, wherever it is named before it is read."""

import re

from huiyin.scenarios.notices.models import Notice
from huiyin.ui.markdown import plain

_LONGEST = 120
_MARKER = re.compile(r"^\s*(?:[-*+]|\d+[.、)）])\s*")


def gist_of(notice: Notice) -> str:
    """The conclusion that stands first: the author's own, else the first of the items."""
    if notice.gist.strip():
        return notice.gist.strip()
    for line in notice.items.splitlines():
        text = plain(_MARKER.sub("", line))
        if text:
            return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return ""
