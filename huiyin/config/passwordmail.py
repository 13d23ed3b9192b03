"""Django's own mail settings, for the one mail that is no notice: the link to set a password."""

from typing import Any

from huiyin.channels.mail.options import Tls, server


def password_mail(url: str, sender: str) -> dict[str, Any]:
    """``EMAIL_*`` settings for ``HUIYIN_MAIL_URL``; without one nothing is sent."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    line = server(url, "HUIYIN_MAIL_URL", "smtp", (587, 465))
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": line.host,
        "EMAIL_PORT": line.port,
        "EMAIL_HOST_USER": line.user,
        "EMAIL_HOST_PASSWORD": line.password,
        "EMAIL_USE_SSL": line.tls is Tls.IMPLICIT,
        "EMAIL_USE_TLS": line.tls is Tls.STARTTLS,
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
    }
