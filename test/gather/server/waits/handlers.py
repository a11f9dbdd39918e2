"""A server whose answers take known times: GET /?cpu=100&sleep=100&downstream=100&disk=0 in ms. As a WSGI application, or
threaded on its own: handlers.py DOWNSTREAM_PORT."""

import os
import socket
import sys
import tempfile
import time
from socketserver import ThreadingMixIn
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


def compute(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def ask(milliseconds):
    """Sends the time that the answer shall take, and reads it."""
    port = int(os.environ["DOWNSTREAM_PORT"])
    with socket.create_connection(("127.0.0.1", port)) as peer:
        peer.sendall(b"%d\n" % milliseconds)
        peer.recv(16)


def write(seconds):
    end = time.monotonic() + seconds
    with tempfile.NamedTemporaryFile(dir=os.environ.get("DISK_FOLDER")) as file:
        while time.monotonic() < end:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())


def app(environ, start_response):
    asked = {name: int(values[0]) for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    if asked.get("cpu"):
        compute(asked["cpu"] / 1000)
    if asked.get("sleep"):
        time.sleep(asked["sleep"] / 1000)
    if asked.get("downstream"):
        ask(asked["downstream"])
    if asked.get("disk"):
        write(asked["disk"] / 1000)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


class ThreadedServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


if __name__ == "__main__":
    with make_server("127.0.0.1", 0, app, ThreadedServer, QuietHandler) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()
