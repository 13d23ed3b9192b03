"""Accounts come from the directory: nobody signs up by themselves, nor with a demo's password."""

import os
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-in only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No; an administrator imports people."""
        del request
        return False


class DirectoryBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Refuses the accounts of simulated people when there is to be no demo, open sessions too."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether this account may be used at all."""
        if os.environ.get("HUIYIN_DEMO") == "0" and user.person and user.person.simulated:
            return False
        return bool(super().user_can_authenticate(user))
