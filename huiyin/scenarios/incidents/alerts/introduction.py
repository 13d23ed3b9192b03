"""Alerts of monitors can become incidents."""

from django.utils.translation import pgettext_lazy

from huiyin.cases.intake import sources
from huiyin.scenarios.incidents.alerts import taking


def introduce() -> None:
    """Let the administrator choose it as the target of a source."""
    sources.register("incidents", pgettext_lazy("target", "突发事件"), taking.take)
