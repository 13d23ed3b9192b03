"""Addresses that all scenarios share."""

from django.urls import path

from huiyin.cases import views

app_name = "cases"

urlpatterns = [
    path("attachments/<uuid:attachment_id>", views.download, name="attachment"),
]
