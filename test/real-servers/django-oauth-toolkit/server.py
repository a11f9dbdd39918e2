"""Django OAuth Toolkit: the password grant of a public client, rotation, and /o/revoke_token/."""

import os
import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import django
from django.conf import settings
from serve import QUICK_HASHERS, account, form_field, logging_refresh_tokens, serve

settings.configure(
    SECRET_KEY=secrets.token_urlsafe(48),
    PASSWORD_HASHERS=QUICK_HASHERS,
    ALLOWED_HOSTS=["localhost", "127.0.0.1", "[::1]"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(os.environ["REAL_SERVER_FOLDER"], "oauth.sqlite3"),
            "OPTIONS": {"timeout": 30},
        }
    },
    OAUTH2_PROVIDER={"ACCESS_TOKEN_EXPIRE_SECONDS": 900, "SCOPES": {"read": "Read"}},
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import JsonResponse
from django.urls import include, path
from oauth2_provider.decorators import protected_resource
from oauth2_provider.models import Application


@protected_resource(scopes=["read"])
def me(request):
    return JsonResponse({"username": request.resource_owner.get_username()})


urlpatterns = [
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("api/me", me),
]

call_command("migrate", verbosity=0)
user, password = account()
User.objects.create_user(user, password=password)
Application.objects.create(
    name="mobile",
    client_id="mobile",
    client_type=Application.CLIENT_PUBLIC,
    authorization_grant_type=Application.GRANT_PASSWORD,
)
# The worker is a fork of this process, and SQLite forbids to use a connection in both.
connections.close_all()

# One thread: SQLite has no row locks, and refuses one of two concurrent rotations with "database is locked", a 500.
serve(logging_refresh_tokens(get_wsgi_application(), "/o/token/", form_field("refresh_token")), threads=1)
