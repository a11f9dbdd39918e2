"""A threaded server that asks real servers: real.py PORT. GET /slow?place=, /each?place= (a query for each of 150 rows) and
/blocked?port= (a list of Redis that stays empty for 150 ms). A place is what psycopg2 takes as a connection string."""

import sys
import threading
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server

import psycopg2
import redis
from handlers import QuietHandler, ThreadedServer

kept = {}
asking = threading.Lock()


def database(place):
    if place not in kept:
        kept[place] = psycopg2.connect(place)
        kept[place].autocommit = True
    return kept[place].cursor()


def slow(query):
    database(query["place"][0]).execute("select pg_sleep(0.15)")


def each(query):
    cursor = database(query["place"][0])
    for _row in range(150):
        cursor.execute("select pg_sleep(0.001)")


def blocked(query):
    port = int(query["port"][0])
    if port not in kept:
        kept[port] = redis.Redis("127.0.0.1", port)
    # The command takes whole seconds; another thread pushes sooner.
    threading.Timer(0.15, lambda: redis.Redis("127.0.0.1", port).rpush("jobs", "1")).start()
    kept[port].blpop("jobs", timeout=5)


routes = {"/slow": slow, "/each": each, "/blocked": blocked}


def app(environ, start_response):
    with asking:
        routes[environ["PATH_INFO"]](parse_qs(environ["QUERY_STRING"]))
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


if __name__ == "__main__":
    with make_server("127.0.0.1", int(sys.argv[1]), app, ThreadedServer, QuietHandler) as server:
        server.serve_forever()
