"""Addresses of the calendar, its feed, rooms and guests."""

from django.urls import path

from huiyin.scenarios.meetings.views import calendar, guests, kinds, rooms

urlpatterns = [
    path("calendar", calendar.week, name="calendar"),
    path("calendar/subscription", calendar.subscription, name="subscription"),
    path("calendar/subscription/new", calendar.subscribe, name="subscribe"),
    path("calendar/subscription/end", calendar.unsubscribe, name="unsubscribe"),
    path("calendar/feed/<str:secret>.ics", calendar.feed, name="feed"),
    path("meetings/rooms", rooms.index, name="rooms"),
    path("meetings/kinds", kinds.index, name="kinds"),
    path("meetings/guest/<str:token>", guests.show, name="guest"),
    path("meetings/guest/<str:token>/file", guests.file, name="guest_file"),
]
