"""Which facts the events of installed rooms carry, and the values they take (Z15).

A room says it in its ``AppConfig``: ``fact_values = "huiyin.scenarios.notices.factvalues:FACTS"``, a
mapping of event to facts to values (``None``: any). Only events that conditions look at need it.
"""

from collections.abc import Collection, Iterable, Mapping

from django.apps import AppConfig
from django.utils.module_loading import import_string

from huiyin.cases.models import Classification, Urgency
from huiyin.core.linting import FactValues

YES_NO = ("true", "false")

CASE: Mapping[str, Collection[str] | None] = {
    "urgency": Urgency.values,
    "classification": Classification.values,
}
"""What every case says of itself."""


def fact_values(configs: Iterable[AppConfig]) -> dict[str, FactValues]:
    """What each of ``configs`` says, together."""
    found: dict[str, FactValues] = {}
    for config in configs:
        path = str(getattr(config, "fact_values", ""))
        if path:
            found.update(import_string(path.replace(":", ".")))
    return found
