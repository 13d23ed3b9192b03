"""Accounts come from the directory: nobody signs up by themselves, nor with a demo's password."""

import os
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account import signals
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from huiyin.config import attempts
from huiyin.delivery.links import absolute
from huiyin.directory.models import Account
from huiyin.directory.sessions import end_sessions


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-in only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No; an administrator imports people."""
        del request
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Who the credentials belong to; ``None`` also when the account may not be used.

        allauth signs in whom the backend refuses, if only the password is right.
        """
        counted = attempts.begin(request, str(credentials.get("username", "")))
        user = super().authenticate(request, **credentials)
        if user is None or not DirectoryBackend().user_can_authenticate(user):
            return None
        attempts.forgive(counted)
        return cast("Account", user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in a password mail: of ``HUIYIN_BASE_URL``, not of whatever host was asked.

        Whoever asks on behalf of somebody else chooses the host of the request (CWE-640).
        """
        given = super().get_reset_password_from_key_url(key)
        return absolute(urlsplit(given).path)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail that names the organisation, not the host that was asked."""
        house = SimpleNamespace(name=settings.ORGANISATION, domain=urlsplit(absolute("/")).netloc)
        super().send_mail(template_prefix, email, {**context, "current_site": house})

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Tries are counted in ``authenticate``, by the database: one process knows too little."""


class DirectoryBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Refuses who left, and simulated people when there is to be no demo; open sessions too."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether this account may be used at all."""
        if user.person and not user.person.active:
            return False
        if os.environ.get("HUIYIN_DEMO") == "0" and user.person and user.person.simulated:
            return False
        return bool(super().user_can_authenticate(user))


def sign_out_elsewhere(request: HttpRequest, user: Account, **_rest: object) -> None:
    """End every other session of ``user``: a new password says that the old one is not trusted.

    The short path of a confirmation knows sessions by their rows, not by the password's hash.
    """
    end_sessions([user.pk], but=request.session.session_key)


def follow_passwords() -> None:
    """Sign out elsewhere whenever a password is changed, set or reset."""
    for signal in (signals.password_changed, signals.password_set, signals.password_reset):
        signal.connect(sign_out_elsewhere, dispatch_uid="huiyin.sign_out_elsewhere")
