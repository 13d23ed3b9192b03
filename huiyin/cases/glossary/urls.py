"""Addresses of the glossary."""

from django.urls import path

from huiyin.cases.glossary.views import imports, terms

app_name = "glossary"

urlpatterns = [
    path("glossary/", terms.index, name="list"),
    path("glossary/new", terms.new, name="new"),
    path("glossary/import", imports.preview, name="import"),
    path("glossary/import/apply", imports.apply, name="import_apply"),
    path("glossary/import/template", imports.template, name="import_template"),
    path("glossary/<uuid:term_id>", terms.show, name="show"),
    path("glossary/<uuid:term_id>/edit", terms.edit, name="edit"),
    path("glossary/<uuid:term_id>/retire", terms.retire, name="retire"),
]
