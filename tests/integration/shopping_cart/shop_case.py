"""The program shopping_cart at work on files and stores in a folder of its own."""
import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kit"))
from sentences import Case


class ShopCase(Case):
    program = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="varve-shop-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def call(self, *words, expect=0):
        """Runs the program to its end; its standard output."""
        done = subprocess.run([self.program, *map(str, words)], capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(done.returncode, expect, done.stderr)
        self.complaint = done.stderr
        return done.stdout

    def store(self, name):
        return f"sqlite:{self.folder / name}.db"

    def generate(self, name, **options):
        path = self.folder / name
        words = [word for key, value in options.items() for word in (f"--{key}", str(value))]
        path.write_text(self.call("generate", *words), encoding="utf-8")
        return path

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def import_(self, store, path):
        return json.loads(self.call("import", "--json", "--store", store, "--csv", path))

    def report(self, store):
        return json.loads(self.call("report", "--json", "--store", store))

    @contextlib.contextmanager
    def writing(self, database):
        """Keeps everybody else from writing to it meanwhile."""
        with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield

    def import_and_kill(self, store, path, at_percent):
        """Begins an import and kills it with -9 as soon as it says that it has come so far."""
        program = subprocess.Popen([self.program, "import", "--store", store, "--csv", str(path)], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True)
        with program:
            for line in program.stderr:
                if int(line.split()[1].rstrip("%")) >= at_percent:
                    break
            os.kill(program.pid, signal.SIGKILL)
        self.assertEqual(program.returncode, -signal.SIGKILL, "the import was over before it was killed")


def shuffled(path, into, seed):
    """The same file with its invoices in another order; the rows of each stay in theirs."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    invoices = {}
    for line in lines[1:]:
        invoices.setdefault(line.split(",", 1)[0], []).append(line)
    order = list(invoices)
    random.Random(seed).shuffle(order)
    into.write_text(lines[0] + "".join("".join(invoices[invoice]) for invoice in order), encoding="utf-8")
    return into
