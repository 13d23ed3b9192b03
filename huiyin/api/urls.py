"""Every address of this room."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huiyin.api import token_urls
from huiyin.api.door import guarded, nothing_here
from huiyin.api.rest import rest

app_name = "api"


def _operations() -> list[URLPattern | URLResolver]:
    found, _app, _namespace = rest.urls
    for pattern in found:
        if isinstance(pattern, URLPattern):
            pattern.callback = guarded(pattern.callback)
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    *token_urls.urlpatterns,
    path("api/v1/", include((_operations(), "ninja"), namespace="v1")),
    re_path(r"^api/v1(?:/.*)?$", guarded(nothing_here)),
]
