"""Addresses of notices; ``/n/…`` is the signed link of one person."""

from django.urls import path

from huiyin.scenarios.notices.mailing import views as mailing
from huiyin.scenarios.notices.views import (
    board,
    closing,
    compose,
    draft_files,
    levels,
    links,
    lists,
    mending,
    publisher,
    reader,
    request_files,
    requests,
    signing,
)
from huiyin.scenarios.notices.views.revision_urls import urlpatterns as revisions

app_name = "notices"

urlpatterns = [
    path("notices/", lists.index, name="list"),
    path("notices/new", compose.new, name="new"),
    path("notices/recipients", compose.recipients, name="recipients"),
    path("notices/replies/files/<uuid:file_id>", mailing.reply_file, name="reply_file"),
    path("notices/requests/", requests.index, name="requests"),
    path("notices/requests/new", requests.new, name="request_new"),
    path("notices/requests/<uuid:request_id>", requests.show, name="request"),
    path("notices/requests/<uuid:request_id>/save", requests.save, name="request_save"),
    path("notices/requests/<uuid:request_id>/notice", requests.take_up, name="request_take_up"),
    path(
        "notices/requests/<uuid:request_id>/attachments",
        request_files.attach,
        name="request_attach",
    ),
    path(
        "notices/requests/<uuid:request_id>/attachments/<uuid:attachment_id>/remove",
        request_files.detach,
        name="request_detach",
    ),
    path("notices/board/", board.show, name="board"),
    path("notices/board/seen", board.seen, name="board_seen"),
    path("notices/<uuid:notice_id>/mark", board.mark, name="board_mark"),
    path("notices/<uuid:notice_id>/pin", board.pin, name="board_pin"),
    path("notices/<uuid:notice_id>", reader.show, name="show"),
    path("notices/<uuid:notice_id>/confirm", reader.confirm, name="confirm"),
    path("notices/<uuid:notice_id>/reply", reader.reply, name="reply"),
    path("notices/<uuid:notice_id>/edit", compose.edit, name="edit"),
    path("notices/<uuid:notice_id>/save", compose.save, name="save"),
    path("notices/<uuid:notice_id>/mend", mending.mend, name="mend"),
    path("notices/<uuid:notice_id>/discard", compose.discard, name="discard"),
    path("notices/<uuid:notice_id>/publish", compose.publish, name="publish"),
    path("notices/<uuid:notice_id>/submit", signing.submit, name="submit"),
    path("notices/<uuid:notice_id>/reopen", signing.reopen, name="reopen"),
    path("notices/<uuid:notice_id>/attachments", draft_files.attach, name="attach"),
    path(
        "notices/<uuid:notice_id>/attachments/<uuid:attachment_id>/remove",
        draft_files.detach,
        name="detach",
    ),
    path("notices/<uuid:notice_id>/schedule", levels.schedule, name="schedule"),
    path("notices/<uuid:notice_id>/relay", levels.relay, name="relay"),
    path("notices/<uuid:notice_id>/islands", levels.reach_islands, name="reach_islands"),
    path(
        "notices/<uuid:notice_id>/actions/<int:order>/done",
        levels.finish_action,
        name="action_done",
    ),
    path("notices/<uuid:notice_id>/echo", publisher.echo, name="echo"),
    path("notices/<uuid:notice_id>/calls/<int:person_id>", publisher.call, name="call"),
    path("notices/<uuid:notice_id>/remind", publisher.remind, name="remind"),
    path("notices/<uuid:notice_id>/close", publisher.close, name="close"),
    path("notices/<uuid:notice_id>/closing", closing.closing, name="closing"),
    path("notices/<uuid:notice_id>/record.pdf", closing.document, name="pdf"),
    path("notices/<uuid:notice_id>/record.xlsx", publisher.workbook, name="workbook"),
    path("notices/<uuid:notice_id>/record", publisher.printed, name="record"),
    *revisions,
    path("n/<str:token>", links.by_link, name="link"),
]
