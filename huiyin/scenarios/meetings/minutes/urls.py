"""Addresses of minutes and recordings."""

from django.urls import path, register_converter

from huiyin.cases.papers.handing import WRITERS
from huiyin.scenarios.meetings.minutes import around, guests, views, writing


class Ending:
    """The ending of a file that somebody writes."""

    regex = "|".join(WRITERS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Ending, "paper")

_ONE = "meetings/<uuid:meeting_id>"

urlpatterns = [
    path(f"{_ONE}/minutes", views.show, name="minutes"),
    path(f"{_ONE}/minutes/readers", views.readers, name="minutes_readers"),
    path(f"{_ONE}/minutes/print", views.sheet, name="minutes_sheet"),
    path(f"{_ONE}/minutes.<paper:ending>", views.document, name="minutes_file"),
    path(f"{_ONE}/minutes/confirm", views.confirm, name="minutes_confirm"),
    path(f"{_ONE}/minutes/edit", writing.edit, name="minutes_edit"),
    path(f"{_ONE}/minutes/save", writing.save, name="minutes_save"),
    path(f"{_ONE}/minutes/publish", writing.publish, name="minutes_publish"),
    path(f"{_ONE}/minutes/anew", writing.anew, name="minutes_anew"),
    path(f"{_ONE}/minutes/reopen", writing.reopen, name="minutes_reopen"),
    path("meetings/guest/<str:token>/minutes", guests.show, name="guest_minutes"),
    path(
        "meetings/guest/<str:token>/minutes.<paper:ending>",
        guests.file,
        name="guest_minutes_file",
    ),
    path(f"{_ONE}/recordings", around.file_recording, name="recording"),
    path(f"{_ONE}/overrun", around.explain, name="overrun"),
]
