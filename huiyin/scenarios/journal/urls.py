"""Addresses of the log and of the week's list."""

from django.urls import path

from huiyin.scenarios.journal import events
from huiyin.scenarios.journal.views import entries, logs, weeks

app_name = "journal"

urlpatterns = [
    path("journal/", logs.index, name="log"),
    path("journal/log.xlsx", logs.workbook, name="workbook"),
    path("journal/new", entries.new, name="new"),
    path("journal/preview", entries.preview, name="preview"),
    path("journal/week", weeks.show, name="week"),
    path("journal/week/done", weeks.done, name="done"),
    path("journal/week/<uuid:case_id>/explain", weeks.explain, name="explain"),
    path("journal/<uuid:case_id>", entries.show, name="show"),
    path("journal/<uuid:case_id>/drop", entries.drop, name="drop"),
    *(
        path(f"journal/<uuid:case_id>/{verb}", entries.formal, {"verb": verb}, name=verb)
        for verb in events.STAGES
    ),
]
