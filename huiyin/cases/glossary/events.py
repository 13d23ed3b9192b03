"""What the glossary records; the subject is the term's id."""

TERM_SET = "glossary.term_set"
TERM_RETIRED = "glossary.term_retired"

EVENTS = (TERM_SET, TERM_RETIRED)
