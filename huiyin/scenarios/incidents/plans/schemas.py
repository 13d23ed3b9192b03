"""Plans as the REST API gives and takes them."""

from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import ConfigDict

from huiyin.cases.rest.values import DepartmentId, Line, Named, PersonId, Words
from huiyin.scenarios.incidents.models import IncidentKind
from huiyin.scenarios.incidents.plans import actions


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class PlanLevel(_Strict):
    """A severity, the gravest first."""

    name: Annotated[Line, Field(min_length=1, max_length=24)]
    text: Annotated[Line, Field(max_length=200)] = ""


class PlanContact(_Strict):
    """Somebody to call, for what, and who if they do not answer."""

    person: PersonId
    part: Annotated[Line, Field(max_length=60)] = ""
    deputy: PersonId | None = None


class OnDuty(_Strict):
    """Who hears of it at once."""

    people: list[PersonId] = Field(default_factory=list, max_length=500)
    departments: list[DepartmentId] = Field(default_factory=list, max_length=200)


class ChangedPlan(_Strict):
    """What is prepared for a kind; what is left out stays as it is."""

    name: Annotated[Line, Field(min_length=1, max_length=60)] | None = None
    levels: list[PlanLevel] | None = Field(default=None, max_length=9)
    commander: PersonId | None = None
    client_lead: PersonId | None = None
    on_duty: OnDuty | None = None
    group_words: Annotated[Line, Field(max_length=200)] | None = None
    tasks: list[Annotated[Line, Field(min_length=1, max_length=200)]] | None = Field(
        default=None, max_length=60
    )
    playbook: Annotated[Words, Field(max_length=20_000)] | None = None
    contacts: list[PlanContact] | None = Field(default=None, max_length=30)
    active: bool | None = None


class NewPlan(ChangedPlan):
    """A kind of the organisation's own."""

    name: Annotated[Line, Field(min_length=1, max_length=60)]


class PlanContactOut(Schema):
    """Somebody to call."""

    person: Named
    part: str
    deputy: Named | None


class PlanOut(Schema):
    """What is prepared for one kind of incident."""

    kind: str = Field(description="The key of the kind.")
    name: str
    active: bool
    levels: list[PlanLevel]
    commander: Named | None
    client_lead: Named | None
    on_duty: dict[str, Any] = Field(description="An audience, as notices have it.")
    group: str
    group_words: str
    tasks: list[str]
    playbook: str
    contacts: list[PlanContactOut]

    @classmethod
    def of(cls, kind: IncidentKind) -> "PlanOut":
        """From the rows of a kind."""
        plan = actions.plan_of(kind)
        return cls(
            kind=kind.key,
            name=plan.name,
            active=plan.active,
            levels=[PlanLevel(name=name, text=text) for name, text in plan.levels],
            commander=Named.of(plan.commander) if plan.commander else None,
            client_lead=Named.of(plan.client_lead) if plan.client_lead else None,
            on_duty=dict(plan.on_duty),
            group=plan.group.name if plan.group else "",
            group_words=plan.group_words,
            tasks=list(plan.tasks),
            playbook=plan.playbook,
            contacts=[
                PlanContactOut(
                    person=Named.of(one.person),
                    part=one.part,
                    deputy=Named.of(one.deputy) if one.deputy else None,
                )
                for one in plan.contacts
            ],
        )
