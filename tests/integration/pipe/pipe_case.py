"""What the sentences about `varve pipe` share: a fresh log each, and words for common requests."""
import itertools
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kit"))

from pipe_client import Pipe
from sentences import Case


class PipeCase(Case):
    program = ""      # the program varve
    kind = "memory"   # or sqlite, or postgres, whose server with_postgres has started
    _logs = itertools.count(1)

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="varve-pipe-")
        self.name_another_log()
        self._pipes = []
        self.pipe = self.open()

    def tearDown(self):
        try:
            for pipe in self._pipes:
                self.assertEqual(pipe.end(), (0, ""))  # also what a sanitizer has to say
        finally:
            for pipe in self._pipes:
                pipe.kill()
            self._folder.cleanup()

    def name_another_log(self):
        """What is opened next is a log that is not there yet."""
        number = next(self._logs)
        self.url = {"memory": lambda: "memory:",
                    "sqlite": lambda: f"sqlite:{self._folder.name}/log{number}.db",
                    "postgres": lambda: f"{os.environ['VARVE_TEST_POSTGRES']}?log=pipe_{number}"}[self.kind]()

    def open(self):
        pipe = Pipe(self.program, self.url)
        self._pipes.append(pipe)
        return pipe

    def reopen(self):
        """Ends the program and opens the log again: only where it outlives the program."""
        if self.kind == "memory":
            self.skipTest("a log in memory ends with its program")
        self.assertEqual(self.pipe.end(), (0, ""))
        self.pipe = self.open()

    def call(self, op, **members):
        return self.pipe.call(op, **members)

    def append(self, stream, *events, **members):
        """Appends to one stream; members of the write are given by name."""
        return self.call("append", writes=[{"stream": stream, "events": list(events), **members}])

    def appended(self, stream, *events, **members):
        answer = self.append(stream, *events, **members)
        self.assertEqual(answer.get("outcome"), "appended", answer)
        return answer

    def fill(self, stream, count, **members):
        return self.appended(stream, *[event(n, **members) for n in range(count)])

    def head(self):
        return self.call("info")["head"]

    def read(self, **members):
        answer = self.call("read", **members)
        self.assertIn("events", answer, answer)
        return answer

    def events(self, **members):
        return self.read(**members)["events"]

    def positions(self, **members):
        return [one["position"] for one in self.events(**members)]

    def revisions(self, **members):
        return [one["revision"] for one in self.events(**members)]

    def assert_error(self, answer, code="invalid_argument"):
        self.assertIn("error", answer, answer)
        self.assertEqual(answer["error"]["code"], code, answer)
        self.assertTrue(answer["error"]["message"], answer)

    def assert_refused(self, op, code="invalid_argument", **members):
        self.assert_error(self.call(op, **members), code)

    def assert_conflict(self, answer, **members):
        self.assertEqual(answer, {"outcome": "conflict", **members})

    def assert_appended(self, answer, first, last, replayed=False):
        """Its positions and whether it stood already."""
        self.assertEqual([answer.get(name) for name in ("outcome", "first_position", "last_position", "replayed")],
                         ["appended", first, last, replayed], answer)


def event(data=None, type="noted", **members):
    return {"type": type, "data": data, **members}


def uuid(number):
    return f"00000000-0000-4000-8000-{number:012d}"
