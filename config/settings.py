"""Every setting in one readable place, driven by the environment and complete without it.

Without any variable the product runs embedded: SQLite, no services, http on this machine.
``NEIKE_ENV=production`` demands a secret key, host names and https; wrong values stop the start
with a sentence.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import environment
from config.environment import env, number, service, switch
from config.secret import local_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

PRODUCTION = environment.kind() == "production"
VAR_DIR = environment.folder("NEIKE_VAR", BASE_DIR / "var")

DEBUG = switch("DEBUG", False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG must be off when NEIKE_ENV is 'production'.")
SECRET_KEY = environment.secret_key(production=PRODUCTION) or local_secret_key(VAR_DIR / "secret_key")
ALLOWED_HOSTS = environment.hosts(production=PRODUCTION)
_HERE = f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000"
BASE_URL = environment.base_url(_HERE, production=PRODUCTION)

INSTALLED_APPS = [
    "home",
    "awareness",
    "courses",
    "quizzes",
    "cases",
    "desk",
    "people",
    "academy",
    "core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "config.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "core.middleware.DatabaseUnavailableMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "core.middleware.PrivateCacheMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.second_factor.StaffSecondFactorMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "core.middleware.UnreadableFormMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site",
            ],
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
        },
    },
]

# Data -----------------------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # IMMEDIATE: a transaction that reads first and then writes otherwise fails with "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: an acknowledged answer survives a power cut.
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
    ),
}
DATABASES = {"default": environment.database(f"sqlite:///{VAR_DIR / 'neike.sqlite3'}")}
_database = DATABASES["default"]
SQLITE = _database["ENGINE"] == "django.db.backends.sqlite3"
_database["ATOMIC_REQUESTS"] = False
_database["CONN_HEALTH_CHECKS"] = True
if SQLITE:
    _database["CONN_MAX_AGE"] = None
    _database["OPTIONS"] = SQLITE_OPTIONS
    # A file, because browser tests read it from another thread; one per checkout and worker.
    _database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    _database["CONN_MAX_AGE"] = 60
    _database["OPTIONS"] = {
        "options": "-c statement_timeout=10000 -c lock_timeout=3000 "
        "-c idle_in_transaction_session_timeout=30000 -c synchronous_commit=on",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

REDIS_URL = service("REDIS_URL", "", "redis", "rediss", "unix")
if REDIS_URL:
    _default_cache: dict[str, Any] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    # Shared by all processes, because login limits are counted in it.
    _default_cache = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES = {
    "default": _default_cache,
    # Authored HTML only, keyed by content: nothing personal, so each process may keep its own copy.
    "authored": {
        "BACKEND": "core.kept.KeptCache",
        "LOCATION": "authored",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}

# People ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.login.EmployeeBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:my_learning"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "people.login.AccountAdapter"
ACCOUNT_FORMS = {"login": "people.forms.LoginForm", "reset_password": "people.forms.ResetPasswordForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_USERNAME_BLACKLIST = ["admin", "root"]
ACCOUNT_RATE_LIMITS = {
    # One office often shares one address: the limit per address is wide, the one per account is not.
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "60/m/ip,5/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = number("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Neike"
STAFF_SECOND_FACTOR = switch("STAFF_SECOND_FACTOR", PRODUCTION)
USERSESSIONS_TRACK_ACTIVITY = False

# Languages and time ---------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
# The second folder holds the Chinese that Wagtail's and wagtail-localize's own catalogues lack.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]
FORMAT_MODULE_PATH = ["core.formats"]

# Wagtail --------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "内客学堂"
WAGTAIL_PAGE_MODEL = "wagtailcore.Page"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # dates read the same for everybody
WAGTAILADMIN_COMMENTS_ENABLED = False  # the review has its own comment; three queries in every editor
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
# A translation starts as a draft in the ordinary editor with the same checks: a page in the other language is
# never published by itself with the source's words (docs/decisions/0010).
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "simple"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
TAGGIT_CASE_INSENSITIVE = True
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "zip", "txt", "csv", "mp4", "webm", "vtt"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "desk.picture_form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "desk.pictures.PictureForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "core.search"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# Files ----------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
_MANIFEST = switch("STATIC_MANIFEST", PRODUCTION)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What learners hand in: below no address, given out by a view that asks who may read it.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640

# Security -------------------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = switch("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = number("SECURE_HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if switch("BEHIND_HTTPS_PROXY", True):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail relaxes its own preview views to "SAMEORIGIN"
CSRF_FAILURE_VIEW = "home.views.csrf_failure"

_CSP = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _CSP}
# Wagtail 8.0.1 still has inline scripts and styles in its editor, and frames its own previews.
CMS_CONTENT_SECURITY_DIRECTIVES = {
    **_CSP,
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
}
# A preview writes nothing: neither its forms nor its scripts reach the server.
PREVIEW_CONTENT_SECURITY_DIRECTIVES = {
    **_CSP,
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "connect-src": [NONE],
}

# Mail, background work, logs ------------------------------------------------------------------------------

_mail_server = environment.mail()
if _mail_server:
    vars().update(_mail_server)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "neike@localhost")

CELERY_BROKER_URL = service("CELERY_BROKER_URL", REDIS_URL, "redis", "rediss", "amqp", "amqps")
# Without a broker `manage.py run_schedule` runs the same schedule in one process of its own.
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "work off corrections of results": {"task": "quizzes.tasks.work_off_corrections", "schedule": 5.0},
    "close overdue attempts": {"task": "quizzes.tasks.close_overdue", "schedule": 30.0},
    "measure questions": {"task": "quizzes.tasks.measure_questions", "schedule": 3_600.0},
    "work off imports of questions": {"task": "quizzes.tasks.work_off_imports", "schedule": 2.0},
    "clear old imports of questions": {"task": "quizzes.tasks.clear_imports", "schedule": 3_600.0},
    "work off imports of courses": {"task": "courses.tasks.work_off_imports", "schedule": 2.0},
    "clear old imports of courses": {"task": "courses.tasks.clear_imports", "schedule": 3_600.0},
    "compare answers": {"task": "quizzes.tasks.compare_answers", "schedule": 3_600.0},
    "refresh provisional figures": {"task": "awareness.tasks.refresh_provisional", "schedule": 2.0},
    "rebuild the open quarter": {"task": "awareness.tasks.rebuild_open_quarter", "schedule": 86_400.0},
    "close finished quarters": {"task": "awareness.tasks.close_finished_quarters", "schedule": 3_600.0},
    "give newcomers their courses": {"task": "courses.tasks.sync_duties", "schedule": 86_400.0},
    "publish what is due": {"task": "desk.tasks.publish_scheduled", "schedule": 60.0},
    "check changed content": {"task": "desk.tasks.check_content", "schedule": 600.0},
    "clear old sessions": {"task": "people.tasks.clear_sessions", "schedule": 86_400.0},
    "clear old rosters": {"task": "people.tasks.clear_rosters", "schedule": 3_600.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "core.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": environment.log_level()},
    "loggers": {"neike": {"level": "INFO"}},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
