"""The ``policies`` room."""

from django.apps import AppConfig

from huiyin.policies import awaited


class PoliciesConfig(AppConfig):
    """Registers the room with Django, and the words of scenarios to come."""

    name = "huiyin.policies"
    label = "policies"
    event_words = awaited.EVENTS
    fact_words = awaited.NAMES
