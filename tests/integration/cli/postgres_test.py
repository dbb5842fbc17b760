"""Checks `varve postgres init`, and the other commands on a log in PostgreSQL, through the real program.

usage: with_postgres python3 postgres_test.py VARVE [SENTENCE...]
"""
import itertools
import json
import os
import signal
import subprocess
import sys

from cli_case import CliCase
from sentences import run


MODELS = """CREATE SCHEMA {schema}; SET search_path = {schema};
CREATE TABLE varve_checkpoints(projection text, generation bigint, slice integer, epoch uuid, position bigint, event_id uuid, version bigint,
  PRIMARY KEY (projection, generation, slice));
CREATE TABLE varve_projections(projection text PRIMARY KEY, live bigint, building bigint, previous bigint);
CREATE TABLE varve_generations(projection text, generation bigint, version bigint, fingerprint text, tables json, PRIMARY KEY (projection, generation));
INSERT INTO varve_projections VALUES('sales', 1, NULL, NULL);
INSERT INTO varve_generations VALUES('sales', 1, 3, 'f00d', '[]');
INSERT INTO varve_checkpoints VALUES('sales', 1, 0, '{epoch}', 2, '{id}', 1);
"""


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

    def a_role_that_may_only_read_is_told_that_it_may_not_write(self):
        name = self.url.split("=")[1]
        self._sql(f"CREATE ROLE reader_of_{name} LOGIN")
        self._init("--read-role", f"reader_of_{name}")
        reader = self.url.replace("postgres@", f"reader_of_{name}@")
        self.ends(5, "append", "--stream", "a", "--type", "t", "--data", "1", store=reader, says="permission denied for function barrier_1")
        self.assertEqual(self.objects("info", store=reader)[0]["events"], 0)
        self.assertEqual(self._init("--append-role", "").returncode, 2)
        self.ends(2, "info", store=f"{self.url}&foo=bar", says="'foo'")

    def _follow(self, store):
        process = subprocess.Popen([self.program, "events", "--store", store, "--follow", "--json"], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=self.environment())
        self.assertEqual(json.loads(process.stdout.readline())["position"], 1)
        return process

    def _end_sessions(self, database):
        self._sql(f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()")

    def who_follows_goes_on_once_the_server_is_back(self):
        database = "away_" + self.url.split("=")[1]
        self._sql(f"CREATE DATABASE {database}")
        store = self.url.replace("/postgres?", f"/{database}?")
        self.out("append", "--stream", "a", "--type", "t", "--data", "1", store=store)
        process = self._follow(store)
        self._sql(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
        self._end_sessions(database)
        self.assertIn(b"trying again", process.stderr.readline())
        self._sql(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")
        self.out("append", "--stream", "a", "--type", "t", "--data", "2", store=store)
        self.assertEqual(json.loads(process.stdout.readline())["position"], 2)
        process.send_signal(signal.SIGINT)
        self.assertEqual((process.communicate(timeout=60), process.returncode), ((b"", b""), 130))

    def who_follows_a_log_that_is_gone_ends(self):
        self.out("append", "--stream", "a", "--type", "t", "--data", "1")
        process = self._follow(self.url)
        self._sql(f"DROP SCHEMA {self.url.split('=')[1]} CASCADE")
        self._end_sessions("postgres")
        rest, talk = process.communicate(timeout=60)
        self.assertEqual((process.returncode, rest), (4, b""), talk)
        self.ends(5, "events", "--follow", store=self.url.replace("postgres@", "nobody@"), says="nobody")

    def read_models_on_the_server_are_listed_and_anchored_anew(self):
        name = self.url.split("=")[1]
        for n in range(3):
            self.out("append", "--stream", "a", "--type", "t", "--data", n)
        ids, epoch = [one["id"] for one in self.objects("events")], self.objects("info")[0]["epoch"]
        self._sql(MODELS.format(schema=f"views_{name}", epoch=epoch, id=ids[1]))
        model = self.server.replace("postgres@", "postgres:secret@") + f"?schema=views_{name}"
        (shown,) = self.objects("projections", "--read-model", model)
        self.assertEqual((shown["projection"], shown["position"], shown["lag"]), ("sales", 2, 1))
        self._sql(f"UPDATE views_{name}.varve_checkpoints SET epoch = gen_random_uuid()")
        self.assertEqual(json.loads(self.varve("projections", "--json", "--read-model", model).stdout)["lag"], None)
        done = subprocess.run([self.program, "projections", "re-anchor", "sales", "--to", "1", "--store", self.url, "--read-model", model],
                              capture_output=True, timeout=60, env=self.environment())
        self.assertIn(f"to {epoch}:1", done.stdout.decode(), done)
        self.assertEqual(self.objects("projections", "--read-model", model)[0]["position"], 1)

    def read_models_that_are_not_there_are_told_without_a_password(self):
        self._init()
        secret = self.server.replace("postgres@", "postgres:secret@")
        for code, model in ((4, f"{secret}?schema=none"), (2, f"{secret}?log=x"), (2, f"{secret}?schema=none&port=%zz")):
            done = self.varve("projections", "--read-model", model)
            self.assertEqual((done.returncode, done.stdout), (code, b""), done)
            self.assertNotIn(b"secret", done.stderr)
        self.ends(2, "projections", says="--read-model postgres://")

    def no_password_is_shown(self):
        self.out("append", "--stream", "a", "--type", "t", "--data", "1")
        shown = self.url.replace("postgres@", "postgres:secret@")
        self.assertNotIn("secret", self.out("info", store=shown))


if __name__ == "__main__":
    CliCase.program = sys.argv[1]
    run("cli_postgres", [Postgres], sys.argv[2:])
