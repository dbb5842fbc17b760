"""What the sentences about commands share: a folder with a log each, and words to run the program."""
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kit"))

from sentences import Case


class CliCase(Case):
    program = ""

    def setUp(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="varve-cli-")
        self.folder = pathlib.Path(self._temporary.name)
        self.path = self.folder / "log.db"
        self.url = f"sqlite:{self.path}"

    def tearDown(self):
        self._temporary.cleanup()

    def environment(self, **wishes):
        plain = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "TERM")}
        return {**plain, "TERM": "xterm", **wishes}

    def varve(self, command, *words, store=None, stdin=b"", **wishes):
        """Runs a command on the log and to its end."""
        return subprocess.run([self.program, command, "--store", store or self.url, *map(str, words)], input=stdin,
                              capture_output=True, timeout=60, env=self.environment(**wishes))

    def out(self, command, *words, code=0, **how):
        """The standard output of a command that ends with this code, and says nothing else when it is 0."""
        done = self.varve(command, *words, **how)
        self.assertEqual(done.returncode, code, (words, done))
        if code == 0 and command not in ("verify", "compact"):
            self.assertEqual(done.stderr, b"")
        return done.stdout.decode()

    def objects(self, command, *words, **how):
        return [json.loads(line) for line in self.out(command, *words, "--json", **how).splitlines()]

    def ends(self, code, command, *words, says="", **how):
        """Runs a command that fails: it says why, and gives no data."""
        done = self.varve(command, *words, **how)
        self.assertEqual((done.returncode, done.stdout), (code, b""), (words, done))
        self.assertIn(says, done.stderr.decode())
        self.assertTrue(done.stderr.endswith(b"\n"), done)

    def fill(self, stream, count, type="noted", **members):
        lines = "".join(json.dumps({"stream": stream, "type": type, "data": n, "occurred_at": "2020-01-01T00:00:00Z", **members})
                        + "\n" for n in range(count))
        self.out("append", "--stdin", stdin=lines.encode())

    def sql(self, path, script, *values):
        """Changes a database behind the program's back."""
        with sqlite3.connect(path) as database:
            database.execute(script, values)
        database.close()


def uuid(number):
    return f"00000000-0000-4000-8000-{number:012d}"
