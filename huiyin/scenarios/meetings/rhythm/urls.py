"""Addresses of weeks, months and quarters."""

from django.urls import path

from huiyin.scenarios.meetings.rhythm import quarter, views

_ONE = "rhythm/<uuid:period_id>"

urlpatterns = [
    path("rhythm/", views.index, name="rhythm"),
    path(_ONE, views.show, name="period"),
    path(f"{_ONE}/weekly", views.weekly, name="period_weekly"),
    path(f"{_ONE}/monthly", views.monthly, name="period_monthly"),
    path(f"{_ONE}/review", views.review, name="period_review"),
    path(f"{_ONE}/talks", views.talks, name="period_talks"),
    path(f"{_ONE}/evaluation", quarter.evaluate, name="period_evaluate"),
    path(f"{_ONE}/goals", quarter.set_goals, name="period_goals"),
]
