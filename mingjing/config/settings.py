"""All settings. Each one that a site may change is read from the environment under MINGJING_*;
docs/reference/settings.md lists them."""

import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from mingjing.config import environment as env

PROJECT = Path(__file__).resolve().parents[2]
DATA = Path(env.text("MINGJING_DATA", str(PROJECT / "data"))).resolve()

DEBUG = env.flag("MINGJING_DEBUG")
SECRET_KEY = env.secret("MINGJING_SECRET_KEY", DATA / "keys" / "session.key", lambda: secrets.token_urlsafe(50))
ALLOWED_HOSTS = [h for h in env.text("MINGJING_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in env.text("MINGJING_ORIGINS").split(",") if o]
SECURE = env.flag("MINGJING_TLS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "mingjing.webkit",  # before allauth: its templates take the place of the library's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "mingjing.ledger",
    "mingjing.org",
    "mingjing.media",
    "mingjing.live",
    "mingjing.documents",
    "mingjing.alerts",
    "mingjing.clocks",
    "mingjing.approvals",
    "mingjing.persons",
    "mingjing.cases",
    "mingjing.intake",
    "mingjing.imports",
    "mingjing.measures",
    "mingjing.review",
    "mingjing.custody",
    "mingjing.faces",
    "mingjing.interviews",
    "mingjing.presence",
    "mingjing.portal",
    "mingjing.administration",
    "mingjing.api",
    "mingjing.desks",
]

MIDDLEWARE = [
    "mingjing.webkit.middleware.ContentPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mingjing.webkit.middleware.ReaderLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mingjing.webkit.middleware.NoNul",
    "mingjing.org.middleware.SignedIn",
    "mingjing.webkit.middleware.Refusals",
]

CSRF_FAILURE_VIEW = "mingjing.webkit.views.forged"
ROOT_URLCONF = "mingjing.config.urls"
ASGI_APPLICATION = "mingjing.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mingjing.webkit.context.shell",
            ],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    """A Django database from `sqlite:///path` or `postgres://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "mingjing.config.sqlite",
            "NAME": unquote(parts.path),
            "CONN_MAX_AGE": 600,  # opening the file anew costs a small panel as much as its content
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous="
                + env.text("MINGJING_SQLITE_SYNC", "FULL")
                + ";PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY;",
            },
            "TEST": {"NAME": ":memory:"},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        options: dict[str, object] = dict(parse_qsl(parts.query))
        # compiling a query takes longer than any of ours; the server turns it on by itself from a million rows on
        options.setdefault("options", "-c jit=off")
        if env.flag("MINGJING_POOL", True):
            options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 10}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": options,
        }
    raise SystemExit(f"MINGJING_DATABASE: unknown kind of database {parts.scheme!r}")


DATABASES = {"default": _database(env.text("MINGJING_DATABASE", f"sqlite:///{DATA / 'mingjing.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.Officer"
AUTHENTICATION_BACKENDS = ["mingjing.org.signin.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "mingjing.org.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "mingjing.org.signin.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/300s/key"}
SIGN_IN_ATTEMPTS = int(env.text("MINGJING_SIGN_IN_ATTEMPTS", "5"))
SIGN_IN_LOCK = int(env.text("MINGJING_SIGN_IN_LOCK", "30"))
ACTIVATION_HOURS = int(env.text("MINGJING_ACTIVATION_HOURS", "72"))
MFA_FORMS = {
    "authenticate": "mingjing.org.signin_forms.AuthenticateForm",
    "reauthenticate": "mingjing.org.signin_forms.ReauthenticateForm",
}
MFA_ADAPTER = "mingjing.org.signin.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "明镜"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_REQUIRED = env.flag("MINGJING_MFA_REQUIRED", True)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DISPLAY_SECONDS = int(env.text("MINGJING_DISPLAY_DAYS", "30")) * 86400
SESSION_IDLE_SECONDS = int(env.text("MINGJING_SESSION_IDLE", "1800"))
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 365 * 86400 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "mingjing_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MEDIA_STORE = DATA / "media"
LOG_STORE = DATA / "logs"
KEY_STORE = DATA / "keys"
MODEL_STORE = DATA / "models"
WITNESS_STORE = DATA / "witness"
READING_STORE = DATA / "readings"
TRACK_STORE = DATA / "tracks"
PULSE_STORE = DATA / "pulses"
SEAL_STORE = DATA / "seals"
FONT_STORE = DATA / "fonts"
FONT_FOLDERS = [f for f in env.text("MINGJING_FONTS", "/usr/share/fonts").split(":") if f]
# How large a table of existing cases may be, packed and unpacked, and how long and wide.
IMPORT_MOST_MB = int(env.text("MINGJING_IMPORT_MB", "20"))
IMPORT_MOST_UNPACKED_MB = int(env.text("MINGJING_IMPORT_UNPACKED_MB", "200"))
IMPORT_MOST_ROWS = int(env.text("MINGJING_IMPORT_ROWS", "20000"))
IMPORT_MOST_COLUMNS = int(env.text("MINGJING_IMPORT_COLUMNS", "200"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# The only code called inside an action's own transaction after its entry: a person's liberty hangs on these clocks.
LEDGER_FOLLOWERS = ("mingjing.clocks.following.follow",)
# Kinds whose rows those followers write, by the kind of the entry's subject (`clocks.hearing`): an entry holds what it
# names of them before it takes its number. A stay is followed for itself: acts of two people of one case do not wait.
LEDGER_HELD = {
    **dict.fromkeys(("stay", "alarm", "clock", "duty"), ("stay",)),
    "case": ("case", "measure", "report", "stay"),
    "measure": ("case", "measure", "stay"),
    "report": ("case", "report"),
    "*": ("case", "measure", "report", "stay"),
}
# What the sealer calls with whatever it found wrong with a log.
LEDGER_ALARM = "mingjing.alerts.integrity.found"
# Which site witnesses a log: the one above. The topmost log is witnessed under the name "witness".
LEDGER_WITNESS_OF = "mingjing.org.selectors.witness_of"
# A witness on a machine of its own (`./mj witness`), and the key by which it is known: both or neither.
WITNESS_URL = env.text("MINGJING_WITNESS_URL")
WITNESS_KEY = env.text("MINGJING_WITNESS_KEY")
if bool(WITNESS_URL) != bool(WITNESS_KEY):
    raise SystemExit("MINGJING_WITNESS_URL and MINGJING_WITNESS_KEY belong together")
LOG_ORIGIN = env.text("MINGJING_ORIGIN", "mingjing.example")
# Where gateways publish, when they do not push over HTTP; and whose time it is: the wall's, or what messages say.
BROKER = env.text("MINGJING_BROKER")
SENSE_CLOCK = env.text("MINGJING_SENSE_CLOCK", "wall")
# Hosts (`host` or `host:port`) to which integrations may have entries delivered; none unless named.
API_PUSH_TO = [h for h in env.text("MINGJING_API_PUSH_TO").lower().split(",") if h]
# Who signs instruments: `module|token label|key label` of a PKCS#11 token (its PIN in a file), else the site's own
# key; and the authority that stamps the time (RFC 3161), if any.
SIGNING_TOKEN = env.text("MINGJING_SIGNING_TOKEN")
SIGNING_PIN = env.secret("MINGJING_SIGNING_PIN", DATA / "keys" / "signing.pin", lambda: "") if SIGNING_TOKEN else ""
TSA_URL = env.text("MINGJING_TSA")
LAW_OVERLAY = env.text("MINGJING_LAW_OVERLAY") or None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("MINGJING_LOG_LEVEL", "WARNING")},
}
