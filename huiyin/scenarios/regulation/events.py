"""What this scenario records: its public vocabulary, past tense."""

BEGUN = "regulation.begun"
PROPOSED = "regulation.proposed"
APPROVED = "regulation.approved"
ANNOUNCED = "regulation.announced"
PUT_IN_FORCE = "regulation.put_in_force"
WITHDRAWN = "regulation.withdrawn"
REOPENED = "regulation.reopened"
REBASED = "regulation.rebased"
WAIVED = "regulation.waived"
WAIVER_ENDED = "regulation.waiver_ended"
REVIEW_BEGAN = "regulation.review_began"
REVIEWED = "regulation.reviewed"

EVENTS = (
    BEGUN, PROPOSED, APPROVED, ANNOUNCED, PUT_IN_FORCE, WITHDRAWN, REOPENED, REBASED, WAIVED,
    WAIVER_ENDED, REVIEW_BEGAN, REVIEWED,
)  # fmt: skip

ANNOUNCE = "announce_regulation"
REVIEW = "review_regulation"
MEND = "mend_amendment"
CONSIDER = "consider_proposal"
"""The verbs of the rules."""
