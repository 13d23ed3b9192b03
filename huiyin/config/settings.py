"""Django's settings, read from the environment once (``HUIYIN_*`` and ``DATABASE_URL``)."""

from pathlib import Path

from huiyin.config.environment import Environment
from huiyin.config.installed import CHANNELS, INSIGHT, PARTS, SCENARIOS
from huiyin.config.logs import configuration
from huiyin.config.passwordmail import password_mail
from huiyin.config.security import cookies_and_headers

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
    "huiyin.worktime",
    "huiyin.obligations",
    "huiyin.delivery",
    "huiyin.ui",
    "huiyin.cases",
    *PARTS,
    *CHANNELS,
    *SCENARIOS,
    *INSIGHT,
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
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiyin.config.livelink.LiveLink",
    "huiyin.config.doors.Doors",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huiyin.config.throttle.Throttle",
    "huiyin.config.watching.Routes",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.ui.context.shell",
            ],
            "builtins": ["huiyin.ui.templatetags.hy"],
        },
    },
]

STATIC_URL = "static/"
STATIC_ROOT = ENV.home / "static"
MEDIA_ROOT = ENV.media or ENV.home / "media"
STORAGES = {
    "default": {"BACKEND": "huiyin.cases.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
ATTACHMENT_LIMIT = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "huiyin.cases.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

globals().update(cookies_and_headers(ENV))
LOGGING = configuration(debug=DEBUG, form=ENV.log)

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["huiyin.config.accounts.DirectoryBackend"]
SESSION_ENGINE = "huiyin.directory.sessions"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "huiyin.config.accounts.ClosedAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

globals().update(password_mail(ENV.mail_url, ENV.mail_from))
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # whose address is typed here asked for no mail
ACCOUNT_RATE_LIMITS = False  # attempts and throttle count in the database, for every node

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LEDGER_ORIGIN = ENV.ledger_origin
LEDGER_KEY_FILE = ENV.ledger_key_file or ENV.home / "ledger.key"
LEDGER_CHECKPOINTS_FILE = ENV.home / "checkpoints.log"

ORGANISATION = ENV.organisation
LIVE_URL = ENV.live_url
MODEL_URL, MODEL_KEY, MODEL_NAME = ENV.model_url, ENV.model_key, ENV.model_name

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],
        "connect-src": ["'self'", *ENV.live_origins()],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ENV.frame_ancestors or ["'self'"],
    },
}
X_FRAME_OPTIONS = "SAMEORIGIN"
