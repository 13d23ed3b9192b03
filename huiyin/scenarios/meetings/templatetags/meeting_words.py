"""What templates of meetings ask of a mapping."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value of ``key``, empty where there is none."""
    return mapping.get(key, "")
