"""What the apps put into the shell: an ``AppConfig`` with ``menu = (MenuEntry(...), …)``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.http import HttpRequest

SECTIONS = ("work", "scenes", "govern", "create")


@dataclass(frozen=True, slots=True)
class Count:
    """A number beside an entry; ``late`` paints it red, with a dot."""

    number: int
    late: bool = False


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One way in. ``label`` is lazy text, ``icon`` a name of the sprite, ``url`` a view's name.

    ``section`` is one of ``SECTIONS``; entries of ``create`` appear behind 发起 and in the palette.
    ``keys`` is a key sequence (``g i``, ``c n``). ``covers`` names further views for which the
    entry is the current one, ``apart`` those of them that belong to another entry. ``count`` and
    ``shown`` are asked once per page.
    """

    label: str | Promise
    icon: str
    url: str
    section: str = "scenes"
    order: int = 50
    keys: str = ""
    covers: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    tab: bool = False
    count: "Callable[[HttpRequest], Count | None] | None" = None
    shown: "Callable[[HttpRequest], bool] | None" = None

    def is_current(self, view_name: str) -> bool:
        """Whether ``view_name`` is this entry's page or one that it covers (``notices:*``)."""
        return _named(view_name, (self.url, *self.covers)) and not _named(view_name, self.apart)


def _named(view_name: str, names: tuple[str, ...]) -> bool:
    return any(
        view_name == name or (name.endswith("*") and view_name.startswith(name[:-1]))
        for name in names
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the templates draw it."""

    label: str
    icon: str
    href: str
    keys: str
    current: bool
    tab: bool
    count: Count | None

    @property
    def key_caps(self) -> list[str]:
        """The keys as they are written on caps."""
        return self.keys.upper().split()


def entries() -> Iterator[MenuEntry]:
    """Every registered entry, in order."""
    found = [entry for app in apps.get_app_configs() for entry in getattr(app, "menu", ())]
    yield from sorted(found, key=lambda entry: (SECTIONS.index(entry.section), entry.order))


def entries_for(request: "HttpRequest", view_name: str) -> dict[str, list[Shown]]:
    """The entries that the viewer may see, by section; ``view_name`` decides the current one."""
    menu: dict[str, list[Shown]] = {section: [] for section in SECTIONS}
    for entry in entries():
        href = address(entry.url)
        if href and (entry.shown is None or entry.shown(request)):
            menu[entry.section].append(_shown(entry, href, request, view_name))
    return menu


def address(url: str) -> str:
    """The address of a view; empty when no room has it (``check_menu`` refuses to start then)."""
    try:
        return reverse(url)
    except NoReverseMatch:
        return ""


def _shown(entry: MenuEntry, href: str, request: "HttpRequest", view_name: str) -> Shown:
    return Shown(
        label=str(entry.label),
        icon=entry.icon,
        href=href,
        keys=entry.keys,
        current=entry.is_current(view_name),
        tab=entry.tab,
        count=entry.count(request) if entry.count else None,
    )


@register()
def check_menu(**_kwargs: object) -> list[CheckMessage]:
    """``ui.E001``: an entry points nowhere; ``ui.E002``: its section does not exist."""
    problems: list[CheckMessage] = []
    for app in apps.get_app_configs():
        for entry in getattr(app, "menu", ()):
            if entry.section not in SECTIONS:
                hint = f"one of {', '.join(SECTIONS)}"
                problems.append(Error(f"menu section {entry.section!r}", hint, app, "ui.E002"))
            if not address(entry.url):
                problems.append(Error(f"menu entry to {entry.url!r}", None, app, "ui.E001"))
    return problems
