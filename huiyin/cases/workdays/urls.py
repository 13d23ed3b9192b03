"""Addresses of the working calendar."""

from django.urls import path

from huiyin.cases.workdays.views import days, rosters, weeks, year, years

app_name = "workdays"

urlpatterns = [
    path("workdays/", year.show, name="year"),
    path("workdays/day", days.edit, name="day"),
    path("workdays/day/remove", days.remove, name="remove_day"),
    path("workdays/undo", days.undo, name="undo"),
    path("workdays/teams/new", weeks.new, name="new"),
    path("workdays/hours/<int:calendar_id>", weeks.edit, name="hours"),
    path("workdays/teams/<int:calendar_id>/remove", weeks.remove, name="remove"),
    path("workdays/rosters", rosters.edit, name="rosters"),
    path("workdays/supply", years.supply, name="supply"),
]
