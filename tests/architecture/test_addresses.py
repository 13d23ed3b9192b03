"""Every address names the permission it wants, or says why it wants none."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from huiyin.config.installed import SCENARIOS
from huiyin.core.policy import Kind
from huiyin.directory.access import open_to_all, permission_of
from tests.stories.regulation import installed

FOREIGN = ("allauth.", "django.", "ninja.")
"""Libraries' views: signing in needs no permission, the API checks its own operations."""


def unnamed(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Addresses whose view names no permission."""
    for pattern in patterns:
        place = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from unnamed(pattern.url_patterns, place)
        else:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            if not view.__module__.startswith(FOREIGN) and not permission_of(pattern.callback):
                yield f"{place} ({view.__module__}.{view.__qualname__})"


def test_every_address_names_its_permission() -> None:
    assert list(unnamed(get_resolver().url_patterns)) == []


def test_an_address_without_permission_is_found() -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        raise NotImplementedError

    marked = open_to_all("a sample")(lambda _request: HttpResponse())
    assert list(unnamed([path("bare", bare)]))
    assert list(unnamed([path("marked", marked)])) == []


def test_every_executable_clause_has_a_story() -> None:
    assert SCENARIOS
    clauses = [clause for clause in installed().clauses if clause.kind is Kind.EXECUTABLE]
    assert clauses
    acting = [one for one in clauses if one.rules or one.guards or one.signings]
    assert [clause.id for clause in acting if not clause.stories] == []
