"""Django's settings, all values from `config.environment`."""

import os
from typing import Any

from csp.constants import NONCE, NONE, SELF

from config import environment as _environment
from kernel.modules import registry

_env = _environment.read()
ROOT = _environment.ROOT

RELEASE = "2026.11.0"
PRODUCTION = _env.environment == "production"
DEBUG = False
SECRET_KEY = _env.secret_key.get_secret_value()
SECRET_KEY_FALLBACKS = _environment.secrets(_env.secret_key_fallbacks)
PLATFORM_DOMAIN = _env.domain
PLATFORM_SCHEME = _env.scheme
PLATFORM_PORT = _env.port
# Which hosts exist is decided by `gate.resolve`, not by a list.
ALLOWED_HOSTS = ["*"]
WSGI_APPLICATION = "config.wsgi.application"

# Figures, without a token none. The library reads the folder's name from the environment when it is imported.

METRICS_TOKEN = _env.metrics_token.get_secret_value()
METRICS_FOLDER = _env.metrics_folder if METRICS_TOKEN else None
if METRICS_FOLDER:
    METRICS_FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_FOLDER)

# Apps. What is in both lists has its tables in public (for operators) and in every tenant.

TWIN_APPS = [
    "kernel.accounts",
    "kernel.audit",
    "django.contrib.sessions",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
]
SHARED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "kernel.regions",
    "tenants.registry",
    "tenants.jobs",
    "tenants.quotas",
    "tenants.proofs",
    "provisioning",
    "partnership",
    *TWIN_APPS,
]
TENANT_CORE_APPS = [
    *TWIN_APPS,
    "tenants.files",
    "tenants.areas",
    "tenants.customization",
    "tenants.support",
    "tenants.personal",
    "tenants.citizens",
    "tenants.notices",
]
TENANT_APPS = [*TENANT_CORE_APPS, *registry.app_names()]
TEMPLATE_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.forms",
    "allauth",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_prose_editor",
    "csp",
    "kernel.ui",
    "tenants.isolation",
    "tenants.portal",
    "tenants.elsewhere",
]
# Accounts first: its templates replace allauth's.
INSTALLED_APPS = list(dict.fromkeys(["kernel.accounts", *TEMPLATE_APPS, *SHARED_APPS, *TENANT_APPS]))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"

# Databases. "default" is the web role; "owner" migrates and provisions, and only the worker and
# the command line have its address.

DATABASES: dict[str, dict[str, Any]] = {
    "default": _environment.database(_env.database_url, statement_seconds=_env.statement_seconds)
}
if _env.owner_url:
    DATABASES["owner"] = _environment.database(_env.owner_url, IS_OWNER=True)
# Postgres remembers each table that a connection saw, up to 1.2 MB a tenant (tests/benchmarks/memory.py): beyond this
# a connection is replaced.
MEGABYTES_A_CONNECTION = 50
ORIGINAL_BACKEND = "django.contrib.gis.db.backends.postgis"
POSTGIS_VERSION = (3, 3, 0)
PG_EXTRA_SEARCH_PATHS = ["ext"]
SKIP_PG_EXTRA_VALIDATION = True
TENANT_MODEL = "registry.Tenant"
TENANT_DOMAIN_MODEL = "registry.Domain"
TENANT_SYNC_ROUTER = "tenants.isolation.router.Router"
DATABASE_ROUTERS = [TENANT_SYNC_ROUTER]
# django.contrib.gis warns of Debian's GDAL, which is newer than Django's list of tested ones.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

REDIS_URL = _env.redis_url
REDIS_PATIENCE = {"socket_timeout": 2, "socket_connect_timeout": 1}
CACHES = {
    "default": {
        "BACKEND": "tenants.isolation.cache.Cache",
        "LOCATION": _env.redis_url,
        "OPTIONS": REDIS_PATIENCE,
        "KEY_PREFIX": DATABASES["default"]["NAME"],
        "KEY_FUNCTION": "tenants.isolation.cache.key",
    }
}

# Requests. A region works in at most so many threads of a process, for pages and for jobs; others have the rest.

WEB_THREADS = _env.web_threads
REQUESTS_A_TENANT = _env.requests_a_tenant
JOBS_A_TENANT = _env.jobs_a_tenant
ROOT_URLCONF = "config.urls_public"
PUBLIC_URLCONF = "config.urls_public"
TENANT_URLCONF = "config.urls_tenant"
TRUSTED_PROXIES = _env.trusted_proxies
MIDDLEWARE = [
    "config.proxies.ProxyMiddleware",
    "config.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Before the place is known: the page for an unknown host and a suspended region's have styles too.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After the static files, which need no line.
    "config.requests.RequestLog",
    "tenants.isolation.middleware.TenantMiddleware",
    "csp.middleware.CSPMiddleware",
    "tenants.portal.middleware.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tenants.isolation.csrf.TenantCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kernel.accounts.sessions.middleware.SeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tenants.portal.middleware.ErrorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tenants.portal.context.site",
            ],
        },
    }
]
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MESSAGE_STORAGE = "tenants.isolation.messages.TenantCookieStorage"
SESSION_ENGINE = "tenants.isolation.sessions"
KNOWN_BROWSER_COOKIE = "browser"
CITIZEN_COOKIE = "citizen"
SESSION_COOKIE_SECURE = False
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

# Languages: msgids are English, people read Indonesian.

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_THOUSAND_SEPARATOR = True
LOCALE_PATHS = [ROOT / "platform/kernel/locale"]

# Files.

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / ".local/static"
WHITENOISE_MAX_AGE = 31_536_000
# Source maps are for developers, who need none of them compressed.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "jpg", "webp", "woff2", "gz", "br", "map")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": _env.files}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_ROOT = _env.files
FILES_ACCEL = _env.files_accel
SPARES = _env.spares
UNDO_DAYS = _env.undo_days
QUOTAS = {
    "rows": _env.quota_rows,
    "storage": _env.quota_storage_mb * 1024**2,
    "mails": _env.quota_mails,
    "jobs": _env.quota_jobs,
}
DELETION_DAYS = _env.deletion_days
BACKUPS_ROOT = _env.backups
CERTIFICATE_SECRET = _env.certificate_key.get_secret_value()
BACKUP_SECRETS = _environment.secrets(_env.backup_keys)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "tenants.files.uploads.CappedUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Mail.

DEFAULT_FROM_EMAIL = _env.mail_from
MAIL_BOUNCES = _env.mail_bounces
if _env.mail.startswith("file://"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = _env.mail.removeprefix("file://")
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _env.mail

# Text messages.

SMS = _env.sms
SMS_TOKEN = _env.sms_token.get_secret_value()

# Accounts.

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "tenants.portal.adapter.PortalAdapter"
ACCOUNT_FORMS = {
    "login": "kernel.accounts.forms.LogInForm",
    "reset_password": "kernel.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "kernel.accounts.forms.NewPasswordForm",
    "user_token": "kernel.accounts.forms.PersonTokenForm",
    "change_password": "kernel.accounts.forms.OtherPasswordForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "kernel.accounts.tokens.PasswordResetTokens"  # noqa: S105 - a class's path
# What a stranger tries is counted by `kernel.accounts.limits`; allauth counts what a person does who is logged in.
ACCOUNT_RATE_LIMITS = dict.fromkeys(("login", "login_failed", "reset_password"))
SECOND_FACTOR_REQUIRED = _env.second_factor == "required"
# Who has one of these can become somebody else, let somebody in, or take everybody's data away.
SECOND_FACTOR_RIGHTS = ("people.manage", "citizens.recover", "exports.make", "support.grant", "personal.answer")
PRIVATE_PROVIDERS = _env.private_providers
MFA_ADAPTER = "tenants.portal.adapter.PortalFactors"
MFA_FORMS = {"authenticate": "kernel.accounts.factors.forms.CodeForm"}
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "console"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# What a browser may do with our pages.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "tenants.portal.failures.csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
if _env.scheme == "https":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # No page of a neighbour below the same parent domain can set a cookie of these names.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    KNOWN_BROWSER_COOKIE, CITIZEN_COOKIE = "__Host-browser", "__Host-citizen"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Not for subdomains: a region's own domain may have others, with offices' old sites that we know nothing of.
    SECURE_HSTS_SECONDS = 31_536_000

# One line of JSON for each record, the tenant in each, never a person's data (`config.logs`).

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "config.logs.Formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
