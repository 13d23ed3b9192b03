"""Background work of this part."""

from procrastinate.contrib.django import app

from huiyin.cases.comprehension import scoring


@app.task(name=scoring.JOB)
def propose(attempt_id: int) -> int:
    """Ask the configured model about one restatement."""
    return scoring.propose(attempt_id)
