"""Where the record of everything stands: to be kept outside, where nobody here can change it."""

from django.http import HttpRequest
from ninja import Field, Router, Schema

from huiyin.cases.rest.values import Instant
from huiyin.directory.access import Action, permission
from huiyin.ledger.models import Checkpoint

router = Router(tags=["ledger"])


class CheckpointOut(Schema):
    """The newest signed state of the ledger; `size` 0 and an empty note before the first."""

    size: int = Field(description="How many entries it covers.")
    root: str = Field(description="RFC 6962 tree head, hex.")
    at: Instant | None
    note: str = Field(description="C2SP tlog-checkpoint with its Ed25519 signature.")


@router.get(
    "/ledger/checkpoint",
    response=CheckpointOut,
    operation_id="getCheckpoint",
    summary="The newest signed checkpoint",
)
@permission(Action.SEE)
def checkpoint(request: HttpRequest) -> CheckpointOut:
    """Keep it: an entry that it covers cannot be changed unnoticed any more."""
    del request
    newest = Checkpoint.objects.exclude(note="").order_by("-size").first()
    if newest is None:
        return CheckpointOut(size=0, root="", at=None, note="")
    return CheckpointOut(
        size=newest.size, root=bytes(newest.root).hex(), at=newest.at, note=newest.note
    )
