"""The linter on the page of an amendment: how far its step is, and what was found."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases import surroundings
from huiyin.core.linting import Finding, Weight, lint, overlay
from huiyin.core.overlay import seen_from
from huiyin.core.policy import Policy
from huiyin.core.table import PolicyError
from huiyin.directory.models import Person
from huiyin.pages.policy_findings import panel
from huiyin.policies import in_force
from huiyin.scenarios.regulation import queries, showing
from huiyin.scenarios.regulation.models import Amendment


def introduce() -> None:
    """Called when applications are ready."""
    showing.panel("findings", "pages/policy_findings/_panel.html", context)
    showing.step("linted", step)


def context(amendment: Amendment, actor: Person) -> dict[str, Any]:
    """``findings`` of what the amendment says."""
    del actor
    return {"findings": _findings(amendment)}


def step(amendment: Amendment) -> showing.Told:
    """Whether the text can be put in force as it is."""
    found = _findings(amendment)
    if found.errors:
        words = ngettext("%(n)d 处要改", "%(n)d 处要改", found.errors) % {"n": found.errors}
        return showing.Told("wrong", words)
    if found.warnings:
        words = ngettext("%(n)d 处提示", "%(n)d 处提示", found.warnings) % {"n": found.warnings}
        return showing.Told("done", words)
    return showing.Told("done", _("没有问题"))


def _findings(amendment: Amendment) -> panel.Findings:
    try:
        policy = queries.policy_of(amendment)
    except PolicyError as fault:
        said = Finding(fault.clause, fault.field, fault.problem, Weight.ERROR, "unreadable")
        return panel.grouped(Policy(0, ()), [said])
    if amendment.binds_id is None:
        return panel.grouped(policy, lint(policy, surroundings.current()))
    return panel.grouped(policy, _of_department(policy, amendment.waivers))


def _of_department(own: Policy, waivers: Iterable[Any]) -> list[Finding]:
    """What a department's own clauses loosen, and what is wrong with them among the company's."""
    base = in_force.company()
    mine = {clause.id for clause in own.clauses}
    waived = [str(waiver.get("clause", "")) for waiver in waivers]
    found = lint(seen_from(base, own), surroundings.current())
    wrong = [one for one in found if one.clause in mine and one.weight is not Weight.NOTE]
    return [*overlay(base, own, waived), *wrong]
