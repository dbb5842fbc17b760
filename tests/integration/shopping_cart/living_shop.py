"""A shop in use: bad rows, several at work on it, a cart as it was, and what the program says when it cannot."""
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
            self.assertEqual((program.communicate()[1].count("importing"), program.returncode), (11, 0))
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
        self.assertIn("not placed yet, 0 lines", self.call("cart", invoice, "--at", "2000-01-01T00:00:00Z", "--store", store))
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
        self.call("import", "--csv", self.folder / "missing.csv", "--store", store, expect=1)
        self.assertIn("missing.csv: cannot be opened", self.complaint)
        self.call("import", "--csv", self.write("other.csv", "a,b\n1,2\n"), "--store", store, expect=1)
        self.assertIn("not the Online Retail data", self.complaint)
        self.call("import", "--csv", self.write("cut.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x01"), "--store", store, expect=1)
        self.call("report", "--store", "memory:", expect=2)
        self.call(expect=2)
