"""What an installation says of itself through `LIVE_…` environment variables."""

import re
from pathlib import Path
from typing import Literal

from django.core.exceptions import ImproperlyConfigured
from psycopg2.extensions import parse_dsn
from pydantic import Field, PositiveInt, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
DEVELOPMENT_SECRET = "development only: never in production"  # noqa: S105 - refused in production below
# What `secrets.token_urlsafe(32)` and Django's own generator exceed, and no word or date does.
SECRET_LETTERS = 40
SECRET_KINDS = 12

# The parts of an address for which Django has names of its own.
PLACED = ("dbname", "user", "password", "host", "port")


class Environment(BaseSettings):
    """Every setting of an installation, with a safe default for development."""

    # An address holds a password: no traceback shows what was given.
    model_config = SettingsConfigDict(env_prefix="LIVE_", extra="forbid", hide_input_in_errors=True)

    environment: Literal["development", "production"] = "development"
    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    secret_key_fallbacks: SecretStr = SecretStr("")
    database_url: str = f"postgresql:///live?host={ROOT}/.local/run&user=live_web"
    owner_url: str = ""
    redis_url: str = f"unix://{ROOT}/.local/run/redis.sock"
    files: Path = ROOT / ".local/files"
    # The internal address below which the web server in front serves `files`: then it sends the bytes, not Python.
    files_accel: str = ""
    mail: str = f"file://{ROOT}/.local/mail"
    mail_from: str = "portal@localhost"
    # Where text messages go: a folder, or the address of a gateway and the token that it asks for. None: no messages.
    sms: str = ""
    sms_token: SecretStr = SecretStr("")
    # A mailbox that takes `name+anything@`: there undelivered mails come back, for `manage.py read_bounces`.
    mail_bounces: str = ""
    domain: str = "localhost"
    port: int = 8000
    scheme: Literal["http", "https"] = "http"
    # How many servers of ours pass a request on, each adding to X-Forwarded-For where it came from.
    trusted_proxies: int = Field(0, ge=0, le=5)
    statement_seconds: PositiveInt = 15
    # Granian's own variable: what it gives each process and what is counted on here cannot differ.
    web_threads: PositiveInt = Field(1, validation_alias="GRANIAN_BLOCKING_THREADS")
    requests_a_tenant: PositiveInt = 6
    jobs_a_tenant: PositiveInt = 3
    # For how many tenants that will be ordered tables are made ahead.
    spares: int = Field(3, ge=0, le=100)
    # How long a module that was uninstalled can be brought back.
    undo_days: PositiveInt = 30
    # What every portal may use, unless operators gave it another limit.
    quota_rows: PositiveInt = 2_000_000
    quota_storage_mb: PositiveInt = 20_480
    quota_mails: PositiveInt = 5_000
    quota_jobs: PositiveInt = 100_000
    # How long an order to delete a tenant waits, and can be called off.
    deletion_days: PositiveInt = 14
    # Where backups lie, and what they are sealed with: the first secret seals, each of the list opens.
    backups: Path = ROOT / ".local/backups"
    backup_keys: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    # What signs the certificates of deletions: any long secret, the same for good.
    certificate_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    # Whether operators and administrators must log in with a second step; a demo may let them do without.
    second_factor: Literal["required", "optional"] = "required"
    # Whether providers of log-ins may be in our own network; then nothing keeps regions' administrators from naming
    # any address there.
    private_providers: bool = False
    metrics_token: SecretStr = SecretStr("")
    metrics_folder: Path = ROOT / ".local/metrics"

    @field_validator("database_url", "owner_url")
    @classmethod
    def _postgres(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "postgres://")):
            raise ValueError("must begin with postgresql://")
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str) -> str:
        if not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must begin with redis://, rediss:// or unix://")
        return value

    @field_validator("sms")
    @classmethod
    def _gateway(cls, value: str) -> str:
        if value and not re.match(r"file:///|https?://[^/@]+", value):
            raise ValueError("must begin with file:/// or https://")
        return value

    @field_validator("files_accel")
    @classmethod
    def _internal_path(cls, value: str) -> str:
        if value and not re.fullmatch(r"/([\w.-]+/)+", value):
            raise ValueError("must begin and end with /, as in /internal/")
        return value


def read() -> Environment:
    """Return the environment.

    Raises: ImproperlyConfigured with one sentence that names the variable.
    """
    try:
        environment = Environment()
    except ValidationError as error:
        first = error.errors()[0]
        named = "_".join(str(part) for part in first["loc"]).upper()
        variable = named if named.startswith("GRANIAN_") else f"LIVE_{named}"
        raise ImproperlyConfigured(
            f"{variable} is not usable: {first['msg'].removeprefix('Value error, ')}."
        ) from error
    if environment.environment == "production":
        _refuse_known_secrets(environment)
        _refuse_plain_text(environment)
        _refuse_password_alone(environment)
    return environment


def secrets(listed: SecretStr) -> list[str]:
    """Return the secrets of a list with commas."""
    return [secret for secret in listed.get_secret_value().split(",") if secret]


def _refuse_known_secrets(environment: Environment) -> None:
    """Old keys are good for signing as well: whoever knows one is anybody."""
    secret = environment.secret_key.get_secret_value()
    if secret == DEVELOPMENT_SECRET:
        raise ImproperlyConfigured("LIVE_SECRET_KEY is not set: give production a long random secret of its own.")
    given = {"LIVE_SECRET_KEY": [secret], "LIVE_SECRET_KEY_FALLBACKS": secrets(environment.secret_key_fallbacks)}
    if environment.owner_url:
        given["LIVE_BACKUP_KEYS"] = _backup_keys(environment)
        given["LIVE_CERTIFICATE_KEY"] = _certificate_keys(environment)
    for variable, values in given.items():
        if any(_is_guessable(value) for value in values):
            raise ImproperlyConfigured(
                f"{variable} is easy to guess: give production at least {SECRET_LETTERS} random letters and digits."
            )


def _backup_keys(environment: Environment) -> list[str]:
    """Return what backups are sealed with; who does not write any needs none."""
    found = secrets(environment.backup_keys)
    if found in ([], [DEVELOPMENT_SECRET]):
        raise ImproperlyConfigured("LIVE_BACKUP_KEYS is not set: give the worker a long random secret for backups.")
    return found


def _certificate_keys(environment: Environment) -> list[str]:
    """Return what certificates are signed with; only the worker and the command line sign any."""
    found = environment.certificate_key.get_secret_value()
    if found in ("", DEVELOPMENT_SECRET):
        raise ImproperlyConfigured(
            "LIVE_CERTIFICATE_KEY is not set: give the worker a long random secret for certificates."
        )
    return [found]


def _refuse_plain_text(environment: Environment) -> None:
    """Everybody on the way could read a password or a secret link, and use it."""
    if environment.scheme != "https":
        raise ImproperlyConfigured("LIVE_SCHEME is http: production needs https, with a certificate for every host.")
    if environment.sms.startswith("http:"):
        raise ImproperlyConfigured("LIVE_SMS begins with http: production needs https, since messages hold codes.")


def _refuse_password_alone(environment: Environment) -> None:
    """One password that was guessed or passed on would open a region, or all of them."""
    if environment.second_factor != "required":
        raise ImproperlyConfigured("LIVE_SECOND_FACTOR is optional: production needs a second step, so leave it out.")


def _is_guessable(secret: str) -> bool:
    is_known = secret == DEVELOPMENT_SECRET or secret.startswith("django-insecure-")
    return is_known or len(secret) < SECRET_LETTERS or len(set(secret)) < SECRET_KINDS


# A server that is gone without a word is given up after seconds: a page says so, and a worker asks again.
PATIENCE = {
    "connect_timeout": "2",
    "tcp_user_timeout": "5000",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "2",
}
# What Postgres needs, beside the statement, to say that it took too long.
GRACE = 5


def database(url: str, *, statement_seconds: int = 0, **more: object) -> dict[str, object]:
    """Return Django's description of the database at a `postgresql://` address, its further options kept.

    Postgres ends a statement after `statement_seconds`, and we a wait for it a little later; 0 is never.
    """
    parts = parse_dsn(url)
    options = {name: value for name, value in parts.items() if name not in PLACED}
    return {
        "ENGINE": "tenants.isolation.backend",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": PATIENCE | {"options": f"-c statement_timeout={statement_seconds}s"} | options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "PATIENCE": statement_seconds and statement_seconds + GRACE,
        **more,
    }
