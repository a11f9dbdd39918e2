"""The CareLink target of test/targets: Django REST with SimpleJWT, rotation and blacklist."""

import os
import secrets
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TESTS / "real-servers" / "shared"), str(TESTS / "targets" / "carelink")]

from serve import account, json_field, logging_refresh_tokens, serve

user, password = account()
os.environ.update(
    DJANGO_SETTINGS_MODULE="carelink.settings",
    CARELINK_SECRET_KEY=secrets.token_urlsafe(48),
    CARELINK_HASHER="quick",
    CARELINK_DB=os.path.join(os.environ["REAL_SERVER_FOLDER"], "carelink.sqlite3"),
)

from carelink.wsgi import application
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections

call_command("migrate", verbosity=0)
User.objects.create_user(user, password=password)
# The worker is a fork of this process, and SQLite forbids to use a connection in both.
connections.close_all()

serve(logging_refresh_tokens(application, "/api/token/refresh/", json_field("refresh")))
