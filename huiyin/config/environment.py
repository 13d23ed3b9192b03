"""What the operator sets: ``DATABASE_URL``, ``PORT`` and ``HUIYIN_*`` variables."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict
from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from huiyin.config import connecting


class Environment(BaseSettings):
    """Typed view of the environment; every value has a default that works on one machine."""

    model_config = SettingsConfigDict(env_prefix="HUIYIN_", extra="ignore")

    home: Path = Path(".huiyin")
    debug: bool = False
    host: str = "127.0.0.1"
    threads: int = Field(8, ge=1)
    workers: int = Field(1, ge=1)
    port: int = Field(8000, validation_alias=AliasChoices("PORT", "HUIYIN_PORT"))
    database_url: str = Field("", validation_alias="DATABASE_URL")
    allowed_hosts: list[str] = ["*"]
    trusted_origins: list[str] = []
    trusted_proxies: list[str] = ["127.0.0.0/8", "::1"]
    drain: float = Field(0.0, ge=0)
    worker_port: int = 0
    log: str = Field("lines", pattern="^(lines|json)$")
    media: Path | None = None
    base_url: str = ""
    secret: str = ""
    live_url: str = ""
    metrics_token: str = ""
    frame_ancestors: list[str] = []
    organisation: str = "云桥科技"
    mail_url: str = ""
    imap_url: str = ""
    ledger_origin: str = "huiyin.local/ledger"
    ledger_key_file: Path | None = None
    mail_from: str = "echo@huiyin.invalid"
    mail_attachments: int = Field(5 * 1024 * 1024, ge=0)
    internal_hosts: list[str] = []
    model_url: str = ""
    model_key: str = ""
    model_name: str = ""

    def secret_key(self) -> str:
        """``HUIYIN_SECRET``, or one made once and kept (0600) under the data folder."""
        if self.secret:
            return self.secret
        file = self.home / "secret"
        if not file.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as out:
                out.write(secrets.token_urlsafe(48))
        return file.read_text()

    def live_origins(self) -> list[str]:
        """The origin of ``HUIYIN_LIVE_URL`` for the content security policy; none when it is here."""
        parts = urlsplit(self.live_url)
        return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []

    def database(self) -> dict[str, Any]:
        """Django's database dictionary for ``DATABASE_URL``, read as PostgreSQL's own programs do.

        Several hosts (``a:5432,b:5432`` with ``target_session_attrs=read-write``), TLS
        (``sslmode=verify-full&sslrootcert=…``) and a socket folder (``?host=``) may be named.
        ``ImproperlyConfigured`` when it cannot be read.
        """
        try:
            told = conninfo_to_dict(self.database_url or "postgresql:///huiyin")
        except psycopg.ProgrammingError as error:
            raise ImproperlyConfigured("DATABASE_URL is no postgresql:// address") from error
        given = {name: str(value) for name, value in told.items()}
        chosen = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": given.pop("dbname", "huiyin"),
            "USER": given.pop("user", ""),
            "PASSWORD": given.pop("password", ""),
            "HOST": given.pop("host", ""),
            "PORT": given.pop("port", ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
        own = f"{connecting.SESSION} {given.pop('options', '')}".strip()
        return {**chosen, "OPTIONS": {**connecting.PATIENCE, **given, "options": own}}
