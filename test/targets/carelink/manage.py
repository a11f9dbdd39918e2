#!/usr/bin/python3
import os
import secrets
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carelink.settings")
    # A fresh key a start: nobody can forge a token of a server that runs for the length of one test.
    os.environ.setdefault("CARELINK_SECRET_KEY", secrets.token_urlsafe(48))

    if os.environ.get("CARELINK_NODELAY") == "1":
        from django.core.servers.basehttp import WSGIRequestHandler

        # The cure in one line. runserver writes headers and body separately; without TCP_NODELAY the second write
        # of a kept connection waits for the acknowledgement that the client delays by some 40 ms.
        WSGIRequestHandler.disable_nagle_algorithm = True

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
