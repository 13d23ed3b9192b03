"""What this part records: its public vocabulary, past tense. The subject is the case."""

ASKED = "questions.asked"
FOLLOWED = "questions.followed"
ANSWERED = "questions.answered"
READ = "questions.read"
WITHDRAWN = "questions.withdrawn"

EVENTS = (ASKED, FOLLOWED, ANSWERED, READ, WITHDRAWN)

ANSWER = "answer_question"
READ_ANSWER = "read_answer"
URGE = "urge_answer"
"""The verbs of the rules: who owes the answer, who is to read it, whose head is to see to it."""
