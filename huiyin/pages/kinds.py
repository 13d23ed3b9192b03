"""What a scenario is called and looks like, wherever cases of several scenarios stand together."""

from dataclasses import dataclass

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Kind:
    """A scenario's short name and icon."""

    scenario: str
    label: str
    icon: str


def of(scenario: str) -> Kind:
    """The kind of a scenario, or of a case that a room names in ``AppConfig.case_kinds``.

    Its bare name for one that is no longer installed.
    """
    for room in apps.get_app_configs():
        named = getattr(room, "case_kinds", {}).get(scenario)
        if named is not None:
            label, icon = named
            return Kind(scenario, str(label), icon)
    try:
        config = apps.get_app_config(scenario)
    except LookupError:
        return Kind(scenario, scenario, "file-text")
    for entry in getattr(config, "menu", ()):
        if entry.section == "scenes":
            return Kind(scenario, str(entry.label), entry.icon)
    return Kind(scenario, str(config.verbose_name), "file-text")
