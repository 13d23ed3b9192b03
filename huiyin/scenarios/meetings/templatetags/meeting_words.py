"""What templates of meetings ask of a mapping."""

from collections.abc import Mapping
from typing import Any

from django import template

from huiyin.cases import following
from huiyin.scenarios.meetings.models import Meeting

register = template.Library()


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value of ``key``, empty where there is none."""
    return mapping.get(key, "")


@register.simple_tag
def raise_address(meeting: Meeting, words: object = "") -> str:
    """Where ``words`` of the meeting are raised as a problem; empty when nobody takes problems."""
    return following.raise_address(meeting.pk, str(words))
