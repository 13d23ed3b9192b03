"""Addresses before a meeting."""

from django.urls import path

from huiyin.scenarios.meetings.agenda import guests, plans, tables, views

AT = "meetings/<uuid:meeting_id>"

urlpatterns = [
    path(f"{AT}/agenda", views.show, name="agenda"),
    path(f"{AT}/agenda/add", views.add, name="agenda_add"),
    path(f"{AT}/agenda/<int:item_id>", views.item, name="agenda_item"),
    path(f"{AT}/agenda/send", views.send, name="agenda_send"),
    path(f"{AT}/opinion", views.opinion, name="opinion"),
    path(f"{AT}/need", views.need, name="need"),
    path(f"{AT}/files", views.files, name="files"),
    path(f"{AT}/plan", plans.plan, name="plan"),
    path("meetings/table/<uuid:case_id>", tables.table, name="table"),
    path("meetings/needs/<str:token>", guests.need, name="guest_need"),
]
