"""Fresh logs of one kind of store."""

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from workers import Wrong

LONG = bool(os.environ.get("VARVE_LONG"))
BASE = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
NO_SYNC = ["fsync=off"]  # of a PostgreSQL server: neither SIGKILL nor a cut connection loses what the system has in its cache


class Memory:
    """A log that ends with its process."""

    one_process = True

    @contextlib.contextmanager
    def fresh(self):
        """The URL of a new log."""
        yield "memory:"


class Sqlite:
    """A file in a folder of its own. In memory where there is such a folder: what kill -9 and SIGSTOP do is the same there."""

    one_process = False

    @contextlib.contextmanager
    def fresh(self):
        with tempfile.TemporaryDirectory(dir=BASE, prefix="varve-stress-") as folder:
            yield f"sqlite:{Path(folder) / 'log.db'}"


class Server:
    """A PostgreSQL server of our own (server/main.cpp)."""

    def __init__(self, program, settings=()):
        self.process = subprocess.Popen([program, *settings], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("postgres://"):
            print(self.url or "the server did not start")
            sys.exit(self.process.wait())

    def ask(self, line):
        print(line, file=self.process.stdin, flush=True)
        said = self.process.stdout.readline()
        if not said:
            raise Wrong(f"the server's program ended with {self.process.wait()} when told '{line}'")
        return said.strip()

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Postgres:
    """A log of its own in a server of our own."""

    one_process = False

    def __init__(self, program, settings=()):
        self.server = Server(program, settings)
        self.logs = 0

    @contextlib.contextmanager
    def fresh(self, url=None):
        self.logs += 1
        yield f"{url or self.server.url}?log=log{self.logs}"

    def end(self):
        self.server.end()


@contextlib.contextmanager
def opened(kind, server, settings=() if LONG else NO_SYNC):
    """A place for logs of that kind; `settings` are the server's."""
    if kind != "postgres":
        yield {"memory": Memory, "sqlite": Sqlite}[kind]()
        return
    store = Postgres(server, settings)
    try:
        yield store
    finally:
        store.end()
