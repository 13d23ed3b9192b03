"""Filters of this part's templates."""

from django import template

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """A share as people read it: 0.05 is ``5%``, 0.025 is ``2.5%``."""
    return f"{round(100 * share, 1):g}%"
