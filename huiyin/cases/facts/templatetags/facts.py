"""How texts with facts are shown."""

from django import template

from huiyin.cases.facts import references
from huiyin.cases.facts.models import Fact

register = template.Library()


@register.filter
def reference(fact: Fact) -> str:
    """What a text types to quote ``fact``: ``{{客服热线}}``."""
    return references.refer(fact.name)
