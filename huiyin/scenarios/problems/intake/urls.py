"""Addresses of what comes in by itself."""

from django.urls import path

from huiyin.scenarios.problems.intake import views

urlpatterns = [
    path("problems/alike", views.alike, name="alike"),
    path("problems/mailboxes", views.mailboxes, name="mailboxes"),
    path("problems/mailboxes/<int:mailbox_id>/stop", views.stop_mailbox, name="stop_mailbox"),
    path("problems/<uuid:problem_id>/words/<int:word_id>", views.word, name="word"),
]
