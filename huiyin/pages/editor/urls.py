"""Addresses of the editor, within the names of ``pages``."""

from django.urls import path

from huiyin.pages.editor import keeping, views

BASE = "policy/edit/<uuid:amendment_id>"

urlpatterns = [
    path(BASE, views.show, name="editor"),
    path(f"{BASE}/check", views.check, name="editor_check"),
    path(f"{BASE}/form", views.form, name="editor_form"),
    path(f"{BASE}/save", keeping.save, name="editor_save"),
    path(f"{BASE}/undo", keeping.undo, name="editor_undo"),
    path(f"{BASE}/redo", keeping.redo, name="editor_redo"),
    path(f"{BASE}/restore", keeping.restore, name="editor_restore"),
    path(f"{BASE}/remove", keeping.remove, name="editor_remove"),
    path(f"{BASE}/new", keeping.new, name="editor_new"),
]
