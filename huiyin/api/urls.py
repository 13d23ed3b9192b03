"""Every address of this room."""

from django.urls import URLPattern, URLResolver

from huiyin.api import token_urls

app_name = "api"

urlpatterns: list[URLPattern | URLResolver] = [*token_urls.urlpatterns]
