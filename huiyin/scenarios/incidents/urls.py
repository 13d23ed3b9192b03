"""Addresses of incidents."""

from django.urls import path

from huiyin.scenarios.incidents.afterwards import urls as afterwards
from huiyin.scenarios.incidents.callout import urls as callout
from huiyin.scenarios.incidents.clients import urls as clients
from huiyin.scenarios.incidents.plans import urls as plans
from huiyin.scenarios.incidents.review import urls as review
from huiyin.scenarios.incidents.views import declare, ends, lists, room, tap, team, updates, watch

app_name = "incidents"

_CASE = "incidents/<uuid:case_id>"

urlpatterns = [
    path("incidents/", lists.index, name="list"),
    path("incidents/new", declare.new, name="new"),
    path("incidents/people", team.people, name="people"),
    path("incidents/tap/<str:token>", tap.by_link, name="tap"),
    path("incidents/watch/<str:token>", watch.look, name="observe"),
    path("incidents/watch/<str:token>/part", watch.part, name="observe_part"),
    path(_CASE, room.show, name="room"),
    path(f"{_CASE}/live", room.live, name="live"),
    path(f"{_CASE}/describe", declare.describe, name="describe"),
    path(f"{_CASE}/grade", declare.grade, name="grade"),
    path(f"{_CASE}/notice", team.notice, name="notice"),
    path(f"{_CASE}/ready", team.ready, name="ready"),
    path(f"{_CASE}/team", team.name, name="team"),
    path(f"{_CASE}/replace", team.replace, name="replace"),
    path(f"{_CASE}/command", team.command, name="command"),
    path(f"{_CASE}/update", updates.give, name="update"),
    path(f"{_CASE}/note", updates.note, name="note"),
    path(f"{_CASE}/watches", watch.make, name="watch"),
    path(f"{_CASE}/watches/<uuid:watch_id>/close", watch.close, name="watch_close"),
    path(f"{_CASE}/resolve", ends.resolve, name="resolve"),
    path(f"{_CASE}/stand-down", ends.stand_down, name="stand_down"),
    *plans.urlpatterns,
    *callout.urlpatterns,
    *afterwards.urlpatterns,
    *clients.urlpatterns,
    *review.urlpatterns,
]
