"""What the report must say, by plain SQL over the raw CSV: loaded here, in whole thousandths, sharing nothing with the sample."""
import csv
import gzip
import sqlite3

KIND = """CASE WHEN price < 0 THEN 'negative price'
               WHEN invoice LIKE 'A%' THEN 'adjustment'
               WHEN invoice LIKE 'C%' THEN 'cancellation'
               WHEN price = 0 OR quantity < 0 THEN 'write_off'
               ELSE 'sale' END"""


def thousandths(text):
    """`-2.55` is -2550: by moving digits, never through a float."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _, fraction = digits.partition(".")
    assert len(fraction.rstrip("0")) <= 3, text
    return sign * (int(whole) * 1000 + int(fraction.rstrip("0").ljust(3, "0")))


def decimal(amount):
    sign, digits = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{digits // 1000}.{digits % 1000:03}"


def read_rows(path):
    """The rows of a CSV file, packed or not, without its header."""
    with open(path, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with (gzip.open if packed else open)(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


class RetailSql:
    """The rows of one or more files in a table of their own."""

    def __init__(self, *paths):
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE TABLE raw(invoice TEXT, code TEXT, description TEXT, quantity INT, at TEXT, price INT, customer TEXT, country TEXT)")
        for path in paths:
            self.db.executemany("INSERT INTO raw VALUES(?,?,?,?,?,?,?,?)",
                                ((i, c, d, int(q), t, thousandths(p), who, land) for i, c, d, q, t, p, who, land in read_rows(path)))
        self.db.execute(f"CREATE TABLE line AS SELECT *, {KIND} AS kind, quantity * price AS value FROM raw")

    def all(self, sql, *values):
        return self.db.execute(sql, values).fetchall()

    def report(self):
        accepted = "kind IN ('sale', 'cancellation', 'write_off')"
        (rows, total), = self.all("SELECT count(*), sum(value) FROM line")
        (accepted_rows, accepted_value), = self.all(f"SELECT count(*), sum(value) FROM line WHERE {accepted}")
        return {
            "reconciliation": {
                "rows_read": rows, "total_value": decimal(total),
                "accepted": {"rows": accepted_rows, "value": decimal(accepted_value)},
                "refused": [{"reason": reason, "rows": count, "value": decimal(value)} for reason, count, value in self.all(
                    f"SELECT kind, count(*), sum(value) FROM line WHERE NOT {accepted} GROUP BY kind ORDER BY kind")]},
            "revenue_by_country": self.revenue("country"),
            "revenue_by_month": self.revenue("substr(at, 1, 7)"),
            "top_products": [self.product(*row) for row in self.all(
                "SELECT code, sum(quantity), sum(value) AS revenue FROM line WHERE kind IN ('sale', 'cancellation') "
                "GROUP BY code ORDER BY revenue DESC, code LIMIT 20")],
            "customers": self.all(f"SELECT count(DISTINCT customer) FROM line WHERE {accepted} AND customer <> ''")[0][0],
            "orders": dict(self.all(f"SELECT kind, count(DISTINCT invoice) FROM line WHERE {accepted} GROUP BY kind"))}

    def revenue(self, key):
        return {name: decimal(net) for name, net in self.all(
            f"SELECT {key}, sum(value) FROM line WHERE kind IN ('sale', 'cancellation') GROUP BY 1")}

    def product(self, code, quantity, revenue):
        names = self.all("SELECT description FROM line WHERE code = ? AND kind IN ('sale', 'cancellation') AND description <> '' "
                         "ORDER BY at DESC, description DESC LIMIT 1", code)
        return {"stock_code": code, "description": names[0][0] if names else "", "quantity": quantity, "revenue": decimal(revenue)}

    def events(self):
        """How many events all of it makes: one for each row, and one for each order that is placed."""
        return self.all("SELECT count(*) FROM line")[0][0] + self.all("SELECT count(DISTINCT invoice) FROM line WHERE kind = 'sale'")[0][0]
