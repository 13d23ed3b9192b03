"""Addresses of questions: always under their case."""

from django.urls import path

from huiyin.cases.questions import views

app_name = "questions"

urlpatterns = [
    path("cases/<uuid:case_id>/questions", views.board, name="board"),
    path("cases/<uuid:case_id>/questions/ask", views.ask, name="ask"),
    path("cases/<uuid:case_id>/questions/alike", views.alike, name="alike"),
    path("cases/<uuid:case_id>/questions/<int:question_id>/follow", views.follow, name="follow"),
    path("cases/<uuid:case_id>/questions/<int:question_id>/answer", views.answer, name="answer"),
    path("cases/<uuid:case_id>/questions/<int:question_id>/read", views.read, name="read"),
    path(
        "cases/<uuid:case_id>/questions/<int:question_id>/withdraw", views.withdraw, name="withdraw"
    ),
]
