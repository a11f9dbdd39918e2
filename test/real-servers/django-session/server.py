"""Django's own session login: a form with a CSRF token, a redirect, and a JSON page that needs the session."""

import os
import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import django
from django.conf import settings
from serve import QUICK_HASHERS, account, serve

FORM = '<form method="post">{% csrf_token %}{{ form.as_p }}<button>Log in</button></form>'

settings.configure(
    SECRET_KEY=secrets.token_urlsafe(48),
    PASSWORD_HASHERS=QUICK_HASHERS,
    ALLOWED_HOSTS=["localhost", "127.0.0.1", "[::1]"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", {"registration/login.html": FORM})],
                "context_processors": ["django.template.context_processors.request"],
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(os.environ["REAL_SERVER_FOLDER"], "session.sqlite3"),
            "OPTIONS": {"timeout": 30},
        }
    },
    LOGIN_REDIRECT_URL="/accounts/profile/",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST


@login_required
def profile(request):
    return JsonResponse({"username": request.user.get_username()})


@login_required
@require_POST
def notes(request):
    return JsonResponse({"text": request.POST["text"]}, status=201)


urlpatterns = [
    path("accounts/login/", LoginView.as_view()),
    path("accounts/logout/", LogoutView.as_view(next_page="/accounts/login/")),
    path("accounts/profile/", profile),
    path("notes/", notes),
]

call_command("migrate", verbosity=0)
user, password = account()
User.objects.create_user(user, password=password)
# The worker is a fork of this process, and SQLite forbids to use a connection in both.
connections.close_all()

serve(get_wsgi_application())
