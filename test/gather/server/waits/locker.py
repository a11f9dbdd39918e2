"""Locks a database of SQLite until it is ended: locker.py FILE. It prints a line when it holds the lock."""

import signal
import sqlite3
import sys

database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
signal.pause()
