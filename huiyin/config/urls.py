"""Every address of the product, gathered from the installed rooms.

A room's ``urls.py`` is mounted under its ``AppConfig.url_prefix`` (default: at the root).
"""

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from huiyin.config import metrics, probes, trouble
from huiyin.directory.access import open_to_all


def _rooms() -> list[URLResolver]:
    return [
        path(getattr(app, "url_prefix", ""), include(f"{app.name}.urls"))
        for app in apps.get_app_configs()
        if app.name.startswith("huiyin.")
        and app.name != "huiyin.config"
        and app.module is not None
        and module_has_submodule(app.module, "urls")
    ]


_language = open_to_all("everybody may choose a language")(require_POST(set_language))

handler500 = trouble.answer

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("readyz/web", probes.readyz_web, name="readyz_web"),
    path("metrics", metrics.metrics, name="metrics"),
    path("language", _language, name="set_language"),
    *_rooms(),
    path("account/", include("allauth.account.urls")),
]
