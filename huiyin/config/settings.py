"""Django's settings, read from the environment once (``HUIYIN_*`` and ``DATABASE_URL``)."""

from pathlib import Path

from huiyin.config.environment import Environment
from huiyin.config.installed import CHANNELS, SCENARIOS

ENV = Environment()
BASE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENV.secret_key()
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins
ROOT_URLCONF = "huiyin.config.urls"
WSGI_APPLICATION = "huiyin.config.wsgi.application"
AUTH_USER_MODEL = "directory.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    "huiyin.directory",
    "huiyin.ledger",
    "huiyin.policies",
    "huiyin.obligations",
    "huiyin.delivery",
    "huiyin.ui",
    "huiyin.cases",
    *CHANNELS,
    *SCENARIOS,
    "huiyin.insight",
    "huiyin.pages",
    "huiyin.api",
    "huiyin.config",
]

DATABASES = {"default": ENV.database()}

TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
USE_I18N = True
LOCALE_PATHS = [BASE / "ui" / "locale"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["huiyin.ui.templatetags.hy"],
        },
    },
]

STATIC_URL = "static/"
STATIC_ROOT = ENV.home / "static"
MEDIA_ROOT = ENV.home / "media"
