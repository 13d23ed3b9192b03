"""Addresses of the live room."""

from django.urls import path

from huiyin.scenarios.meetings.live import views

AT = "meetings/<uuid:meeting_id>"

urlpatterns = [
    path(f"{AT}/room", views.show, name="room"),
    path(f"{AT}/begin", views.begin, name="begin"),
    path(f"{AT}/close", views.close, name="close"),
    path(f"{AT}/attend", views.attend, name="attend"),
    path(f"{AT}/extend", views.extend, name="extend"),
    path(f"{AT}/run/<int:item_id>", views.item, name="run_item"),
    path(f"{AT}/turn/<int:seat_id>", views.turn, name="turn"),
    path(f"{AT}/words", views.words, name="words"),
    path(f"{AT}/line", views.line, name="line"),
    path(f"{AT}/resolution/<uuid:resolution_id>", views.resolution, name="resolution"),
    path(f"{AT}/todo/<uuid:item_id>", views.todo, name="todo"),
    path(f"{AT}/explain", views.explain, name="explain"),
]
