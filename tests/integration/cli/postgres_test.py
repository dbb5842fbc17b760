"""Checks `varve postgres init`, and the other commands on a log in PostgreSQL, through the real program.

usage: with_postgres python3 postgres_test.py VARVE [SENTENCE...]
"""
import itertools
import json
import os
import subprocess
import sys

from cli_case import CliCase
from sentences import run


class Postgres(CliCase):
    _logs = itertools.count(1)

    def setUp(self):
        super().setUp()
        self.server = os.environ["VARVE_TEST_POSTGRES"]
        self.url = f"{self.server}?log=cli_{next(self._logs)}"

    def _init(self, *words):
        return subprocess.run([self.program, "postgres", "init", "--store", self.url, *words], capture_output=True, timeout=60,
                              text=True, env=self.environment())

    def _sql(self, statements):
        return subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", self.server], input=statements, text=True,
                              capture_output=True, check=True, timeout=60).stdout

    def makes_a_log_once(self):
        self.assertEqual(self._init().stdout, "the log is made\n")
        self.assertEqual(self._init().stdout, "the log stood already\n")
        self.assertEqual(self._init("--json").stdout, '{"made":false}\n')
        self.assertEqual(self.objects("info")[0]["head"], 0)

    def prints_the_statements_and_runs_none(self):
        printed = self._init("--print-sql", "--append-role", "o'brien \"x\"")
        self.assertEqual(printed.returncode, 0)
        self.assertIn('GRANT USAGE', printed.stdout)
        self.ends(4, "info", says="no log")
        self._sql('CREATE ROLE "o\'brien ""x"""')
        self._sql(printed.stdout)
        self.assertEqual(self.objects("info")[0]["events"], 0)

    def a_log_is_appended_to_and_shown(self):
        self.out("append", "--stream", "cart-1", "--type", "cart.opened", "--data", "{}", "--tag", "red")
        self.assertEqual([one["stream"] for one in self.objects("events", "--tag", "red")], ["cart-1"])
        self.assertEqual(self.objects("streams")[0]["stream"], "cart-1")

    def a_log_that_is_not_there_is_not_made_by_looking(self):
        self.ends(4, "info", says="no log")
        self.ends(4, "events", says="no log")

    def a_log_moves_out_of_a_file_into_the_server_and_back(self):
        file, back = (f"sqlite:{self.folder / name}" for name in ("file.db", "back.db"))
        lines = "".join(json.dumps({"stream": f"cart-{n % 7}", "type": "noted", "data": {"n": n}, "tags": [f"t{n % 3}"]}) + "\n" for n in range(200))
        self.out("append", "--stdin", store=file, stdin=lines.encode())
        before = self.varve("export", store=file).stdout
        for url in (self.url, self.url):
            self.assertEqual(self.varve("import", store=url, stdin=before).returncode, 0)
        there = self.varve("export").stdout
        self.assertEqual(there.split(b"\n")[1:], before.split(b"\n")[1:])
        path = self.folder / "log.ndjson.zst"
        self.out("append", "--stream", "cart-1", "--type", "noted", "--data", "1")
        self.assertEqual(self.varve("export", "--to", path).returncode, 0)
        self.assertEqual(self.varve("import", "--from", path, store=back).returncode, 0)
        info = json.loads(self.out("info", "--json", store=back))
        self.assertEqual([(one["shared"], one["cause"]) for one in info["ancestors"]], [(200, "move"), (201, "move")])

    def a_log_that_has_gone_on_by_itself_is_not_imported_into(self):
        file = f"sqlite:{self.folder / 'file.db'}"
        self.out("append", "--stream", "a", "--type", "t", "--data", "1", store=file)
        self.varve("import", stdin=self.varve("export", store=file).stdout)
        for url in (file, self.url):
            self.out("append", "--stream", "a", "--type", "t", "--data", "2", store=url)
        self.ends(3, "import", stdin=self.varve("export", store=file).stdout, says="diverged")

    def a_log_is_verified_and_examined(self):
        self.out("append", "--stream", "a", "--type", "t", "--data", "1", "--tag", "red")
        self.assertEqual(self.objects("verify")[-1], {"sound": True, "events": 1, "streams": 1, "types": 1, "tags": 1, "findings": 0})
        self.assertEqual(self.out("verify"), "sound: 1 events, 1 streams, 1 types, 1 tags\n")
        self._sql(f"UPDATE {self.url.split('=')[1]}.events SET data = '2'")
        self.assertEqual([one["check"] for one in self.objects("verify", code=1)[:-1]], ["event"])
        found = {one["check"]: one["verdict"] for one in self.objects("doctor", code=1)}
        self.assertEqual((found["fsync"], found["log"], found["server"]), ("problem", "good", "good"))

    def a_log_is_not_backed_up_into_a_file_and_says_how_it_is(self):
        self.out("append", "--stream", "a", "--type", "t", "--data", "1")
        self.ends(5, "backup", "--to", self.folder / "copy", says="pg_dump")
        self.ends(5, "restore", "--from", self.folder / "copy", says="pg_dump")

    def a_log_is_truncated_and_compacted(self):
        self.fill("a-1", 20)
        self.assertEqual(self.objects("retain", "--max-count", 5)[0]["events"], 15)
        self.assertEqual(self.objects("compact")[0]["events"], 15)
        self.assertIn("VACUUM", self.out("compact"))
        self.assertEqual(len(self.objects("events")), 6)
        self.assertEqual(self.objects("verify")[-1]["findings"], 0)
        self.ends(2, "compact", "--shrink", says="sqlite:PATH")
        file = f"sqlite:{self.folder / 'file.db'}"
        there = self.varve("export").stdout
        self.assertEqual(there.count(b'"compacted":true'), 15)
        self.assertEqual(self.varve("import", store=file, stdin=there).returncode, 0)
        self.assertEqual(self.varve("export", store=file).stdout.split(b"\n")[1:], there.split(b"\n")[1:])

    def no_password_is_shown(self):
        self.out("append", "--stream", "a", "--type", "t", "--data", "1")
        shown = self.url.replace("postgres@", "postgres:secret@")
        self.assertNotIn("secret", self.out("info", store=shown))


if __name__ == "__main__":
    CliCase.program = sys.argv[1]
    run("cli_postgres", [Postgres], sys.argv[2:])
