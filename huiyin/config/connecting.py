"""How a connection to the database is held, and how soon both sides notice that the other has gone.

A cable that is cut says nothing. Each side asks a silent one for a sign of life, so that a node that
was cut off is told within ``NOTICED`` seconds and the server lets go of its locks as soon: what it
had claimed is taken over by others. Without that the server would wait for two hours.
"""

from typing import Any

SILENT_FOR, ASKED_EVERY, ASKED = 10, 5, 3
"""Seconds of silence before the first question, seconds between questions, how many of them."""

NOTICED = SILENT_FOR + ASKED_EVERY * ASKED
"""Seconds after its last word after which either side knows that the other one is gone."""

CONNECTING = 5
"""Seconds that a server may take to answer a new connection."""

FORGOTTEN_AFTER = 600
"""Seconds after which a transaction that does nothing is ended: it holds what others wait for."""

ONLY_ON_REQUEST = 1_000_000_000
"""After so many uses psycopg prepares a statement by itself; ``None`` ignores ``prepare=True`` too."""

_ASKED_OF_THE_SERVER: dict[str, object] = {
    "timezone": "UTC",
    "tcp_keepalives_idle": SILENT_FOR,
    "tcp_keepalives_interval": ASKED_EVERY,
    "tcp_keepalives_count": ASKED,
    "tcp_user_timeout": NOTICED * 1000,
    "client_connection_check_interval": f"{ASKED_EVERY}s",
    "idle_in_transaction_session_timeout": f"{FORGOTTEN_AFTER}s",
}

SESSION = " ".join(f"-c {name}={value}" for name, value in _ASKED_OF_THE_SERVER.items())
"""``options`` of a connection: what the server is asked for (on a local socket it has no lines to mind)."""

PATIENCE: dict[str, Any] = {
    "connect_timeout": CONNECTING,
    "keepalives_idle": SILENT_FOR,
    "keepalives_interval": ASKED_EVERY,
    "keepalives_count": ASKED,
    "tcp_user_timeout": NOTICED * 1000,
    "prepare_threshold": ONLY_ON_REQUEST,
}
"""Of libpq and psycopg; what ``DATABASE_URL`` says itself comes before it."""
