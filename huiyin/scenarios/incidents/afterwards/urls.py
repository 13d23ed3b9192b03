"""Addresses after the end, within the names of ``incidents``."""

from django.urls import path

from huiyin.scenarios.incidents.afterwards import views

_CASE = "incidents/<uuid:case_id>"

urlpatterns = [
    path(f"{_CASE}/announce", views.announce, name="announce"),
    path(f"{_CASE}/report", views.report, name="report"),
    path(f"{_CASE}/report.<str:ending>", views.report_file, name="report_file"),
    path(f"{_CASE}/reopen", views.reopen, name="reopen"),
    path(f"{_CASE}/export", views.export, name="export"),
]
