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
SYNC_FAILED = "problems.sync_failed"
SYNCED = "problems.synced"

EVENTS = (
    REPORTED, REGISTERED, ASSIGNED, BOUNCED, MERGED, WITHDRAWN, SOLUTION_REPORTED,
    SOLUTION_DECIDED, SOLUTION_BEGUN, STEP_PLANNED, STEP_DONE, STEP_DROPPED, SOLVED,
    REPORTER_TOLD, ANSWER_CONFIRMED, REOPENED, EXPLAINED, MONTH_BEGAN, CLASSIFIED, SORTED,
    DESK_NAMED, SYNC_FAILED, SYNCED,
)  # fmt: skip

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
"""The verbs of the rules."""
