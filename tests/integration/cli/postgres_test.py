"""Checks `varve postgres init`, and the other commands on a log in PostgreSQL, through the real program.

usage: with_postgres python3 postgres_test.py VARVE [SENTENCE...]
"""
import itertools
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

    def no_password_is_shown(self):
        self.out("append", "--stream", "a", "--type", "t", "--data", "1")
        shown = self.url.replace("postgres@", "postgres:secret@")
        self.assertNotIn("secret", self.out("info", store=shown))


if __name__ == "__main__":
    CliCase.program = sys.argv[1]
    run("cli_postgres", [Postgres], sys.argv[2:])
