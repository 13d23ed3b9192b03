"""Addresses of a person's own tokens, for the settings page."""

from django.urls import path

from huiyin.api import token_views

urlpatterns = [
    path("me/tokens", token_views.own, name="tokens"),
    path("me/tokens/<int:token_id>/end", token_views.end, name="end_token"),
]
