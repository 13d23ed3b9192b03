"""The linter on the page of an amendment: how far its step is, and what was found."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.core.linting import Finding, Weight
from huiyin.core.policy import Policy
from huiyin.core.table import PolicyError
from huiyin.directory.models import Person
from huiyin.pages.policy_findings import panel
from huiyin.scenarios.regulation import findings, queries, showing
from huiyin.scenarios.regulation.models import Amendment


def introduce() -> None:
    """Called when applications are ready."""
    showing.panel("findings", "pages/policy_findings/_panel.html", context)
    showing.step("linted", step)


def context(amendment: Amendment, actor: Person) -> dict[str, Any]:
    """``findings`` of what the amendment says."""
    del actor
    return {"findings": found(amendment)}


def step(amendment: Amendment) -> showing.Told:
    """Whether the text can be put in force as it is."""
    said = found(amendment)
    if said.errors:
        words = ngettext("%(n)d 处要改", "%(n)d 处要改", said.errors) % {"n": said.errors}
        return showing.Told("wrong", words)
    if said.warnings:
        words = ngettext("%(n)d 处提示", "%(n)d 处提示", said.warnings) % {"n": said.warnings}
        return showing.Told("done", words)
    return showing.Told("done", _("没有问题"))


def found(amendment: Amendment) -> panel.Findings:
    """What is to be said about it; a text that cannot be read is one error."""
    try:
        return panel.grouped(queries.policy_of(amendment), findings.of(amendment))
    except PolicyError as fault:
        said = Finding(fault.clause, fault.field, fault.problem, Weight.ERROR, "unreadable")
        return panel.grouped(Policy(0, ()), [said])
