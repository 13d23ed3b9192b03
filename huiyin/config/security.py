"""Django's settings for what browsers may do with our cookies and addresses."""

from typing import Any

from huiyin.config.environment import Environment


def cookies_and_headers(env: Environment) -> dict[str, Any]:
    """Cookies that only we and only HTTP see; HTTPS rules when ``HUIYIN_BASE_URL`` is HTTPS."""
    secure = env.base_url.startswith("https://")
    chosen: dict[str, Any] = {
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
    }
    if secure:
        chosen["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
        chosen["SECURE_HSTS_SECONDS"] = 365 * 24 * 3600
    return chosen
