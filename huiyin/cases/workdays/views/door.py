"""The way into every page of the working calendar."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import ngettext

from huiyin.obligations.moving import Moves
from huiyin.ui.pages import page, shown

__all__ = ["page", "said", "sent", "shown"]


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent, for a form that takes files; nothing when the form was only asked for."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def said(words: str, moves: Moves) -> str:
    """What was done, and how many duties moved because of it."""
    if not moves.duties:
        return words
    more = ngettext("%(n)s 项待办随之改期", "%(n)s 项待办随之改期", moves.duties) % {
        "n": moves.duties
    }
    return f"{words}，{more}"
