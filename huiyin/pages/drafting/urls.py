"""Addresses of what is brought; mounted by the room's own."""

from django.urls import path

from huiyin.pages.drafting import views

urlpatterns = [
    path("policy/import", views.index, name="drafting"),
    path("policy/import/<uuid:text_id>", views.show, name="drafting_text"),
    path("policy/import/<uuid:text_id>/<int:number>", views.decide, name="drafting_decide"),
    path("policy/import/<uuid:text_id>/<int:number>/change", views.change, name="drafting_change"),
    path("policy/import/<uuid:text_id>/sure", views.sure, name="drafting_sure"),
    path("policy/import/<uuid:text_id>/undo", views.undo, name="drafting_undo"),
    path("policy/import/<uuid:text_id>/drop", views.drop, name="drafting_drop"),
    path("policy/import/<uuid:text_id>/suggest", views.suggest, name="drafting_suggest"),
    path("policy/import/<uuid:text_id>/make", views.make, name="drafting_make"),
]
