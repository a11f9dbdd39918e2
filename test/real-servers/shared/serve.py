"""Runs a WSGI application under gunicorn on a free port, and logs digests of the refresh tokens that clients present."""

import hashlib
import io
import json
import os
from urllib.parse import parse_qs

from gunicorn.app.base import BaseApplication


# What a password costs is measured elsewhere. Here each of a hundred sign-ins would take a third of a second of a core.
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def account():
    return os.environ["REAL_SERVER_USER"], os.environ["REAL_SERVER_PASSWORD"]


def json_field(name):
    def token_of(environ, body):
        try:
            value = json.loads(body or b"{}")
        except ValueError:
            return None
        token = value.get(name) if isinstance(value, dict) else None
        return token if isinstance(token, str) else None

    return token_of


def form_field(name):
    return lambda environ, body: parse_qs(body.decode()).get(name, [None])[0]


def bearer(environ, body):
    return environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ") or None


def logging_refresh_tokens(application, path, token_of):
    """The application behind a middleware that reads the body of `path` and passes it on unchanged."""

    def middleware(environ, start_response):
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == path:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            log(token_of(environ, body))
        return application(environ, start_response)

    return middleware


def log(token):
    if not token:
        return
    digest = hashlib.sha256(token.encode(errors="replace")).hexdigest()[:16]
    # One write in append mode, so that the lines of several threads stay whole.
    with open(os.environ["REAL_SERVER_REFRESH_LOG"], "a", encoding="ascii") as file:
        file.write(f"{digest}\n")


class Server(BaseApplication):
    def __init__(self, application, threads):
        self.application = application
        self.threads = threads
        super().__init__()

    def load_config(self):
        # 5 s of keep-alive, as behind a proxy. The default of 2 s closes a connection between two measurements.
        settings = {
            "bind": "127.0.0.1:0",
            "worker_class": "gthread",
            "workers": 1,
            "threads": self.threads,
            "keepalive": 5,
            "graceful_timeout": 2,
            "loglevel": "warning",
            "when_ready": tell,
            "accesslog": os.path.join(os.environ["REAL_SERVER_FOLDER"], "access.log"),
            "access_log_format": '%(t)s "%(r)s" %(s)s %({x-request-id}i)s',
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self):
        return self.application


def tell(arbiter):
    port = arbiter.LISTENERS[0].sock.getsockname()[1]
    print(f"http://127.0.0.1:{port}", flush=True)


def serve(application, threads=4):
    Server(application, threads).run()
