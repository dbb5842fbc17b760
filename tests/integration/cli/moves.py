"""export and import: a log goes through files and pipes and comes back as it was."""
import json
import os
import signal
import subprocess
import time

from cli_case import CliCase


class Moves(CliCase):
    def setUp(self):
        super().setUp()
        self.fill("a", 30, tags=["x"])
        self.fill("b", 20)
        self.moved = f"sqlite:{self.folder / 'moved.db'}"

    def _export(self, name, *words, store=None):
        path = self.folder / name
        done = self.varve("export", "--to", path, *words, store=store)
        self.assertEqual(done.returncode, 0, done)
        return path

    def _import(self, path, store=None):
        done = self.varve("import", "--from", path, "--json", store=store or self.moved)
        self.assertEqual(done.returncode, 0, done)
        return json.loads(done.stdout)

    def a_log_comes_back_byte_by_byte_also_compressed(self):
        plain = self._export("log.ndjson").read_bytes()
        packed = self._export("log.ndjson.zst")
        self.assertLess(packed.stat().st_size, len(plain) // 3)
        done = self._import(packed)
        self.assertEqual((done["events"], done["known"], done["head"]), (50, 0, 50))
        again = self._export("again.ndjson", store=self.moved).read_bytes()
        self.assertEqual(again.split(b"\n")[1:], plain.split(b"\n")[1:])
        first, before = json.loads(again.split(b"\n")[0]), json.loads(plain.split(b"\n")[0])
        self.assertEqual(first["ancestors"], [{"epoch": before["epoch"], "shared": 50, "shared_id": json.loads(plain.split(b"\n")[50])["id"],
                                               "cause": "move"}])
        self.assertEqual(json.loads(self.varve("verify", "--json", store=self.moved).stdout.splitlines()[-1])["sound"], True)

    def a_pipe_does_as_well_as_a_file(self):
        exported = self.varve("export")
        self.assertEqual((exported.returncode, exported.stdout.count(b"\n")), (0, 51))
        self.assertIn(b"exported 50 events, positions 1 to 50\n", exported.stderr)
        imported = self.varve("import", store=self.moved, stdin=exported.stdout)
        self.assertEqual(imported.returncode, 0, imported)
        self.assertRegex(imported.stdout.decode(), r"^imported 50 events; the log [0-9a-f-]{36} has come to position 50\n$")

    def the_same_again_changes_nothing_and_the_rest_can_follow(self):
        path = self._export("log.ndjson")
        self._import(path)
        self.assertEqual(self._import(path)["known"], 50)
        self.fill("c", 5)
        done = self._import(self._export("rest.ndjson", "--after", 50))
        self.assertEqual((done["events"], done["known"], done["head"]), (5, 0, 55))

    def an_export_never_replaces_a_file(self):
        path = self._export("log.ndjson")
        before = path.read_bytes()
        self.ends(3, "export", "--to", path, says="is there already")
        self.assertEqual(path.read_bytes(), before)
        self.ends(4, "export", "--to", self.folder / "nowhere" / "log.ndjson", says="nowhere")

    def an_export_that_fails_leaves_no_file(self):
        self.sql(self.path, "UPDATE varve_events SET data = '9' WHERE position = 7")
        path = self.folder / "log.ndjson"
        done = self.varve("export", "--to", path)
        self.assertEqual(done.returncode, 6, done)
        self.assertIn(b"position 7", done.stderr)
        self.assertFalse(path.exists())

    def a_damaged_export_is_refused_by_its_line(self):
        path = self._export("log.ndjson")
        lines = path.read_text().splitlines(True)
        lines[40] = lines[40].replace('"data":9', '"data":8')
        path.write_text("".join(lines))
        self.ends(2, "import", "--from", path, store=self.moved, says="varve: line 41: digest must be")
        packed = self._export("log.ndjson.zst")
        packed.write_bytes(packed.read_bytes()[:-9])
        self.ends(6, "import", "--from", packed, store=f"sqlite:{self.folder / 'other.db'}", says="cut off")

    def a_log_with_another_history_is_not_written_to(self):
        path = self._export("log.ndjson")
        self.varve("append", "--stream", "mine", "--type", "t", "--data", "1", store=self.moved)
        self.ends(7, "import", "--from", path, store=self.moved, says="import into an empty log")
        self.ends(7, "import", "--from", path, says="is the one that the export was made of")

    def an_import_that_was_interrupted_goes_on(self):
        lines = self._export("log.ndjson").read_bytes().splitlines(True)
        feed, write_end = os.pipe()
        process = subprocess.Popen([self.program, "import", "--store", self.moved], stdin=feed, stderr=subprocess.PIPE, env=self.environment())
        os.close(feed)
        os.write(write_end, b"".join(lines[:20]))
        deadline = time.monotonic() + 60
        while not (self.folder / "moved.db").exists() and time.monotonic() < deadline:
            time.sleep(0.01)  # once it has a log, it also has its handlers
        process.send_signal(signal.SIGINT)
        _, talk = process.communicate(timeout=60)
        os.close(write_end)
        self.assertEqual(process.returncode, 130, talk)
        done = self._import(self.folder / "log.ndjson")
        self.assertEqual(done["events"] + done["known"], 50)

    def a_file_that_is_missing_is_named(self):
        self.ends(4, "import", "--from", self.folder / "nothing", store=self.moved, says="nothing")
        self.assertFalse((self.folder / "moved.db").exists())
