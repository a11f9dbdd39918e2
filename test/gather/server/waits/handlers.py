"""A server whose answers take known times: GET /?cpu=100&sleep=100&downstream=100&disk=0 in ms. As a WSGI application, or
threaded on its own: handlers.py [PORT]. Further parts, each with the port of a store, a name or a file:
connect=store.lab:6379, ask=6380 (on a kept connection), greet=3306 (on a new one), name=client.lab,
lock=/tmp/db.sqlite3."""

import os
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from socketserver import ThreadingMixIn
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

kept = {}
asking = threading.Lock()


def compute(milliseconds):
    end = time.process_time() + int(milliseconds) / 1000
    while time.process_time() < end:
        pass


def ask_for_time(milliseconds):
    """Sends the time that the answer shall take, and reads it."""
    with socket.create_connection(("127.0.0.1", int(os.environ["DOWNSTREAM_PORT"]))) as peer:
        peer.sendall(milliseconds.encode() + b"\n")
        peer.recv(16)


def write(milliseconds):
    end = time.monotonic() + int(milliseconds) / 1000
    with tempfile.NamedTemporaryFile(dir=os.environ.get("DISK_FOLDER")) as file:
        while time.monotonic() < end:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())


def connect(place):
    host, port = place.split(":")
    socket.create_connection((host, int(port))).close()


def greeted(port):
    peer = socket.create_connection(("127.0.0.1", int(port)))
    peer.recv(16)
    return peer


def ask(port):
    with asking:
        peer = kept.get(port) or greeted(port)
        kept[port] = peer
        peer.sendall(b"?")
        peer.recv(16)


def greet(port):
    with greeted(port) as peer:
        peer.sendall(b"?")
        peer.recv(16)


def look_up(name):
    try:
        socket.getaddrinfo(name, 80)
    except socket.gaierror:
        pass


def lock(file):
    """Gives up after 150 ms, as an application does whose time-out is short."""
    database = sqlite3.connect(file, timeout=0.15, isolation_level=None)
    try:
        database.execute("BEGIN IMMEDIATE")
        database.execute("COMMIT")
    except sqlite3.OperationalError:
        pass
    database.close()


parts = {
    "cpu": compute,
    "sleep": lambda milliseconds: time.sleep(int(milliseconds) / 1000),
    "downstream": ask_for_time,
    "disk": write,
    "connect": connect,
    "ask": ask,
    "greet": greet,
    "name": look_up,
    "lock": lock,
}


def app(environ, start_response):
    for name, values in parse_qs(environ["QUERY_STRING"]).items():
        if name in parts and values[0] != "0":
            parts[name](values[0])
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


class ThreadedServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


if __name__ == "__main__":
    with make_server("127.0.0.1", int((sys.argv + ["0"])[1]), app, ThreadedServer, QuietHandler) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()
