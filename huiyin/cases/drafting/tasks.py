"""Background work of this part."""

from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.cases.drafting import suggesting


@app.task(name=suggesting.JOB)
def suggest(text_id: str) -> int:
    """Ask the configured model about one text."""
    return suggesting.suggest(UUID(text_id))
