"""What every situation shares. Nothing here is secret and nothing here is loosened for comfort."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from maillage.config import bases, proconnect

os.umask(0o077)  # what the service writes is for its own account only
RACINE = Path(__file__).resolve().parents[4]
DONNEES = Path(os.environ.get("MAILLAGE_DATA", RACINE / "var")).resolve()
DEMO = False

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
USE_TZ = True
TIME_ZONE = "Europe/Paris"
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
USE_I18N = True
ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "comptes.Utilisateur"
SITE_ID = 1

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "maillage.coquille",  # before allauth: its pages replace allauth's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "maillage.chiffrement",
    "maillage.tracabilite",
    "maillage.comptes",
    "maillage.dossiers",
    "maillage.accords",
    "maillage.partage",
    "maillage.territoire",
    "maillage.enfants",
    "maillage.eligibilite",
    "maillage.parcours",
    "maillage.plans",
    "maillage.evaluations",
    "maillage.syntheses",
    "maillage.eps",
    "maillage.saisines",
    "maillage.passations",
    "maillage.statistiques",
    "maillage.bilans",
    "maillage.publications",
    "maillage.publications.magasin",
    "maillage.reprise",
    "maillage.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # with its random padding against length attacks (BREACH)
    "csp.middleware.CSPMiddleware",
    "maillage.comptes.temoin.TemoinSigne",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "maillage.comptes.sessions.DureeDeSession",
    "maillage.comptes.sessions.SecondFacteurExige",
    "maillage.coquille.reponses.ErreursPolies",
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
                "maillage.coquille.contexte.coquille",
            ],
        },
    }
]

FORM_RENDERER = "maillage.coquille.widgets.RenduDirect"

DATABASES = {
    "default": bases.lire("DATABASE_URL", DONNEES / "maillage.sqlite3"),
    # The keys live apart from what they close: another file, another backup, another server in production.
    "cles": bases.lire("CLES_DATABASE_URL", DONNEES / "cles" / "cles.sqlite3"),
    # What was released lives apart from the data: its readers need nothing else (docs/decisions/0026).
    "publications": bases.lire(
        "PUBLICATIONS_DATABASE_URL", DONNEES / "publications" / "publications.sqlite3"
    ),
}
if os.environ.get("LECTURE_DATABASE_URL"):  # the same store under a role that can only read it
    DATABASES["lecture"] = bases.lire("LECTURE_DATABASE_URL", DONNEES / "aucune.sqlite3")
# The second wall, in PostgreSQL itself (docs/exploitation/murs.md): the base must have it before this is said.
MURS_POSTGRESQL = os.environ.get("MAILLAGE_MURS") == "1"
DATABASE_ROUTERS = [
    "maillage.publications.routeur.MagasinApart",
    "maillage.chiffrement.routeur.CleApart",
]
CLE_MAITRESSE = Path(os.environ.get("MAILLAGE_CLE", DONNEES / "cles" / "maitresse.cle"))
# what was purged, replayed after any restore: to be copied with every backup
# Time-stamping of the anchors of the journal (RFC 3161): an address and the certificates of its authority, or nothing.
HORODATAGE_AUTORITE = os.environ.get("MAILLAGE_HORODATAGE", "")
HORODATAGE_RACINES = Path(os.environ.get("MAILLAGE_HORODATAGE_RACINES", DONNEES / "horodatage.pem"))
TOMBES = Path(os.environ.get("MAILLAGE_TOMBES", DONNEES / "cles" / "tombes.jsonl"))

CACHES = {
    # sign-in attempts are counted here: shared by every server process
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
JOURNAL_CONSERVATION_MOIS = 12  # CNIL, délib. 2021-122: never less than six
BAN = DONNEES / "ban"  # files of addresses by département: public data, read only
# Both leave this machine: nothing of the kind unless somebody says so.
GEOCODEUR_HEBERGE = os.environ.get("MAILLAGE_GEOCODEUR", "")  # address of a search API
TUILES = os.environ.get(
    "MAILLAGE_TUILES", ""
)  # https://…/{z}/{x}/{y}.png, for maps without any child
TUILES_MENTION = os.environ.get("MAILLAGE_TUILES_MENTION", "")
DEPOTS = DONNEES / "depots"  # encrypted uploads, deleted after their import
TAILLE_MAX_DEPOT = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 60 * 1024 * 1024  # never a clear temporary file on disk
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Sign-in: password and second factor (CNIL, délib. 2022-100 and 2025-019)
AUTHENTICATION_BACKENDS = ["maillage.comptes.moteur.ComptesOuverts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "nom")},
    },
]
ACCOUNT_ADAPTER = "maillage.comptes.adaptateur.ComptesFermes"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/compte/login/"
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "activer": "10/m/ip",
    # by address: a school sends from one; by receipt: nobody tries codes on it
    "saisine": "20/m/ip,120/h/ip",
    "suite_de_saisine": "10/m/ip,60/h/ip,10/h/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = (
    "required"  # a passkey alone is two factors: the object and its PIN or finger
)
MFA_TOTP_TOLERANCE = 1  # a phone may be half a minute off
MFA_ADAPTER = "maillage.comptes.adaptateur.SecretsScelles"
MFA_TOTP_ISSUER = "Maillage"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are opened by hand: no address is proved by mail
SOCIALACCOUNT_ADAPTER = "maillage.comptes.proconnect.Identites"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = proconnect.fournisseurs(os.environ)  # empty: ProConnect is off
USERSESSIONS_TRACK_ACTIVITY = False
LOGIN_URL = "/compte/login/"
LOGIN_REDIRECT_URL = "/"

SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_INACTIVITE_MINUTES = 30
SESSION_ABSOLUE_HEURES = 10
SESSIONS_SIMULTANEES = 2
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "maillage.coquille.erreurs.jeton_perime"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR code of the second factor is a data: image
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *proconnect.origines(SOCIALACCOUNT_PROVIDERS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

STATIC_URL = "statique/"
STATIC_ROOT = DONNEES / "statique"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"sobre": {"()": "maillage.config.journaux.SansMessage"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "sobre"}},
    "loggers": {
        "maillage": {"handlers": ["console"], "level": "INFO"},
        # an exception may quote a value: its class and place are kept, its words are not
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
