"""What the registry of facts records; the subject is the fact's id."""

DEFINED = "facts.defined"
CHANGED = "facts.changed"
RETIRED = "facts.retired"

EVENTS = (DEFINED, CHANGED, RETIRED)
