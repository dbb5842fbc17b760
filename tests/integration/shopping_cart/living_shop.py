"""A shop in use: bad rows, several at work on it, a cart as it was, and what the program says when it cannot."""
import gzip
import json
import subprocess
import threading

from retail_sql import RetailSql, decimal
from shop_case import ShopCase

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


def _row(invoice="1", code="71053", description="LANTERN", quantity="6", at="2010-12-01 08:26:00", price="2.55", customer="17850.0",
         country="France"):
    return ",".join((invoice, code, description, quantity, at, price, customer, country)) + "\n"


class BadRows(ShopCase):
    def are_refused_each_with_its_reason_and_counted(self):
        path = self.write("bad.csv", (HEADER + _row() + _row(quantity="six") + _row(at="yesterday") + _row(price="2.5555") + _row(code="") +
                                      _row(invoice="") + "1,too,few\n" + _row(description='"a"b') + _row(quantity="0") + "\n" +
                                      _row(description="GL\xc3\xbcCK")).encode("latin-1") + b"2,X,\xff,1,2010-12-01 08:26:00,1.0,,EIRE\n" +
                         b'3,Y,"never closed,1,2010-12-01 08:26:00,1.0,,EIRE\n' + _row(invoice="4").encode())
        done = self.import_(self.store("shop"), path)
        self.assertEqual((done["rows"], done["accepted"], done["refused"]), (13, 3, 10))
        report = self.report(self.store("shop"))["reconciliation"]
        self.assertEqual(report["rows_read"], 13)
        self.assertEqual(report["accepted"], {"rows": 3, "value": "45.900"})
        self.assertEqual([(one["reason"], one["rows"], one["value"]) for one in report["refused"]],
                         [("nothing to sell", 1, "0.000"),
                          ("unreadable: a text with control characters or no UTF-8", 1, "1.000"),
                          ("unreadable: no date", 1, "15.300"),
                          ("unreadable: no invoice", 1, "15.300"),
                          ("unreadable: no price with at most three decimals", 1, "0.000"),
                          ("unreadable: no quantity", 1, "0.000"),
                          ("unreadable: no stock code", 1, "15.300"),
                          ("unreadable: not CSV", 2, "0.000"),
                          ("unreadable: not eight fields", 1, "0.000")])
        again = self.import_(self.store("shop"), path)
        self.assertEqual((again["known"], again["events_written"], again["head"]), (13, 0, done["head"]))

    def do_not_keep_an_order_from_being_placed(self):
        path = self.write("bad.csv", HEADER + _row() + _row(quantity="six"))
        self.import_(self.store("shop"), path)
        self.assertIn("placed, 1 lines", self.call("cart", "1", "--store", self.store("shop")))


class ALivingShop(ShopCase):
    def _other_invoices(self, name, seed):
        """Made-up data of another month, under numbers of its own."""
        text = self.generate(name, seed=seed, invoices=1000).read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        moved = [line.replace("53", "99", 1) for line in lines[1:]]
        return self.write(name, lines[0] + "".join(moved))

    def is_rebuilt_while_orders_go_on_arriving(self):
        first, second = self.generate("first.csv", seed=1), self._other_invoices("second.csv", seed=2)
        store = self.store("shop")
        self.import_(store, first)
        arriving = threading.Thread(target=self.import_, args=(store, second))
        arriving.start()
        self.call("rebuild", "--store", store)
        arriving.join()
        self.assertEqual(self.report(store), RetailSql(first, second).report())

    def takes_the_same_file_from_two_programs_at_once(self):
        path, store = self.generate("made-up.csv", invoices=600), self.store("shop")
        words = [self.program, "import", "--store", store, "--csv", str(path)]
        both = [subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        for program in both:
            self.assertEqual((program.communicate()[1].count("importing"), program.returncode), (10, 0))
        sql = RetailSql(path)
        self.assertEqual(self.import_(store, path)["head"], sql.events())
        self.assertEqual(self.report(store), sql.report())

    def shows_a_cart_as_it_was(self):
        path, store = self.generate("made-up.csv", invoices=600), self.store("shop")
        self.import_(store, path)
        sql = RetailSql(path)
        (invoice, first, last), = sql.all("SELECT invoice, min(at), max(at) FROM line WHERE kind = 'sale' GROUP BY invoice "
                                          "HAVING min(at) <> max(at) ORDER BY invoice LIMIT 1")
        for at, placed in ((first, False), (last, True)):
            lines, value = sql.all("SELECT count(*), sum(value) FROM line WHERE invoice = ? AND at <= ? AND kind = 'sale'", invoice, at)[0]
            shown = self.call("cart", invoice, "--at", at.replace(" ", "T") + "Z", "--store", store)
            self.assertIn(f"cart {invoice}, {'placed' if placed else 'not placed yet'}, {lines} lines", shown)
            self.assertTrue(shown.endswith(f" {decimal(value)}\n"), shown)
            cart = json.loads(self.call("cart", invoice, "--at", at.replace(" ", "T") + "Z", "--store", store, "--json"))
            self.assertEqual((cart["is_placed"], len(cart["lines"]), cart["total"]), (placed, lines, decimal(value)))
        self.call("cart", invoice, "--at", "2000-01-01T00:00:00Z", "--store", store, expect=4)
        self.assertIn(f"cart {invoice} did not exist at 2000-01-01T00:00:00Z", self.complaint)
        self.assertEqual(self.call("cart", invoice, "--store", store),
                         self.call("cart", invoice, "--at", last.replace(" ", "T") + "Z", "--store", store))


class TheProgram(ShopCase):
    def says_what_it_cannot_do(self):
        store = self.store("shop")
        self.call("report", "--store", store, expect=4)
        self.import_(store, self.generate("made-up.csv", invoices=10))
        self.call("cart", "nobody", "--store", store, expect=4)
        self.assertIn("there is no cart nobody", self.complaint)
        self.call("cart", "1", "--at", "yesterday", "--store", store, expect=2)
        self.call("report", "--store", "memory:", expect=2)

    def names_the_word_that_is_no_command(self):
        self.call("frob", expect=2)
        self.assertIn("frob", self.complaint)
        self.call(expect=2)
        self.assertIn("command is required", self.complaint)

    def makes_no_file_for_an_import_that_cannot_begin(self):
        (self.folder / "a folder").mkdir()
        packed = gzip.compress(self.generate("made-up.csv", invoices=1000).read_bytes())
        files = [(self.folder / "missing.csv", 4, "missing.csv: cannot be opened"),
                 (self.folder / "a folder", 2, "cannot read "),
                 (self.write("empty.csv", ""), 2, "empty.csv: not the Online Retail data"),
                 (self.write("other.csv", "a,b\n1,2\n"), 2, "other.csv: not the Online Retail data"),
                 (self.write("cut.gz", packed[:12]), 6, "cannot read "),
                 (self.write("cut behind the header.gz", packed[:len(packed) // 2]), 6, "unexpected end of file"),
                 (self.write("flipped.gz", packed[:-8] + bytes([packed[-8] ^ 1]) + packed[-7:]), 6, "incorrect data check")]
        before = set(self.folder.iterdir())
        for path, code, complaint in files:
            self.call("import", "--csv", path, "--store", self.store("shop"), expect=code)
            self.assertIn(complaint, self.complaint)
            self.assertEqual(set(self.folder.iterdir()), before)

    def refuses_the_read_models_of_another_log(self):
        path = self.generate("made-up.csv", invoices=10)
        for name in ("one", "other"):
            self.import_(self.store(name), path)
        self.call("report", "--store", self.store("one"), "--read-model", self.folder / "other.db.views", expect=7)

    def fails_when_its_answer_cannot_be_written(self):
        store = self.store("shop")
        self.import_(store, self.generate("made-up.csv", invoices=10))
        for words in (("report",), ("report", "--json"), ("cart", "536365"), ("import", "--invoices", 10)):
            self._assert_needs_room(*words, "--store", store)
        self._assert_needs_room("generate")

    def _assert_needs_room(self, *words):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([self.program, *map(str, words)], stdout=full, stderr=subprocess.PIPE, text=True, timeout=300, check=False)
        self.assertIn("cannot write the output", done.stderr)
        self.assertEqual(done.returncode, 1)

    def says_how_far_an_import_is_every_tenth_of_the_way_and_only_its_end_when_it_is_short(self):
        store = self.store("shop")
        self.assertEqual(self._percents_of(self.write("short.csv", HEADER + 12 * _row())), [100])
        self.assertEqual(self._percents_of(self.write("long.csv", HEADER + 200 * _row(invoice="2"))), list(range(10, 101, 10)))
        self.import_(store, self.folder / "long.csv")
        self.assertEqual(self.complaint, "")

    def _percents_of(self, path):
        self.call("import", "--store", self.store("shop"), "--csv", path)
        return [int(line.split()[1].rstrip("%")) for line in self.complaint.splitlines()]
