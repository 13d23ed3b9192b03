"""The secrets of trackers: theirs, typed in once; ours, made here and shown once."""

from huiyin.cases.intake import signing
from huiyin.cases.intake.models import Proof
from huiyin.kit import vault
from huiyin.scenarios.problems.trackers.models import Tracker

_PURPOSE = "problems.trackers"


def keep_token(tracker: Tracker, token: str) -> None:
    """Lock the token that the tracker gave us (not saved)."""
    tracker.token = vault.lock(token, purpose=_PURPOSE)


def token_of(tracker: Tracker) -> str:
    """The token that the tracker gave us; empty when there is none."""
    return vault.unlock(tracker.token, purpose=_PURPOSE) if tracker.token else ""


def give_secret(tracker: Tracker) -> str:
    """A new secret by which both sides sign (not saved); told this once."""
    secret = signing.new_secret(Proof.STANDARD)
    tracker.secret = vault.lock(secret, purpose=_PURPOSE)
    return secret


def secret_of(tracker: Tracker) -> str:
    """The secret by which both sides sign."""
    return vault.unlock(tracker.secret, purpose=_PURPOSE)
