"""Addresses of plans, within the names of ``incidents``."""

from django.urls import path

from huiyin.scenarios.incidents.plans import views

urlpatterns = [
    path("incidents/plans", views.index, name="plans"),
    path("incidents/plans/new", views.edit, name="plan_new"),
    path("incidents/plans/found", views.found, name="plan_found"),
    path("incidents/plans/<int:kind_id>", views.show, name="plan"),
    path("incidents/plans/<int:kind_id>/edit", views.edit, name="plan_edit"),
]
