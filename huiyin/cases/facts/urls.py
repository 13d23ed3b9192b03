"""Addresses of the facts."""

from django.urls import path

from huiyin.cases.facts import views

app_name = "facts"

urlpatterns = [
    path("facts/", views.index, name="list"),
    path("facts/new", views.new, name="new"),
    path("facts/pick", views.pick, name="pick"),
    path("facts/<uuid:fact_id>", views.show, name="show"),
    path("facts/<uuid:fact_id>/change", views.change, name="change"),
    path("facts/<uuid:fact_id>/retire", views.retire, name="retire"),
]
