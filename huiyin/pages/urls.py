"""Addresses of the pages across scenarios."""

from django.urls import path

from huiyin.pages.backtests import views as backtests
from huiyin.pages.compliance import views as compliance
from huiyin.pages.drafting.urls import urlpatterns as drafting
from huiyin.pages.duties import views as duties
from huiyin.pages.editor.urls import urlpatterns as editor
from huiyin.pages.policy import views as policy
from huiyin.pages.views import groups, imports, inbox, ledger, me, palette, people, status

app_name = "pages"

urlpatterns = [
    path("", inbox.show, name="inbox"),
    path("inbox/fresh", inbox.fresh, name="fresh"),
    path("inbox/duty/<int:obligation_id>/<int:person_id>", inbox.duty, name="duty"),
    path("palette", palette.palette_hits, name="palette"),
    path("search", palette.search, name="search"),
    path("people", people.show, name="people"),
    path("people/import", imports.preview, name="import"),
    path("people/import/apply", imports.apply, name="import_apply"),
    path("people/import/template.csv", imports.template, name="import_template"),
    path("people/<int:person_id>", people.card, name="person"),
    path("groups", groups.show, name="groups"),
    path("groups/new", groups.new, name="group_new"),
    path("groups/found", groups.found, name="group_found"),
    path("groups/<int:group_id>", groups.one, name="group"),
    path("groups/<int:group_id>/edit", groups.edit, name="group_edit"),
    path("groups/<int:group_id>/close", groups.close, name="group_close"),
    path("me", me.show, name="me"),
    path("me/absence", me.leave, name="leave"),
    path("me/absence/<int:absence_id>/end", me.back, name="back"),
    path("me/quiet", me.quiet, name="quiet"),
    path("me/colleagues", me.colleagues, name="colleagues"),
    path("policy", policy.show, name="policy"),
    path("policy/clause/<str:clause_id>", policy.clause, name="clause"),
    path("policy/clause/<str:clause_id>/stories", policy.stories, name="clause_stories"),
    path("policy/clause/<str:clause_id>/history", policy.history, name="clause_history"),
    *editor,
    *drafting,
    path("ledger", ledger.show, name="ledger"),
    path("ledger/verify", ledger.verify, name="ledger_verify"),
    path("ledger/case/<uuid:case_id>", ledger.case, name="ledger_case"),
    path("ledger/case/<uuid:case_id>/proof.json", ledger.case_proof, name="ledger_proof"),
    path("compliance", compliance.show, name="compliance"),
    path("compliance/clause/<str:clause_id>", compliance.clause, name="compliance_clause"),
    path("compliance/table.<str:kind>", compliance.export, name="compliance_export"),
    path("backtests", backtests.index, name="backtests"),
    path("backtests/start", backtests.start, name="backtest_start"),
    path("backtests/<uuid:run_id>", backtests.show, name="backtest"),
    path("backtests/<uuid:run_id>/cancel", backtests.cancel, name="backtest_cancel"),
    path("backtests/<uuid:run_id>/result.xlsx", backtests.export, name="backtest_export"),
    path("duties", duties.show, name="duties"),
    path("status", status.show, name="status"),
    path("status/again", status.again, name="status_again"),
]
