"""What this part records: its public vocabulary, past tense."""

RESTATED = "comprehension.restated"
QUIZZED = "comprehension.quizzed"
READ_BACK = "comprehension.read_back"
OVERRULED = "comprehension.overruled"
PROPOSED = "comprehension.proposed"

EVENTS = (RESTATED, QUIZZED, READ_BACK, OVERRULED, PROPOSED)
