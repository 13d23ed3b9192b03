"""What this scenario records: its public vocabulary, past tense."""

REPORTED = "problems.reported"
REGISTERED = "problems.registered"
ASSIGNED = "problems.assigned"
BOUNCED = "problems.bounced"
MERGED = "problems.merged"
WITHDRAWN = "problems.withdrawn"
SOLUTION_REPORTED = "problems.solution_reported"
SOLUTION_DECIDED = "problems.solution_decided"
SOLUTION_BEGUN = "problems.solution_begun"
STEP_PLANNED = "problems.step_planned"
STEP_DONE = "problems.step_done"
STEP_DROPPED = "problems.step_dropped"
SOLVED = "problems.solved"
REPORTER_TOLD = "problems.reporter_told"
ANSWER_CONFIRMED = "problems.answer_confirmed"
REOPENED = "problems.reopened"
EXPLAINED = "problems.explained_in_public"
MONTH_BEGAN = "problems.month_began"
CLASSIFIED = "problems.classified"
SORTED = "problems.sorted"
DESK_NAMED = "problems.desk_named"
ALERT_AGAIN = "problems.alert_fired_again"
ALERT_OVER = "problems.alert_over"
WROTE = "problems.reporter_wrote"
WORD_SEEN = "problems.letter_seen"
MAILBOX_SET = "problems.mailbox_set"
MAILBOX_STOPPED = "problems.mailbox_stopped"
TRACKER_SET = "problems.tracker_set"
TRACKER_STOPPED = "problems.tracker_stopped"
SYNC_FAILED = "problems.sync_failed"
SYNCED = "problems.synced"

EVENTS = (
    REPORTED, REGISTERED, ASSIGNED, BOUNCED, MERGED, WITHDRAWN, SOLUTION_REPORTED,
    SOLUTION_DECIDED, SOLUTION_BEGUN, STEP_PLANNED, STEP_DONE, STEP_DROPPED, SOLVED,
    REPORTER_TOLD, ANSWER_CONFIRMED, REOPENED, EXPLAINED, MONTH_BEGAN, CLASSIFIED, SORTED,
    DESK_NAMED, ALERT_AGAIN, ALERT_OVER, WROTE, WORD_SEEN, MAILBOX_SET, MAILBOX_STOPPED,
    TRACKER_SET, TRACKER_STOPPED, SYNC_FAILED, SYNCED,
)  # fmt: skip

MIRRORED = (
    REGISTERED, ASSIGNED, BOUNCED, MERGED, WITHDRAWN, SOLUTION_REPORTED, SOLUTION_DECIDED,
    SOLVED, ANSWER_CONFIRMED, REOPENED,
)  # fmt: skip
"""After these a tracker is told; ``REPORTER_TOLD`` has a job of its own that tells it too."""

REGISTER = "register_problem"
ASSIGN = "assign_problem"
SOLVE = "report_solution"
DECIDE = "decide_solution"
STEP = "do_step"
TELL = "tell_reporter"
CONFIRM = "confirm_answer"
EXPLAIN = "explain_in_public"
CLASSIFY = "classify_problems"
MEND_SYNC = "mend_sync"
READ_WORD = "read_letter"
"""The verbs of the rules."""
