"""Server-Timing, as a developer would add it to find out: what the database took, and the rest of the view."""

import time

from django.db import connection


class ServerTiming:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        database_s = 0.0

        def timed(execute, sql, params, many, context):
            nonlocal database_s
            started = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                database_s += time.perf_counter() - started

        started = time.perf_counter()
        with connection.execute_wrapper(timed):
            response = self.get_response(request)
        view_s = time.perf_counter() - started - database_s
        response["Server-Timing"] = f"db;dur={database_s * 1000:.2f}, view;dur={view_s * 1000:.2f}"
        return response
