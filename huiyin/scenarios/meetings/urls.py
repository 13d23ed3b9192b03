"""Addresses of meetings and the calendar; each topic adds its own."""

from django.urls import path

from huiyin.scenarios.meetings.agenda import urls as agenda
from huiyin.scenarios.meetings.items import urls as items
from huiyin.scenarios.meetings.live import urls as live
from huiyin.scenarios.meetings.minutes import urls as minutes
from huiyin.scenarios.meetings.views import calendar, compose, meetings

app_name = "meetings"

urlpatterns = [
    path("meetings/", calendar.index, name="list"),
    path("meetings/new", compose.new, name="new"),
    path("calendar", calendar.week, name="calendar"),
    path("meetings/<uuid:meeting_id>", meetings.show, name="show"),
    *agenda.urlpatterns,
    *live.urlpatterns,
    *items.urlpatterns,
    *minutes.urlpatterns,
]
