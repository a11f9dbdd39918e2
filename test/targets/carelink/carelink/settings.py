"""A small Django REST + SimpleJWT backend: everything stock that the story's server left stock."""

import os
from datetime import timedelta

# No default here: each gunicorn worker would make its own, and refuse the tokens of the others.
SECRET_KEY = os.environ["CARELINK_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "carelink",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
if os.environ.get("CARELINK_SERVER_TIMING") == "1":
    MIDDLEWARE.insert(0, "carelink.timing.ServerTiming")
ROOT_URLCONF = "carelink.urls"
WSGI_APPLICATION = "carelink.wsgi.application"
TEMPLATES = []
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["CARELINK_DB"],
        # SQLite has one writer at a time. The default of 5 s is too near to what ten queued refreshes
        # need on a busy disk; a slow answer is evidence, a 500 "database is locked" is noise.
        "OPTIONS": {"timeout": 30},
    }
}

# The cache of the story's server, which names Redis as its documentation does.
if "CARELINK_REDIS" in os.environ:
    CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": os.environ["CARELINK_REDIS"]}}
    # A connection for each request, as with the cache that Django itself has since 4.0 under runserver.
    DJANGO_REDIS_CLOSE_CONNECTION = True

PBKDF2 = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
ARGON2 = "django.contrib.auth.hashers.Argon2PasswordHasher"
# The hasher that Django's documentation recommends for tests in which the cost of a password is no subject.
QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"
PASSWORD_HASHERS = {"argon2": [ARGON2, PBKDF2], "quick": [QUICK]}.get(os.environ.get("CARELINK_HASHER"), [PBKDF2])

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
}

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(hours=12),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
}
