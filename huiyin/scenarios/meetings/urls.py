"""Addresses of meetings and the calendar; each topic adds its own."""

from django.urls import path

from huiyin.scenarios.meetings.agenda import urls as agenda
from huiyin.scenarios.meetings.cooperation import urls as cooperation
from huiyin.scenarios.meetings.efficiency import urls as efficiency
from huiyin.scenarios.meetings.items import urls as items
from huiyin.scenarios.meetings.live import urls as live
from huiyin.scenarios.meetings.minutes import urls as minutes
from huiyin.scenarios.meetings.rhythm import urls as rhythm
from huiyin.scenarios.meetings.talks import urls as talks
from huiyin.scenarios.meetings.views import around, calendar, compose, finding, meetings

app_name = "meetings"

urlpatterns = [
    path("meetings/", calendar.index, name="list"),
    path("meetings/new", compose.new, name="new"),
    path("meetings/look", compose.look, name="look"),
    path("meetings/people", compose.people, name="people"),
    *around.urlpatterns,
    path("meetings/<uuid:meeting_id>", meetings.show, name="show"),
    path("meetings/<uuid:meeting_id>/edit", compose.edit, name="edit"),
    path("meetings/<uuid:meeting_id>/announce", meetings.announce, name="announce"),
    path("meetings/<uuid:meeting_id>/answer", meetings.answer, name="answer"),
    path("meetings/<uuid:meeting_id>/propose", meetings.propose, name="propose"),
    path("meetings/<uuid:meeting_id>/cancel", meetings.cancel, name="cancel"),
    path("meetings/<uuid:meeting_id>/again", meetings.add_time, name="add_time"),
    *agenda.urlpatterns,
    *live.urlpatterns,
    *items.urlpatterns,
    *minutes.urlpatterns,
    *efficiency.urlpatterns,
    *rhythm.urlpatterns,
    *talks.urlpatterns,
    *cooperation.urlpatterns,
    path("meetings/found", finding.found, name="found"),
]
