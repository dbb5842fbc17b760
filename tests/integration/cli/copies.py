"""backup, restore, projections re-anchor and doctor: copies of a log, and what becomes of those who followed it."""
import json
import sqlite3
import uuid as uuids

from cli_case import CliCase
from models import TABLES


class Copies(CliCase):
    def setUp(self):
        super().setUp()
        self.fill("a", 10)
        self.copy = self.folder / "copy"
        self.fresh = f"sqlite:{self.folder / 'fresh.db'}"

    def _done(self, command, *words, store=None):
        done = self.varve(command, *words, "--json", store=store)
        self.assertEqual(done.returncode, 0, done)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def a_backup_becomes_a_log_that_is_a_child_of_the_old_one(self):
        backed_up = self._done("backup", "--to", self.copy)[0]
        self.assertEqual((backed_up["head"], backed_up["bytes"]), (10, self.copy.stat().st_size))
        restored = self._done("restore", "--from", self.copy, store=self.fresh)[0]
        self.assertEqual(restored["head"], 10)
        self.assertNotEqual(restored["epoch"], backed_up["epoch"])
        info = self._done("info", store=self.fresh)[0]
        self.assertEqual([(one["epoch"], one["shared"], one["cause"]) for one in info["ancestors"]], [(backed_up["epoch"], 10, "restore")])
        self.assertEqual(self.objects("events", store=self.fresh), self.objects("events"))
        self.assertRegex(self.varve("backup", "--to", self.folder / "another").stdout.decode(),
                         r"^backed up up to position 10, \d+ bytes, epoch [0-9a-f-]{36}\n$")

    def a_backup_can_be_looked_at_and_verified_and_not_written(self):
        self._done("backup", "--to", self.copy)
        copy = f"sqlite:{self.copy}"
        self.assertEqual(len(self.objects("events", store=copy)), 10)
        self.assertTrue(self._done("verify", store=copy)[-1]["sound"])
        self.ends(5, "append", "--stream", "s", "--type", "t", "--data", "1", store=copy, says="varve restore")

    def neither_takes_the_place_of_a_file(self):
        self._done("backup", "--to", self.copy)
        self.ends(3, "backup", "--to", self.copy, says="is there already")
        self.ends(3, "restore", "--from", self.copy, says="is there already")
        self.ends(4, "restore", "--from", self.folder / "nothing", store=self.fresh, says="there is no log")
        self.ends(2, "backup", "--to", self.copy, store="memory:", says="sqlite:PATH")

    def a_view_that_lies_beyond_a_restored_log_is_anchored_anew_on_demand(self):
        self._done("backup", "--to", self.copy)
        old = self._done("info")[0]["epoch"]
        self._done("restore", "--from", self.copy, store=self.fresh)
        model = self.folder / "views.db"
        database = sqlite3.connect(model)
        database.executescript(TABLES)
        database.close()
        self.sql(model, "INSERT INTO varve_projections VALUES('sales', 1, NULL, NULL)")
        self.sql(model, "INSERT INTO varve_generations VALUES('sales', 1, 3, 'f00d', '[]')")
        self.sql(model, "INSERT INTO varve_checkpoints VALUES('sales', 1, 0, ?, 12, ?, 5)", uuids.UUID(old).bytes, bytes(16))
        self.assertEqual(self.varve("projections", "--read-model", model, store=self.fresh).returncode, 7)
        moved = self._done("projections", "re-anchor", "sales", "--read-model", model, store=self.fresh)
        new = self._done("info", store=self.fresh)[0]["epoch"]
        self.assertEqual(moved, [{"projection": "sales", "generation": 1, "slice": 0, "was": f"{old}:12", "is": f"{new}:10"}])
        self.assertEqual(self._done("projections", "--read-model", model, store=self.fresh)[0]["lag"], 0)
        done = self.varve("projections", "re-anchor", "sales", "--read-model", model, store=self.fresh)
        self.assertEqual((done.returncode, done.stdout), (0, b""))
        self.ends(4, "projections", "re-anchor", "nobody", "--read-model", model, store=self.fresh, says="nobody")
        self.ends(4, "projections", "re-anchor", "sales", "--read-model", self.folder / "no.db", store=self.fresh, says="no.db")


class Doctor(CliCase):
    def _verdicts(self, code=0, **how):
        found = self.objects("doctor", code=code, **how)
        return {one["check"]: one["verdict"] for one in found}, {one["check"]: one["text"] for one in found}

    def a_log_in_good_health_ends_with_0(self):
        self.fill("a", 10)
        verdicts, texts = self._verdicts()
        self.assertEqual({name: verdicts[name] for name in ("file", "journal", "durability", "pages", "file_system", "permission")},
                         dict.fromkeys(("file", "journal", "durability", "pages", "file_system", "permission"), "good"))
        self.assertIn("SQLite 3.", texts["library"])
        self.assertIn("free", texts["space"])
        self.assertRegex(self.out("doctor"), r"(?m)^CHECK +VERDICT +WHAT\n(?:.*\n)*file +good +a log in format \d+$")

    def what_is_no_log_ends_with_1(self):
        verdicts, texts = self._verdicts(code=1)
        self.assertEqual(verdicts["file"], "problem")
        self.assertIn("there is no log", texts["file"])
        self.path.write_text("this is no database at all, and it is long enough to be looked at")
        self.assertEqual(self._verdicts(code=1)[0]["file"], "problem")

    def a_backup_is_known_as_one(self):
        self.fill("a", 10)
        self.varve("backup", "--to", self.folder / "copy")
        verdicts, texts = self._verdicts(store=f"sqlite:{self.folder / 'copy'}")
        self.assertEqual(verdicts["file"], "remark")
        self.assertIn("is a backup", texts["file"])

    def a_log_in_memory_cannot_be_examined(self):
        self.ends(2, "doctor", store="memory:", says="sqlite:PATH")


class Follow(CliCase):
    def new_events_are_shown_as_they_come_until_it_is_told_to_stop(self):
        import signal
        import subprocess
        self.fill("a", 2)
        process = subprocess.Popen([self.program, "events", "--store", self.url, "--follow", "--json", "--type", "noted"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment())
        self.assertEqual([json.loads(process.stdout.readline())["position"] for _ in range(2)], [1, 2])
        self.fill("b", 1, type="other")
        self.fill("b", 2)
        self.assertEqual([json.loads(process.stdout.readline())["position"] for _ in range(2)], [4, 5])
        process.send_signal(signal.SIGINT)
        rest, talk = process.communicate(timeout=60)
        self.assertEqual((process.returncode, rest, talk), (130, b"", b""))

    def it_ends_at_its_limit(self):
        self.fill("a", 3)
        self.assertEqual(len(self.objects("events", "--follow", "--limit", 2)), 2)

    def it_goes_forward_only(self):
        self.ends(2, "events", "--follow", "--backward", says="--backward")
