"""Addresses of sign-off; ``/s/…`` is the signed link of one person."""

from django.urls import path

from huiyin.cases.signoff.views import links, lists, signing

app_name = "signoff"

urlpatterns = [
    path("sign/", lists.waiting, name="list"),
    path("sign/approve", lists.approve, name="approve"),
    path("sign/<uuid:case_id>", signing.sign, name="sign"),
    path("sign/<uuid:case_id>/act", signing.act, name="act"),
    path("sign/<uuid:case_id>/transfer", signing.transfer, name="transfer"),
    path("sign/<uuid:case_id>/add", signing.add, name="add"),
    path("sign/<uuid:case_id>/withdraw", signing.withdraw, name="withdraw"),
    path("s/<str:token>", links.by_link, name="link"),
]
