"""The way into the editor on the page of an amendment."""

from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.regulation import queries, showing
from huiyin.scenarios.regulation.models import Amendment


def introduce() -> None:
    """Called when applications are ready."""
    showing.panel("links", "pages/editor/_link.html", context)


def context(amendment: Amendment, actor: Person) -> dict[str, Any]:
    """``may_edit`` for who may write to this draft."""
    return {"may_edit": queries.may_write(actor, amendment)}
