"""Guessing passwords is slowed down, and nobody is locked out by what somebody else guesses.

Tries are counted by account and address. A browser that signed in to an account before carries a
mark and is counted by that mark alone: whoever guesses from the same office, or from everywhere at
once, does not stand in its way (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
"""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from huiyin.directory.models import Account
from huiyin.directory.tallies import Limit, address_of

HERE = Limit("sign-in here", 5, timedelta(minutes=5))
"""Of one account from one address, or from one browser that is known."""

ACCOUNT = Limit("sign-in of an account", 50, timedelta(hours=1))
"""Of one account from anywhere."""

ADDRESS = Limit("sign-in from an address", 300, timedelta(minutes=5))
"""Of all accounts from one address: a company behind one address mistypes, too."""

COOKIE = "huiyin_known"
KEPT_FOR = timedelta(days=400)
_LONGEST = 200
_SIGNED_IN = "_huiyin_signed_in"

Counted = list[tuple[Limit, str]]


def begin(request: HttpRequest, login: str) -> Counted:
    """Count a try before the password is looked at; ``TooOften`` when there were too many."""
    counted = _counted(request, login)
    for limit, who in counted:
        limit.spend(who)
    return counted


def forgive(counted: Counted) -> None:
    """The password was right: the try counts no more."""
    for limit, who in counted:
        limit.give_back(who)


def remember(sender: Any, request: HttpRequest | None, user: Account, **_rest: object) -> None:
    """Who signed in; the answer marks the browser."""
    del sender
    if request is not None:
        setattr(request, _SIGNED_IN, user.get_username())


def mark(request: HttpRequest, response: HttpResponse) -> None:
    """Mark the browser of whoever signed in by this request."""
    login = getattr(request, _SIGNED_IN, "")
    if not login or _known(request, login):
        return
    response.set_cookie(
        COOKIE,
        signing.dumps([_digest(login), secrets.token_hex(8)], salt=COOKIE),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def follow_sign_ins() -> None:
    """Mark browsers from now on."""
    user_logged_in.connect(remember, dispatch_uid="huiyin.remember")


def _counted(request: HttpRequest, login: str) -> Counted:
    name, address = login[:_LONGEST].strip().casefold(), address_of(request)
    known = _known(request, login)
    if known:
        return [(HERE, f"browser {known}")]
    return [(HERE, f"{name} {address}"), (ACCOUNT, name), (ADDRESS, address)]


def _known(request: HttpRequest, login: str) -> str:
    """The mark of this browser, if it is of this account; else empty."""
    try:
        digest, name = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=KEPT_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(name) if digest == _digest(login) else ""


def _digest(login: str) -> str:
    return salted_hmac(COOKIE, login.strip().casefold()).hexdigest()[:32]
