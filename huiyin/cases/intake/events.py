"""What the intake records; the subject is the source's id."""

SOURCE_MADE = "intake.source_made"
SOURCE_CHANGED = "intake.source_changed"
SECRET_ROTATED = "intake.secret_rotated"  # noqa: S105 - the name of an event
SOURCE_STOPPED = "intake.source_stopped"
SOURCE_RESUMED = "intake.source_resumed"

EVENTS = (SOURCE_MADE, SOURCE_CHANGED, SECRET_ROTATED, SOURCE_STOPPED, SOURCE_RESUMED)
