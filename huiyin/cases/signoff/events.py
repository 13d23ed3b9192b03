"""What a sign-off records: past tense, the subject is the case that is signed."""

STARTED = "signoff.started"
ASKED = "signoff.asked"
SIGNED = "signoff.signed"
RELEASED = "signoff.released"
RETURNED = "signoff.returned"
REJECTED = "signoff.rejected"
ADDED = "signoff.added"
TRANSFERRED = "signoff.transferred"
STOOD_IN = "signoff.stood_in"
WITHDRAWN = "signoff.withdrawn"
VOIDED = "signoff.voided"
COMPLETED = "signoff.completed"

EVENTS = (
    STARTED, ASKED, SIGNED, RELEASED, RETURNED, REJECTED, ADDED, TRANSFERRED, STOOD_IN, WITHDRAWN,
    VOIDED, COMPLETED,
)  # fmt: skip
