"""The ``compliance`` room: how each clause is kept, from the roll-ups."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Lets the roll-up grow with the fold, and has its invariants asked."""

    name = "huiyin.insight.compliance"
    label = "compliance"

    def ready(self) -> None:
        from huiyin.insight.compliance import checks, feeding
        from huiyin.obligations import coverage, doctor, guards

        for expression in feeding.GROWTH:
            coverage.feed(expression)
        guards.heed(feeding.note_breach)
        doctor.ask(*checks.INVARIANTS)
