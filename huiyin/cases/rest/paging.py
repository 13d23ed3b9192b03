"""Lists in pages: a signed cursor names the last row that was seen, so inserts shift nothing."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.core import signing
from django.utils.translation import gettext as _
from ninja import Field, Schema

from huiyin.cases.rest.problem import invalid

USUAL = 50
MOST = 200
SALT = "huiyin.rest.cursor"

Item = TypeVar("Item")
Row = TypeVar("Row")


class PageQuery(Schema):
    """Which page of a list."""

    cursor: str = Field(
        default="",
        max_length=2000,
        description="`next` of the page before; empty for the first page.",
    )
    limit: int = Field(default=USUAL, ge=1, le=MOST, description="At most so many items.")


class Page(Schema, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    next: str | None = Field(
        default=None, description="The cursor of the next page; null when there is none."
    )


def read(query: PageQuery, name: str, *kinds: type[Any]) -> list[Any] | None:
    """The key after which the page begins; ``None`` for the first page.

    ``name`` says which list (with its filters) the cursor must be of, ``kinds`` what the key's
    parts are. A cursor that is forged or of another list is refused with 422.
    """
    if not query.cursor:
        return None
    try:
        found, *key = signing.loads(query.cursor, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        found, key = None, []
    if found != name or len(key) != len(kinds) or not all(map(isinstance, key, kinds)):
        words = _("游标无效，请从第一页重新读取")
        raise invalid(words, {"cursor": words})
    return list(key)


def write(name: str, key: Iterable[Any]) -> str:
    """The cursor of the row with ``key`` (plain JSON values) in the list ``name``."""
    return signing.dumps([name, *key], salt=SALT)


def within(
    rows: Iterable[Row],
    query: PageQuery,
    name: str,
    key_of: Callable[[Row], list[Any]],
    *kinds: type[Any],
) -> tuple[list[Row], str | None]:
    """The page of a list that is at hand whole, sorted by its keys, and the next one's cursor."""
    after = read(query, name, *kinds)
    rest = [row for row in rows if after is None or key_of(row) > after]
    return cut(sorted(rest, key=key_of), query.limit, name, key_of)


def cut(
    rows: Sequence[Row], limit: int, name: str, key_of: Callable[[Row], Iterable[Any]]
) -> tuple[list[Row], str | None]:
    """Of up to ``limit + 1`` rows: the page, and the cursor of the next one."""
    page = list(rows[:limit])
    return page, write(name, key_of(page[-1])) if len(rows) > limit else None
