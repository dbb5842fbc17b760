"""Fresh logs of one kind of store."""

import contextlib
import os
import tempfile
from pathlib import Path

BASE = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Sqlite:
    """A file in a folder of its own. In memory where there is such a folder: what kill -9 and SIGSTOP do is the same there."""

    one_process = False

    @contextlib.contextmanager
    def fresh(self):
        """The URL of a new log."""
        with tempfile.TemporaryDirectory(dir=BASE, prefix="varve-stress-") as folder:
            yield f"sqlite:{Path(folder) / 'log.db'}"


class Memory:
    one_process = True

    @contextlib.contextmanager
    def fresh(self):
        yield "memory:"


KINDS = {"memory": Memory, "sqlite": Sqlite}
