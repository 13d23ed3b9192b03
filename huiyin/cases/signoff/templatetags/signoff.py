"""Words of a signed text, which is kept in Chinese, in the viewer's language."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def said(name: str) -> str:
    """The heading of a part; itself when it has no translation."""
    return gettext(name) if name else ""
