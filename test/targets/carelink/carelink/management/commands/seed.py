import os

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    help = "Create user1 … userN with the password in CARELINK_PASSWORD."

    def add_arguments(self, parser):
        parser.add_argument("users", type=int)

    def handle(self, *args, users, **options):
        password = os.environ.get("CARELINK_PASSWORD")
        if not password:
            raise CommandError("CARELINK_PASSWORD is empty: set it to the password of user1 … userN.")

        # The file remembers this mode: readers no longer wait for the writer, nor the writer for them.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")

        # One hash for all: the same password costs the same to check, and a thousand users cost one hash to make.
        hashed = make_password(password)
        User.objects.bulk_create(
            User(username=f"user{number}", password=hashed) for number in range(1, users + 1)
        )
        self.stdout.write(f"{users} users")
