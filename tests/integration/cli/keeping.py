"""truncate, retain and compact: what is hidden goes, and what it was stays known."""
import json

from cli_case import CliCase


class Keeping(CliCase):
    def setUp(self):
        super().setUp()
        self.fill("a-1", 20, tags=["x"])
        self.fill("a-2", 5)

    def what_a_truncation_hides_is_compacted(self):
        done = self.objects("truncate", "a-1", "--before", 18)[0]
        self.assertEqual(done, {"stream": "a-1", "before": 18, "position": 26})
        self.assertEqual(len(self.objects("events")), 26)
        compacted = self.objects("compact")[0]
        self.assertEqual((compacted["events"], compacted["bytes"]), (18, 10 + 8 * 2))
        self.assertEqual(len(self.objects("events")), 8)
        self.assertEqual([one["revision"] for one in self.objects("stream", "a-1")], [18, 19])
        self.assertTrue(self.objects("verify")[-1]["sound"])
        self.assertEqual(self.objects("compact")[0]["events"], 0)
        self.assertRegex(self.out("compact"), r"^compacted 0 events, 0 bytes of data and metadata; the file has \d+ bytes, of which \d+ are free for what is appended next\n$")

    def a_compaction_tells_how_far_it_has_come(self):
        self.out("truncate", "a-1", "--before", 18)
        done = self.varve("compact")
        self.assertTrue(done.stderr.endswith(b"compact: 100 %\n"), done)
        done = self.varve("compact", "--json")
        self.assertEqual(json.loads(done.stderr.splitlines()[-1]), {"progress": "compact", "done": 26, "of": 26, "percent": 100})

    def a_rule_keeps_so_many_of_each_stream(self):
        self.assertEqual(self.out("retain", "--max-count", 10, "--dry-run"), "would hide 10 events of 1 streams; 2 were looked at\n")
        self.assertEqual(self.out("retain", "--max-count", 10), "hid 10 events of 1 streams; 2 were looked at\n")
        self.assertEqual(len(self.objects("stream", "a-1")), 10)
        self.assertEqual(self.objects("retain", "--max-age", "1d")[0]["events"], 0)
        self.assertEqual(self.objects("retain", "--max-age", "0s", "--prefix", "a-2")[0]["events"], 5)

    def a_rule_that_cannot_be_is_refused(self):
        self.ends(2, "retain", says="how many events are kept")
        for age in ("d", "5", "-1d", "5y", "99999999999w"):
            self.ends(2, "retain", f"--max-age={age}", says="--max-age takes")

    def the_file_gets_smaller_on_demand(self):
        line = json.dumps({"stream": "b-1", "type": "noted", "data": "x" * 500}) + "\n"
        self.out("append", "--stdin", stdin=(line * 3000).encode())
        self.out("retain", "--max-count", 1)
        before = self.path.stat().st_size
        shrunk = self.objects("compact", "--shrink")[0]
        self.assertLess(self.path.stat().st_size, before)
        self.assertEqual((shrunk["file"], shrunk["free"]), (self.path.stat().st_size, 0))
        self.assertTrue(self.objects("verify")[-1]["sound"])

    def an_export_tells_what_was_compacted(self):
        self.out("truncate", "a-2", "--before", 5)
        self.out("compact")
        lines = self.varve("export").stdout.splitlines()
        self.assertEqual(sum(b'"compacted":true' in line for line in lines), 5)
        moved = f"sqlite:{self.folder / 'moved.db'}"
        self.assertEqual(self.varve("import", store=moved, stdin=b"\n".join(lines)).returncode, 0)
        self.assertEqual(self.varve("export", store=moved).stdout.splitlines()[1:], lines[1:])

    def a_log_that_is_not_there_is_not_made(self):
        nowhere = f"sqlite:{self.folder / 'nothing.db'}"
        for words in (["truncate", "s", "--before", 1], ["retain", "--max-count", 1], ["compact"]):
            self.ends(4, *words, store=nowhere, says="there is no log")
        self.assertFalse((self.folder / "nothing.db").exists())
        self.ends(2, "compact", "--shrink", store="memory:", says="sqlite:PATH")

    def a_stream_is_truncated_at_a_revision(self):
        self.assertEqual(self.out("truncate", "a-1", "--before", 3), "hid the revisions of a-1 below 3: position 26\n")
        self.ends(2, "truncate", "a-1", says="--before")
        self.ends(2, "truncate", "a-1", "--before=-1", says="not a whole number")
        self.ends(2, "truncate", "$streams", "--before", 1, says="$streams")

    def what_remains_is_in_a_backup_and_what_is_restored_of_it(self):
        self.out("truncate", "a-1", "--before", 18)
        self.out("compact")
        self.varve("backup", "--to", self.folder / "copy")
        fresh = f"sqlite:{self.folder / 'fresh.db'}"
        self.varve("restore", "--from", self.folder / "copy", store=fresh)
        self.assertEqual(self.varve("export", store=fresh).stdout.splitlines()[1:], self.varve("export").stdout.splitlines()[1:])
        self.assertTrue(self.objects("verify", store=fresh)[-1]["sound"])
        self.assertNotIn("problem", [one["verdict"] for one in self.objects("doctor", store=fresh)])

    def a_damaged_event_stops_it(self):
        self.out("truncate", "a-1", "--before", 18)
        self.sql(self.path, "UPDATE varve_events SET data = x'39' WHERE position = 7")
        done = self.varve("compact")
        self.assertEqual((done.returncode, done.stdout), (6, b""), done)
        self.assertIn(b"position 7", done.stderr)
