"""projections: how far the read models of a database have come. Their tables are those of docs/formats.md, "Read models"."""
import sqlite3
import uuid as uuids

from cli_case import CliCase, uuid

TABLES = """
CREATE TABLE varve_checkpoints(projection TEXT NOT NULL, generation INTEGER NOT NULL, slice INTEGER NOT NULL, epoch BLOB NOT NULL,
  position INTEGER NOT NULL, event_id BLOB NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (projection, generation, slice)) WITHOUT ROWID;
CREATE TABLE varve_projections(projection TEXT PRIMARY KEY, live INTEGER, building INTEGER, previous INTEGER) WITHOUT ROWID;
CREATE TABLE varve_generations(projection TEXT NOT NULL, generation INTEGER NOT NULL, version INTEGER NOT NULL, fingerprint TEXT NOT NULL,
  tables TEXT NOT NULL, PRIMARY KEY (projection, generation)) WITHOUT ROWID;
PRAGMA journal_mode = WAL;
"""


class Projections(CliCase):
    def setUp(self):
        super().setUp()
        self.fill("s", 10)
        self.model = self.folder / "views.db"
        self.epoch = self.objects("info")[0]["epoch"]
        self._known = [one["id"] for one in self.objects("events")]

    def _make(self, path):
        database = sqlite3.connect(path)
        database.executescript(TABLES)
        database.close()

    def _add(self, path, name, live=None, building=None, previous=None, epoch=None, **places):
        """A projection with generations; `places` are their positions, as g1=7."""
        self.sql(path, "INSERT INTO varve_projections VALUES(?, ?, ?, ?)", name, live, building, previous)
        for generation, position in ((int(word[1:]), place) for word, place in places.items()):
            id = uuids.UUID(self._known[position - 1]).bytes if position else bytes(16)
            self.sql(path, "INSERT INTO varve_generations VALUES(?, ?, 3, 'f00d', '[]')", name, generation)
            self.sql(path, "INSERT INTO varve_checkpoints VALUES(?, ?, 0, ?, ?, ?, 1)", name, generation,
                     uuids.UUID(epoch or self.epoch).bytes, position, id)

    def _shop(self):
        self._make(self.model)
        self._add(self.model, "carts", live=2, previous=1, building=3, g1=4, g2=10, g3=5)
        self._add(self.model, "revenue", live=1, g1=7)

    def each_is_shown_with_its_generations_place_and_lag(self):
        self._shop()
        shown = self.objects("projections", "--read-model", self.model)
        self.assertGreaterEqual(shown[1].pop("lag_seconds"), 0)
        self.assertEqual(shown, [{"projection": "carts", "version": 3, "fingerprint": "f00d", "live": 2, "building": 3, "previous": 1,
                                  "position": 10, "building_position": 5, "head": 10, "lag": 0, "lag_seconds": 0},
                                 {"projection": "revenue", "version": 3, "fingerprint": "f00d", "live": 1, "building": None, "previous": None,
                                  "position": 7, "building_position": None, "head": 10, "lag": 3}])

    def they_are_a_table_for_people(self):
        self._shop()
        lines = self.out("projections", "--read-model", self.model).splitlines()
        self.assertEqual(lines[0], "PROJECTION  LIVE  PREVIOUS  POSITION  LAG  SECONDS  BUILDING")
        self.assertEqual(lines[1], "carts          2         1        10    0        0  3 at 5")
        self.assertRegex(lines[2], r"^revenue        1                   7    3  +\d+$")

    def they_may_stand_in_the_logs_own_file(self):
        self._make(self.path)
        self._add(self.path, "revenue", live=1, g1=10)
        self.assertEqual([one["projection"] for one in self.objects("projections")], ["revenue"])

    def one_that_was_never_built_has_no_generation(self):
        self._make(self.model)
        self._add(self.model, "new", building=1, g1=0)
        shown = self.objects("projections", "--read-model", self.model)[0]
        self.assertEqual((shown["live"], shown["building"], shown["building_position"], shown["position"], shown["lag"]), (None, 1, 0, 0, 10))

    def a_lag_over_the_limit_ends_with_7(self):
        self._shop()
        self.out("projections", "--read-model", self.model, "--max-lag", 3)
        done = self.varve("projections", "--read-model", self.model, "--max-lag", 2)
        self.assertEqual((done.returncode, done.stderr), (7, b"varve: revenue is 3 events behind, which is more than 2\n"))
        self.assertIn(b"revenue", done.stdout)

    def one_of_another_log_ends_with_7(self):
        self._make(self.model)
        self._add(self.model, "revenue", live=1, g1=7, epoch=uuid(9))
        done = self.varve("projections", "--read-model", self.model)
        self.assertEqual(done.returncode, 7, done)
        self.assertIn(b"revenue stands at a place of another log", done.stderr)

    def a_database_without_read_models_ends_with_4_and_is_left_alone(self):
        before = self.path.read_bytes()
        self.ends(4, "projections", says="holds no read models: name their database with --read-model FILE\n")
        self.assertEqual(self.path.read_bytes(), before)
        self.ends(4, "projections", "--read-model", self.model, says="views.db")
        self.assertFalse(self.model.exists())

    def a_log_in_memory_needs_their_database_to_be_named(self):
        self.ends(2, "projections", store="memory:", says="--read-model")
