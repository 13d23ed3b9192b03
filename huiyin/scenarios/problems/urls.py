"""Addresses of problems."""

from django.urls import path

from huiyin.scenarios.problems.classes import views as classes
from huiyin.scenarios.problems.intake.urls import urlpatterns as intake
from huiyin.scenarios.problems.solution import views as solution
from huiyin.scenarios.problems.trackers.urls import urlpatterns as trackers
from huiyin.scenarios.problems.views import acts, answered, desks, lists, register, reports, show

app_name = "problems"

urlpatterns = [
    *intake,
    *trackers,
    path("problems/", lists.index, name="list"),
    path("problems/board", lists.board, name="board"),
    path("problems/register.xlsx", lists.export, name="export"),
    path("problems/classes", classes.classes, name="classes"),
    path("problems/classes/<uuid:month_id>/publish", classes.publish, name="publish"),
    path("problems/<uuid:problem_id>/sort", classes.sort, name="sort"),
    path("problems/desks", desks.index, name="desks"),
    path("problems/answered/<str:token>", answered.by_link, name="answered"),
    path("problems/new", reports.new, name="new"),
    path("problems/<uuid:problem_id>", show.show, name="show"),
    path("problems/<uuid:problem_id>/parts", show.parts, name="parts"),
    path("problems/<uuid:problem_id>/register", register.register, name="register"),
    path("problems/<uuid:problem_id>/assign", acts.assign, name="assign"),
    path("problems/<uuid:problem_id>/bounce", acts.bounce, name="bounce"),
    path("problems/<uuid:problem_id>/merge", acts.merge, name="merge"),
    path("problems/<uuid:problem_id>/withdraw", acts.withdraw, name="withdraw"),
    path("problems/<uuid:problem_id>/solve", acts.solve, name="solve"),
    path("problems/<uuid:problem_id>/tell", acts.tell, name="tell"),
    path("problems/<uuid:problem_id>/confirm", acts.confirm, name="confirm"),
    path("problems/<uuid:problem_id>/reopen", acts.reopen, name="reopen"),
    path("problems/<uuid:problem_id>/explain", acts.explain, name="explain"),
    path("problems/<uuid:problem_id>/steps/<int:step_id>", acts.step, name="step"),
    path("problems/<uuid:problem_id>/solution", solution.write, name="solution"),
    path("problems/<uuid:problem_id>/solution.<str:ending>", solution.download, name="paper"),
]
