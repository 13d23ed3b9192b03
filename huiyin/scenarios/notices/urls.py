"""Addresses of notices; ``/n/…`` is the signed link of one person."""

from django.urls import path

from huiyin.scenarios.notices.views import compose, links, lists, publisher, reader

app_name = "notices"

urlpatterns = [
    path("notices/", lists.index, name="list"),
    path("notices/new", compose.new, name="new"),
    path("notices/recipients", compose.recipients, name="recipients"),
    path("notices/<uuid:notice_id>", reader.show, name="show"),
    path("notices/<uuid:notice_id>/confirm", reader.confirm, name="confirm"),
    path("notices/<uuid:notice_id>/reply", reader.reply, name="reply"),
    path("notices/<uuid:notice_id>/edit", compose.edit, name="edit"),
    path("notices/<uuid:notice_id>/save", compose.save, name="save"),
    path("notices/<uuid:notice_id>/discard", compose.discard, name="discard"),
    path("notices/<uuid:notice_id>/publish", compose.publish, name="publish"),
    path("notices/<uuid:notice_id>/attachments", compose.attach, name="attach"),
    path(
        "notices/<uuid:notice_id>/attachments/<uuid:attachment_id>/remove",
        compose.detach,
        name="detach",
    ),
    path("notices/<uuid:notice_id>/echo", publisher.echo, name="echo"),
    path("notices/<uuid:notice_id>/calls/<int:person_id>", publisher.call, name="call"),
    path("notices/<uuid:notice_id>/remind", publisher.remind, name="remind"),
    path("notices/<uuid:notice_id>/close", publisher.close, name="close"),
    path("notices/<uuid:notice_id>/record.xlsx", publisher.workbook, name="workbook"),
    path("notices/<uuid:notice_id>/record", publisher.printed, name="record"),
    path("n/<str:token>", links.by_link, name="link"),
]
