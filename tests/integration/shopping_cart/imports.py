"""What holds for an import of any file: made-up data always, the real file where VARVE_RETAIL_CSV names it."""
import gzip
import os
import pathlib
import shutil

from retail_sql import RetailSql
from shop_case import ShopCase, shuffled


class _Imports(ShopCase):
    """One import of a file, and what may come of further ones."""

    def _begin(self, path):
        self.path, self.sql = path, RetailSql(path)
        self.first = self.import_(self.store("shop"), self.path)
        self.expected = self.sql.report()

    def _unpacked(self):
        if self.path.suffix != ".gz":
            return self.path
        plain = self.folder / "plain.csv"
        with gzip.open(self.path) as packed, open(plain, "wb") as file:
            shutil.copyfileobj(packed, file)
        return plain

    def _assert_nothing_new(self, store, path):
        again = self.import_(store, path)
        self.assertEqual((again["events_written"], again["known"]), (0, self.first["rows"]))
        self.assertEqual(again["head"], self.first["head"])
        self.assertEqual(self.report(store), self.expected)

    def _assert_first_import(self):
        self.assertEqual(self.first["rows"], self.first["accepted"] + self.first["refused"])
        self.assertEqual(self.first["known"], 0)
        self.assertEqual(self.first["events_written"], self.sql.events())
        self.assertEqual(self.first["head"], self.sql.events())
        self.assertEqual(self.report(self.store("shop")), self.expected)

    def _assert_repeats_write_nothing(self):
        self._assert_nothing_new(self.store("shop"), self.path)
        other = self.folder / "another name.txt"
        other.write_bytes(gzip.compress(self._unpacked().read_bytes(), 1))
        self._assert_nothing_new(self.store("shop"), other)
        self._assert_nothing_new(self.store("shop"), self._unpacked())
        self._assert_nothing_new(self.store("shop"), shuffled(self._unpacked(), self.folder / "shuffled.csv", seed=1))

    def _assert_any_order_gives_the_same(self):
        path = shuffled(self._unpacked(), self.folder / "shuffled.csv", seed=2)
        self.assertEqual(self.import_(self.store("other"), path)["head"], self.first["head"])
        self._assert_nothing_new(self.store("other"), self.path)

    def _assert_kills_lose_and_repeat_nothing(self):
        for percent in (10, 40, 80):
            store = self.store(f"killed at {percent}")
            self.import_and_kill(store, self.path, percent)
            rest = self.import_(store, self.path)
            self.assertGreaterEqual(rest["known"], self.first["rows"] * percent // 100)
            self.assertGreater(rest["events_written"], 0)
            self.assertEqual(rest["head"], self.first["head"])
            self._assert_nothing_new(store, self.path)

    def _assert_kills_may_follow_each_other(self):
        store = self.store("killed and killed")
        for percent in (10, 30, 60, 90):
            self.import_and_kill(store, self.path, percent)
        self.import_(store, shuffled(self._unpacked(), self.folder / "shuffled.csv", seed=3))
        self._assert_nothing_new(store, self.path)

    def _assert_a_rebuild_gives_the_same(self):
        self.call("rebuild", "--store", self.store("shop"))
        self.assertEqual(self.report(self.store("shop")), self.expected)


class MadeUpData(_Imports):
    def setUp(self):
        super().setUp()
        self._begin(self.generate("made-up.csv", invoices=1200))

    def holds_every_kind_of_row(self):
        kinds = dict(self.sql.all("SELECT kind, count(*) FROM line GROUP BY kind"))
        self.assertEqual(set(kinds), {"sale", "cancellation", "write_off", "negative price", "adjustment"})

    def gives_read_models_that_equal_plain_sql(self):
        self._assert_first_import()

    def writes_nothing_when_it_is_imported_again_under_any_name_and_in_any_order(self):
        self._assert_repeats_write_nothing()

    def gives_the_same_in_any_order(self):
        self._assert_any_order_gives_the_same()

    def loses_and_repeats_nothing_when_it_is_killed(self):
        self._assert_kills_lose_and_repeat_nothing()

    def goes_on_after_one_kill_after_the_other(self):
        self._assert_kills_may_follow_each_other()

    def reaches_the_read_models_after_a_kill_when_all_of_it_is_in_the_log_and_none_of_it_in_them(self):
        store = self.store("behind")
        self.import_(store, self.write("no rows.csv", self.path.read_bytes().split(b"\n")[0]))
        with self.writing(self.folder / "behind.db.views"):
            self.import_and_kill(store, self.path, 100)
        self.assertEqual(self.report(store), self.expected)
        self._assert_nothing_new(store, self.path)

    def gives_the_same_after_a_rebuild(self):
        self._assert_a_rebuild_gives_the_same()


class RealData(_Imports):
    """All of it in one sentence, since each import of the real file takes its time."""

    def setUp(self):
        named = os.environ.get("VARVE_RETAIL_CSV")
        if not named:
            self.skipTest("VARVE_RETAIL_CSV does not name the Online Retail data")
        super().setUp()
        self._begin(pathlib.Path(named).absolute())

    def keeps_all_that_made_up_data_keep(self):
        self._assert_first_import()
        self._assert_a_rebuild_gives_the_same()
        self._assert_repeats_write_nothing()
        self._assert_any_order_gives_the_same()
        self._assert_kills_lose_and_repeat_nothing()
        self._assert_kills_may_follow_each_other()
