"""An audience as it is stored and posted: its values read field by field."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _


class AudienceError(ValueError):
    """A stored or posted audience is not one; ``field`` says where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def flag(value: Mapping[str, Any], name: str, *, default: bool) -> bool:
    """Yes or no under ``name``, ``default`` when it is not said."""
    found = value.get(name, default)
    if not isinstance(found, bool):
        raise AudienceError(name, _("应为是或否"))
    return found


def ids(value: Mapping[str, Any], name: str) -> tuple[int, ...]:
    """The row numbers listed under ``name``, each once."""
    found = _list(value, name)
    for one in found:
        if not isinstance(one, int) or isinstance(one, bool) or not 0 < one < 2**31:
            raise AudienceError(name, _("应为编号"))
    return tuple(dict.fromkeys(found))


def words(value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The texts listed under ``name``, each once."""
    found = _list(value, name)
    for one in found:
        if not isinstance(one, str) or not one.strip():
            raise AudienceError(name, _("应为非空文字"))
    return tuple(dict.fromkeys(found))


def uuids(value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The ids of stored lists under ``name``, each once, as text."""
    try:
        return tuple(dict.fromkeys(str(UUID(one)) for one in words(value, name)))
    except ValueError as error:
        raise AudienceError(name, _("应为名单编号")) from error


def _list(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name, [])
    if not isinstance(found, list | tuple):
        raise AudienceError(name, _("应为列表"))
    return list(found)
