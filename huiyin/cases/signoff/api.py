"""Sign-off over REST."""

from ninja import Router

router = Router(tags=["sign-off"])
