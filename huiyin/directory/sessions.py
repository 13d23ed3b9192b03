"""Sessions in the database, each beside the account it belongs to.

The short path of a confirmation finds the person of a session in its one statement, and whoever
leaves or changes the password is signed out everywhere by deleting rows.
"""

import os
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from huiyin.directory.models import SignIn


class SessionStore(DatabaseStore):
    """Django's database sessions on our own table."""

    @classmethod
    def get_model_class(cls) -> type[SignIn]:
        """The table."""
        return SignIn

    def create_model_instance(self, data: dict[str, Any]) -> SignIn:
        """A row for ``data``, with its account when somebody is signed in."""
        row = cast("SignIn", super().create_model_instance(data))
        account = data.get(SESSION_KEY)
        row.account_id = int(account) if account is not None else None
        return row


def end_sessions(accounts: list[int], *, but: str | None = None) -> int:
    """Sign these accounts out everywhere (except in the session with key ``but``)."""
    rows = SignIn.objects.filter(account_id__in=accounts).exclude(session_key=but or "")
    return rows.delete()[0]


def simulated_may_sign_in() -> bool:
    """Whether the colleagues of a demo may: not once it is over (``HUIYIN_DEMO=0``)."""
    return os.environ.get("HUIYIN_DEMO") != "0"
