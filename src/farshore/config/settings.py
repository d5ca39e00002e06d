"""Everything that can be set, read from the environment once. docs/running/settings.md lists it."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

from farshore.config import env, keys

PACKAGE = Path(__file__).resolve().parent.parent

# --- where things lie ---------------------------------------------------------------------------
DATA = Path(env.text("FARSHORE_DATA") or "var").resolve()
ASSETS = PACKAGE / "assets"
SITE = DATA / "site"
VAULT = DATA / "vault"
UPLOADS = DATA / "uploads"
RELEASES = DATA / "releases"
OUTBOX = DATA / "outbox"
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/studio/media/"
RUN = DATA / "run"

# --- what this house is -------------------------------------------------------------------------
DEMO = env.boolean("FARSHORE_DEMO", False)
DEBUG = False
BASE_URL = env.base_url("FARSHORE_BASE_URL", "http://127.0.0.1:8000")
SECRET_KEY = keys.secret("FARSHORE_SECRET_KEY", folder=DATA / "secret", file="key")
CODE_PEPPER = keys.secret("FARSHORE_CODE_PEPPER", folder=DATA / "secret", file="pepper")
SIGNING_KEY = keys.secret("FARSHORE_SIGNING_KEY", folder=DATA / "secret", file="signing")
EPOCHS = Path(env.text("FARSHORE_EPOCHS") or DATA / "secret" / "epochs").resolve()
EPOCH_DAYS = env.integer("FARSHORE_EPOCH_DAYS", 7, least=1, most=7)
EPOCH_BACKUP_DAYS = env.integer("FARSHORE_EPOCH_BACKUP_DAYS", 16, least=0, most=16)
TEAM_KEYS = env.team_keys("FARSHORE_TEAM_KEYS")

_host = urlsplit(BASE_URL)
ALLOWED_HOSTS = [_host.hostname or "127.0.0.1", "127.0.0.1", "localhost", "testserver"]
ONION = env.onion("FARSHORE_ONION")
ALLOWED_HOSTS += [ONION] if ONION else []
ALLOWED_HOSTS += [host for host in env.text("FARSHORE_HOSTS").split(",") if host]
STUDIO_HOST = env.text("FARSHORE_STUDIO_HOST").lower()
ALLOWED_HOSTS += [STUDIO_HOST] if STUDIO_HOST else []
STUDIO_URL = f"{_host.scheme}://{STUDIO_HOST}" if STUDIO_HOST else BASE_URL
CSRF_TRUSTED_ORIGINS = [BASE_URL, STUDIO_URL]
TRUSTED_PROXIES = env.networks("FARSHORE_TRUSTED_PROXIES")
SECURE = _host.scheme == "https"

# --- the rules of safety ------------------------------------------------------------------------
DRAFT_DAYS = env.integer("FARSHORE_DRAFT_DAYS", 7, least=1, most=30)
CUSTODY_DAYS = env.integer("FARSHORE_CUSTODY_DAYS", 30, least=0, most=365)
CUSTODIAN = env.text("FARSHORE_CUSTODIAN")
MANY_READ = env.integer("FARSHORE_MANY_READ", 25, least=2, most=10_000)
FEW = env.integer("FARSHORE_FEW", 3, least=2, most=50)
LOST_CODE_DAYS = env.integer("FARSHORE_LOST_CODE_DAYS", 30, least=7, most=365)
MESSAGE_DAYS = env.integer("FARSHORE_MESSAGE_DAYS", 60, least=7, most=730)
UNDECIDED_DAYS = env.integer("FARSHORE_UNDECIDED_DAYS", 365, least=0, most=3650)
REJECTED_DAYS = env.integer("FARSHORE_REJECTED_DAYS", 60, least=0, most=730)
CONTACT_DAYS = env.integer("FARSHORE_CONTACT_DAYS", 90, least=1, most=730)
RELEASE_DAYS = env.span("FARSHORE_RELEASE_DAYS", (1, 7), least=0, most=60)
RELEASE_HOUR = env.integer("FARSHORE_RELEASE_HOUR", 9, least=0, most=23)
RELEASE_AT_ONCE = DEMO
TEAM_OF_ONE = env.boolean("FARSHORE_TEAM_OF_ONE", False)
ROAD_IN_USE_YEARS = env.integer("FARSHORE_ROAD_IN_USE_YEARS", 10, least=0, most=100)
SMALLEST_PLACE = env.integer("FARSHORE_SMALLEST_PLACE", 100_000, least=0, most=10_000_000)
PICTURE_BYTES = env.integer("FARSHORE_PICTURE_MB", 30, least=1, most=100) * 1024 * 1024
PICTURES_PER_STORY = env.integer("FARSHORE_PICTURES", 20, least=0, most=100)
LIST_SIZE = 12

# --- accounts of contributors: none, unless the operator wants them ------------------------------
PROVIDERS = env.providers("FARSHORE_PROVIDERS")
CONTRIBUTORS = env.ways("FARSHORE_CONTRIBUTORS", known=PROVIDERS)
CONTRIBUTORS_MAIL_FROM = env.text("FARSHORE_CONTRIBUTORS_MAIL_FROM")
CONTRIBUTORS_MAIL_SUBJECT = env.text("FARSHORE_CONTRIBUTORS_MAIL_SUBJECT")

# --- languages and time -------------------------------------------------------------------------
KNOWN_LANGUAGES = [
    ("en", _("English")),
    ("ko", _("Korean")),
    ("ar", _("Arabic")),
    ("fa", _("Persian")),
    ("zh-hans", _("Chinese (simplified)")),
    ("fr", _("French")),
    ("es", _("Spanish")),
]
SITE_LANGUAGES = env.languages(
    "FARSHORE_LANGUAGES", "en", [code for code, _name in KNOWN_LANGUAGES]
)
LANGUAGE_CODE = SITE_LANGUAGES[0]
LANGUAGES = [pair for pair in KNOWN_LANGUAGES if pair[0] in SITE_LANGUAGES]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = len(LANGUAGES) > 1
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.zone("FARSHORE_TIME_ZONE", "UTC")

# --- the rooms ----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "farshore.config",
    "farshore.press",
    "farshore.moderation",
    "farshore.globe",
    "farshore.contributors",
    "farshore.intake",
    "farshore.stories",
    "farshore.screenings",
    "farshore.uploads",
    "farshore.vault",
    "farshore.config.people.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.facebook",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

# Rooms that are still being built are left out until they have an app.
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("farshore.") or (PACKAGE / app.split(".")[1] / "apps.py").exists()
]

MIDDLEWARE = [
    "farshore.config.gate.Nameless",
    "farshore.config.gate.OwnHost",
    "farshore.config.gate.Whole",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "farshore.config.middleware.PrivateHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "farshore.config.gate.SecondFactor",
]

ROOT_URLCONF = "farshore.config.urls"
WSGI_APPLICATION = "farshore.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "config" / "theme"]
        + [
            PACKAGE / room / "theme"
            for room in ("stories", "globe", "screenings", "intake", "contributors")
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "farshore.config.jinja.environment",
            "auto_reload": False,
            "context_processors": [],
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- the database -------------------------------------------------------------------------------
_SQLITE_START = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
    "PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=0;"
)
DATABASES = {
    "default": dj_database_url.parse(
        env.database("DATABASE_URL", f"sqlite:///{DATA / 'db.sqlite3'}"), conn_max_age=600
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": _SQLITE_START,
    }

# --- mail, files, sessions ----------------------------------------------------------------------
SMTP_URL = env.text("FARSHORE_SMTP_URL")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = OUTBOX
DEFAULT_FROM_EMAIL = env.text("FARSHORE_MAIL_FROM") or "farshore@localhost"
if SMTP_URL:
    _smtp = urlsplit(SMTP_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname or "localhost"
    EMAIL_PORT = _smtp.port or 587
    EMAIL_HOST_USER = _smtp.username or ""
    EMAIL_HOST_PASSWORD = _smtp.password or ""
    EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"
    EMAIL_USE_SSL = _smtp.scheme == "smtps"

STATIC_URL = "/studio/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "farshore.config.storage.CleanStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = True  # the studio's files come out of the installed packages
FILE_UPLOAD_HANDLERS = ["farshore.config.studio_door.CleanHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = PICTURE_BYTES + 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # a journey of many places, a picture's grid of tiles

SESSION_COOKIE_NAME = "studio"
SESSION_COOKIE_PATH = "/studio/"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # and no longer than the browser is open
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Tries to log in are counted here: in memory, and in more room than a flood fills at once.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no further cookie
CSRF_COOKIE_NAME = "studio_csrf"
CSRF_COOKIE_PATH = "/studio/"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = False  # Wagtail's scripts read it
# Only `front` or the operator's proxy says this; a house without https believes nobody.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"

# --- staff --------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/studio/account/login/"
LOGIN_REDIRECT_URL = "/studio/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "farshore.config.accounts.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_FORMS = {"change_password": "farshore.config.account_forms.PasswordForm"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False  # they would name an address and a browser
ACCOUNT_SESSION_REMEMBER = False
# "ip" is a name for the day or a known browser (see accounts.py), in memory only.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}
MFA_ADAPTER = "farshore.config.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "farshore.config.account_forms.CodeForm",
    "reauthenticate": "farshore.config.account_forms.CodeAgainForm",
    "add_webauthn": "farshore.config.account_forms.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_TOTP_ISSUER = "Farshore"
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ: half a minute to either side
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

# --- contributors: allauth asks providers; no account of its own comes of it ---------------------
SOCIALACCOUNT_ADAPTER = "farshore.contributors.providers.Adapter"
SOCIALACCOUNT_PROVIDERS = {"facebook": {"FIELDS": ["id"]}}
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False

WAGTAIL_SITE_NAME = "Farshore"
WAGTAILADMIN_BASE_URL = STUDIO_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # the house's: days of the team are one team's days
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # the login's own pages do that
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILIMAGES_EXTENSIONS = ["avif", "heic", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = PICTURE_BYTES
WAGTAILIMAGES_IMAGE_FORM_BASE = "farshore.config.studio_titles.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "farshore.config.studio_titles.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "direct"  # by /studio/media/, for staff
TAGGIT_CASE_INSENSITIVE = True

# --- what is written down: no address, no agent, no query of anybody ----------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "terminal": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["terminal"], "level": os.environ.get("FARSHORE_LOG", "WARNING").upper()},
    "loggers": {
        # They write the path of each refusal, at its hour, and a fault's own words. Without a
        # handler of theirs Python would still print them. `faults` says what an operator needs.
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        # Numbers of passkeys; what is asked of providers, with codes and secrets in the address.
        "fido2": {"handlers": ["nowhere"], "propagate": False},
        "allauth": {"handlers": ["nowhere"], "propagate": False},
        "urllib3": {"handlers": ["nowhere"], "propagate": False},
    },
}

SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS is set by middleware, and never on an onion address
    "security.W008",  # the proxy or `front` answers plain http
]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
