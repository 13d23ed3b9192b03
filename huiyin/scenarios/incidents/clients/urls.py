"""Addresses of statements to clients, within the names of ``incidents``."""

from django.urls import path

from huiyin.scenarios.incidents.clients import public, views

urlpatterns = [
    path("incidents/<uuid:case_id>/clients", views.of_incident, name="clients"),
    path("incidents/statements/<uuid:statement_id>", views.show, name="statement"),
    path("incidents/statements/<uuid:statement_id>/send", views.send, name="statement_send"),
    path("incidents/said/<str:token>", public.show, name="statement_public"),
]
