"""Django's settings: the only ones. What differs between places comes from the environment."""

import os
from datetime import timedelta
from pathlib import Path

from qingdan.base.db.cluster import known_address
from qingdan.config.environment import read_environment, secret_key
from qingdan.web.desk.menu import MENU
from qingdan.web.desk.sections import SECTIONS

ENVIRONMENT = read_environment()
ADDRESS = known_address(ENVIRONMENT.home, os.environ)
WEB = Path(__file__).resolve().parents[1] / "web"

DEBUG = False
SECRET_KEY = secret_key(ENVIRONMENT.home)
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
ROOT_URLCONF = "qingdan.config.urls"
WSGI_APPLICATION = "qingdan.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
SITE_NAME = "清单"
DESK_MENU = MENU
DESK_SECTIONS = SECTIONS
DEMO = ENVIRONMENT.demo
QINGDAN_HOME = ENVIRONMENT.home
CLAMD = ENVIRONMENT.clamd
RECEIPT_PREFIX = ENVIRONMENT.receipt_prefix
DOCKING_INSIDE = ENVIRONMENT.docking_inside
CHANNEL_HOSTS = ENVIRONMENT.channel_hosts
IDENTITY_PROVIDER = ENVIRONMENT.identity_provider

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "qingdan.base.events",
    "qingdan.base.snapshots",
    "qingdan.base.orgs",
    "qingdan.base.people",
    "qingdan.base.files",
    "qingdan.base.messages.apps.InboxConfig",
    "qingdan.base.jobs",
    "qingdan.campaigns",
    "qingdan.editions",
    "qingdan.consultations",
    "qingdan.powers",
    "qingdan.flows",
    "qingdan.responsibilities",
    "qingdan.filings",
    "qingdan.reviews",
    "qingdan.lists",
    "qingdan.comments",
    "qingdan.guides",
    "qingdan.applicants",
    "qingdan.projects",
    "qingdan.licences",
    "qingdan.cases",
    "qingdan.docking",
    "qingdan.referrals",
    "qingdan.joints",
    "qingdan.registrations",
    "qingdan.web.apps.WebConfig",
    *(["qingdan.demo"] if ENVIRONMENT.demo else []),
]

MIDDLEWARE = [
    "qingdan.web.portal.kept.Keeping",
    "qingdan.web.shared.middleware.Policy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "qingdan.web.shared.middleware.Storable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "qingdan.web.shared.middleware.Unshared",
    "qingdan.web.shared.middleware.Acting",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "qingdan.web.shared.words",
                "qingdan.web.shared.addresses",
                "qingdan.web.shared.clock_marks",
                "qingdan.web.shared.org_words",
                "qingdan.web.shared.demo_codes",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "qingdan.web.shared.context.page",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": ADDRESS.host,
        "PORT": str(ADDRESS.port),
        "NAME": ADDRESS.name,
        "USER": ADDRESS.app.user,
        "PASSWORD": ADDRESS.app.password,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
            "server_side_binding": True,  # so that questions asked again and again are planned once a connection
            "prepare_threshold": 3,
        },
    },
    "owner": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": ADDRESS.host,
        "PORT": str(ADDRESS.port),
        "NAME": ADDRESS.name,
        "USER": ADDRESS.owner.user,
        "PASSWORD": ADDRESS.owner.password,
    },
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},  # beyond it counts still in force would be thrown away
    }
}
"""In the database: throttling and used-up codes must hold for every process of the server."""

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "qingdan.base.people.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "qingdan.web.shared.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_DISPLAY = "qingdan.web.shared.accounts.display_name"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
# A city hall sits behind one address: the limits by address are wide, those by account narrow.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/5m/ip,10/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.https else 0
MFA_ADAPTER = "qingdan.web.shared.accounts.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "清单"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENVIRONMENT.demo
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "shared/locked.html"
AXES_USERNAME_CALLABLE = "qingdan.web.shared.accounts.tried_username"
AXES_CLIENT_IP_CALLABLE = "qingdan.web.shared.accounts.client_ip"
AXES_ALLOWED_CORS_ORIGINS = ""
AXES_ENABLE_ACCESS_FAILURE_LOG = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "qingdan.web.shared.errors.form_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
MOST_UPLOAD = 50_000_000
FILE_UPLOAD_HANDLERS = [
    "qingdan.web.shared.capped_upload.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = []
STATIC_ROOT = ENVIRONMENT.home / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ENVIRONMENT.home / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if ENVIRONMENT.smtp
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST, _, _smtp_port = ENVIRONMENT.smtp.partition(":")
EMAIL_PORT = int(_smtp_port or 25)
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "qingdan.config.logs.WithoutValues",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},  # its warnings name accounts and addresses of people
}
