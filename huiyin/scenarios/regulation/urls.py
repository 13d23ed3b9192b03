"""Addresses of amendments, versions, departments' own rules and reviews."""

from django.urls import path

from huiyin.scenarios.regulation.views import acts, amendments, departments, reviews, versions

app_name = "regulation"

urlpatterns = [
    path("regulation/", amendments.index, name="list"),
    path("regulation/new", amendments.new, name="new"),
    path("regulation/<uuid:amendment_id>", amendments.show, name="show"),
    path("regulation/<uuid:amendment_id>/details", acts.details, name="details"),
    path("regulation/<uuid:amendment_id>/submit", acts.submit, name="submit"),
    path("regulation/<uuid:amendment_id>/reopen", acts.reopen, name="reopen"),
    path("regulation/<uuid:amendment_id>/withdraw", acts.withdraw, name="withdraw"),
    path("regulation/<uuid:amendment_id>/announce", acts.announce, name="announce"),
    path("regulation/<uuid:amendment_id>/rebase", acts.rebase, name="rebase"),
    path("regulation/<uuid:amendment_id>/take", acts.take, name="take"),
    path("regulation/<uuid:amendment_id>/waive", acts.waive, name="waive"),
    path("regulation/versions", versions.index, name="versions"),
    path("regulation/versions/<int:old>/<int:new>", versions.difference, name="difference"),
    path("regulation/versions/<int:number>/back", versions.roll_back, name="roll_back"),
    path("regulation/departments", departments.index, name="departments"),
    path("regulation/departments/<int:department_id>", departments.show, name="department"),
    path("regulation/reviews/<uuid:review_id>", reviews.show, name="review"),
    path("regulation/reviews/<uuid:review_id>/keep", reviews.keep, name="keep"),
]
