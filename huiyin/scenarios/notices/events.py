"""What this scenario records: its public vocabulary, past tense."""

DRAFTED = "notices.drafted"
PUBLISHED = "notices.published"
CONFIRMED = "notices.confirmed"
REPLIED = "notices.replied"
CALLED = "notices.call_failed"
UNREACHABLE = "notices.unreachable"
REMINDED = "notices.reminded"
CLOSED = "notices.closed"

EVENTS = (DRAFTED, PUBLISHED, CONFIRMED, REPLIED, CALLED, UNREACHABLE, REMINDED, CLOSED)
