"""Settings: safe by default. SITE_URL alone decides between a laptop and production."""

import os
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from magazine.production import faults
from magazine.secret_key import kept_key
from magazine.storages import keep_for_a_day, picture_hosts, storages

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

env = environ.Env()

try:
    PORT = env.int("PORT", default=8000)
except ValueError:
    PORT = 0
if not 0 < PORT < 65536:
    raise ImproperlyConfigured("PORT is a number from 1 to 65535, such as 8000.")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).expanduser().resolve()
SITE_URL = env.url("SITE_URL", default=f"http://127.0.0.1:{PORT}")
SECURE = SITE_URL.scheme == "https"
if not SECURE and SITE_URL.hostname not in LOOPBACK:
    raise ImproperlyConfigured("SITE_URL must be https, except on your own machine.")
SITE_ADDRESS = SITE_URL.geturl().rstrip("/")

DEBUG = env.bool("DEBUG", default=False)
# Taken as it is: elsewhere a value that begins with $ names another variable.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
EMAIL_URL = os.environ.get("EMAIL_URL", "")
if SECURE:
    refused = faults(debug=DEBUG, key=SECRET_KEY, host=SITE_URL.hostname, mail=EMAIL_URL)
    if refused:
        raise ImproperlyConfigured("\n".join(["Not ready for the open web.", *refused]))
SECRET_KEY = SECRET_KEY or kept_key(DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [SITE_URL.hostname, *env.list("ALLOWED_HOSTS", default=[])]
if not SECURE:
    ALLOWED_HOSTS += [*LOOPBACK, "[::1]"]
# Whose X-Forwarded-For is believed.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=["127.0.0.1", "::1"]) if SECURE else []

INSTALLED_APPS = [
    "magazine",
    "newsletter",
    "articles",
    "articles.desk.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "taggit",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "magazine.page_cache.marks.MarkPages",
    "magazine.middleware.Headers",
    "magazine.middleware.ReaderAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # It pads each answer by a random length, so that the size tells nothing of a secret inside.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "magazine.middleware.BodyLimit",
    "magazine.middleware.EditorScripts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "magazine.middleware.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "articles.frame.NewsroomTime",
    "articles.frame.HouseLanguage",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "magazine.urls"
WSGI_APPLICATION = "magazine.wsgi.application"

FORM_RENDERER = "articles.inputs.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.frame.site",
            ],
        },
    },
]

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "magazine.sqlite3"}
DATABASES = {"default": env.db("DATABASE_URL") if "DATABASE_URL" in os.environ else SQLITE}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Opening it costs more than many a page: the schema is read anew.
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    # IMMEDIATE takes the write lock at BEGIN, so two writers wait instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
            "PRAGMA foreign_keys=ON;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY"
        ),
    }
else:
    # A database that is gone is noticed in seconds. wsgi.py adds the limit on a statement.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=3, tcp_user_timeout=10_000
    )
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

if REDIS_URL := env.str("REDIS_URL", default=""):
    CACHES = {
        "default": {"BACKEND": "magazine.cache.PatientCache", "LOCATION": REDIS_URL},
        "pages": {
            "BACKEND": "magazine.cache.PatientCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "pages",
        },
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    }

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "magazine.staff.Staff",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Source maps are for nobody but developers, and dear to compress.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("woff2", "png", "jpg", "webp", "avif", "gz", "br", "map")
STATICFILES_DIRS = [BASE_DIR / "static"]
# Icons that browsers ask for by name, at the root.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
WHITENOISE_ADD_HEADERS_FUNCTION = keep_for_a_day
MEDIA_URL = "/files/"
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = storages(env, DATA_DIR)
# Hot pages as files for the web server in front: `manage.py nginx_config` makes its half.
PAGE_FILES = env.bool("PAGE_FILES", default=False)
# What a form without files may weigh: a long article is 0.1 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "articles.pictures.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# What a request may weigh at all: from anybody, and from who is logged in (pictures, imports).
BODY_LIMIT = 256 * 1024
DESK_BODY_LIMIT = 128 * 1024 * 1024
CSRF_FAILURE_VIEW = "magazine.faults.csrf_failure"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "articles.models.tag.split_tags"
TAGGIT_STRING_FROM_TAGS = "articles.models.tag.join_tags"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # Rules of what to fetch ahead are data; no script gets in by this.
        "script-src": [SELF, NONCE, "'inline-speculation-rules'"],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *picture_hosts(env)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# The rules that the text editor puts into a page's head: a constant of its present version.
EDITOR_STYLES = ["'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "EMAIL_FROM", default=f"newsletter@{SITE_URL.hostname if SECURE else 'localhost'}"
)
if EMAIL_URL:
    globals().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "newsletter.outbox.Backend"  # a file for every mail: none leaves the machine
# Where undelivered mail comes back to; each mail's own address there is made from it by “+”.
NEWSLETTER_MAILBOX = env.str("NEWSLETTER_MAILBOX", default="")
NEWSLETTER_DKIM_SELECTOR = env.str("NEWSLETTER_DKIM_SELECTOR", default="")
# Mails a second, of all machines together; 0 knows no limit.
NEWSLETTER_PER_SECOND = env.float("NEWSLETTER_PER_SECOND", default=0)
# Seals readers' links and hashes; else SECRET_KEY does, and its fallbacks are believed.
NEWSLETTER_KEY = env.str("NEWSLETTER_KEY", default="")

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "magazine.staff.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_REQUIRED = SECURE
# By address alone: a limit by account would let anybody lock out a colleague.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip"}
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
MFA_TOTP_ISSUER = SITE_URL.hostname
# A browser gives passkeys to https alone.
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if SECURE else [])]
MFA_PASSKEY_LOGIN_ENABLED = SECURE
MFA_ALLOW_UNVERIFIED_EMAIL = True
SECOND_FACTOR_FOR = [
    "articles.publish_article",
    "newsletter.export_subscriber",
    "newsletter.import_subscriber",
    "newsletter.send_issue",
]

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "magazine.staff.network_of"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

if SECURE:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "magazine.discretion.DiscreetFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # A reader who mistypes an address is no event.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "axes": {"level": "ERROR"},
    },
}
