"""The regulation in force: what its linter says."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Field, Router, Schema

from huiyin.cases import surroundings
from huiyin.core.linting import Weight, lint
from huiyin.directory.access import Action, permission
from huiyin.policies import in_force

router = Router(tags=["policy"])


class FindingOut(Schema):
    """Something about a field of a clause; of a contradiction, which clause wins and why."""

    clause: str = Field(description="Empty for what belongs to no clause (the channel matrix).")
    field: str
    problem: str
    weight: Weight = Field(description="An error keeps a version from being put in force.")
    code: str
    wins: str = Field(description="The clause that wins a contradiction, else empty.")
    against: list[str] = Field(description="The other clauses of a contradiction.")
    why: str


class FindingsOut(Schema):
    """All findings about one version, in the order of its clauses."""

    version: int
    findings: list[FindingOut]


@router.get(
    "/policy/findings",
    response=FindingsOut,
    operation_id="getPolicyFindings",
    summary="What the linter says about the regulation in force",
)
@permission(Action.SEE)
def findings(request: HttpRequest) -> FindingsOut:
    """Faults and warnings by clause, and the contradictions that are known, with the clause that wins."""
    del request
    policy = in_force.company()
    found = lint(policy, surroundings.current())
    return FindingsOut(
        version=policy.version, findings=[FindingOut(**asdict(one)) for one in found]
    )
