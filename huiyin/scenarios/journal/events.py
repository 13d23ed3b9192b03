"""What this scenario records: its public vocabulary, past tense."""

RECORDED = "journal.recorded"
FIRST_WORD = "journal.first_word_given"
DETAIL = "journal.detail_given"
FORMAL = "journal.formal_given"
DROPPED = "journal.dropped"
WEEK = "journal.week_began"
EXPLAINED = "journal.explained"
PASSED = "journal.list_passed"

EVENTS = (RECORDED, FIRST_WORD, DETAIL, FORMAL, DROPPED, WEEK, EXPLAINED, PASSED)

GIVE_FIRST_WORD = "first_word"
GIVE_DETAIL = "full_detail"
WRITE_TWIN = "write_twin"
WRITE_FORMAL = "write_formal"
TEAM_LIST = "pass_list"
"""The verbs of the rules."""

STAGES = {
    GIVE_FIRST_WORD: "first_word",
    GIVE_DETAIL: "full_detail",
    WRITE_TWIN: "",
    WRITE_FORMAL: "",
}
"""Which stage of a formal text discharges a duty about an entry; empty: the whole of it."""
