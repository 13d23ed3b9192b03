"""Addresses of sign-off; ``/s/…`` is the signed link of one person."""

from django.urls import URLPattern

app_name = "signoff"

urlpatterns: list[URLPattern] = []
