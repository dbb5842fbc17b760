"""info, streams, stream and events: what they show, as tables and as JSON."""
import json

from cli_case import CliCase, uuid


class Lists(CliCase):
    def setUp(self):
        super().setUp()
        lines = [{"stream": "cart-1", "type": "opened", "data": {"by": "ann"}, "id": uuid(1), "tags": ["x"]},
                 {"stream": "cart-1", "type": "filled", "data": 1.0, "id": uuid(2), "tags": ["x", "y"]},
                 {"stream": "order-1", "type": "placed", "data": "caf\u00e9 \u001b[31m", "id": uuid(3)},
                 {"stream": "cart-2", "type": "opened", "data_base64": "AAEC", "content_type": "application/x", "id": uuid(4)}]
        text = "".join(json.dumps({**line, "occurred_at": "2020-02-29T12:00:00.5Z"}, ensure_ascii=False) + "\n" for line in lines)
        self.out("append", "--stdin", stdin=text.encode())

    def _positions(self, *words):
        return [one["position"] for one in self.objects("events", *words)]

    def events_are_a_table(self):
        self.assertEqual(self.out("events"), """\
POSITION  STREAM   REVISION  TYPE    OCCURRED AT             DATA
       1  cart-1          0  opened  2020-02-29T12:00:00.5Z  {"by":"ann"}
       2  cart-1          1  filled  2020-02-29T12:00:00.5Z  1.0
       3  order-1         0  placed  2020-02-29T12:00:00.5Z  "caf\u00e9 \\u001b[31m"
       4  cart-2          0  opened  2020-02-29T12:00:00.5Z  3 bytes of application/x
""")

    def events_as_json_are_the_lines_of_the_pipe(self):
        shown = self.out("events", "--json")
        replies = self.out("pipe", stdin=b'{"op":"read"}\n')
        self.assertEqual('{"id":null,"events":[' + ",".join(shown.splitlines()) + '],"head":4,"scanned":4,"end":true}\n', replies)

    def events_begin_at_a_position_and_end_at_a_limit(self):
        self.assertEqual(self._positions("--from", 2), [2, 3, 4])
        self.assertEqual(self._positions("--from", 2, "--limit", 2), [2, 3])
        self.assertEqual(self._positions("--from", 0), [1, 2, 3, 4])
        self.assertEqual(self._positions("--from", 5), [])
        self.assertEqual(self._positions("--limit", 0), [])
        self.assertEqual(self._positions("--backward"), [4, 3, 2, 1])
        self.assertEqual(self._positions("--backward", "--from", 3, "--limit", 2), [3, 2])

    def events_are_chosen_by_type_category_prefix_and_tag(self):
        self.assertEqual(self._positions("--type", "opened"), [1, 4])
        self.assertEqual(self._positions("--type", "opened", "--type", "placed"), [1, 3, 4])
        self.assertEqual(self._positions("--category", "order"), [3])
        self.assertEqual(self._positions("--category", "order", "--category", "cart", "--type", "opened"), [1, 4])
        self.assertEqual(self._positions("--prefix", "cart-1"), [1, 2])
        self.assertEqual(self._positions("--tag", "x"), [1, 2])
        self.assertEqual(self._positions("--tag", "x", "--tag", "y"), [2])

    def more_events_than_a_page_are_all_shown(self):
        self.fill("many", 2500)
        self.assertEqual(self._positions("--prefix", "many"), list(range(5, 2505)))
        self.assertEqual(self._positions("--backward", "--limit", 2003), list(range(2504, 501, -1)))

    def a_stream_is_a_table_of_its_events(self):
        self.assertEqual(self.out("stream", "cart-1"), """\
POSITION  STREAM  REVISION  TYPE    OCCURRED AT             DATA
       1  cart-1         0  opened  2020-02-29T12:00:00.5Z  {"by":"ann"}
       2  cart-1         1  filled  2020-02-29T12:00:00.5Z  1.0
""")

    def a_stream_begins_at_a_revision(self):
        revisions = lambda *words: [one["revision"] for one in self.objects("stream", "cart-1", *words)]
        self.assertEqual(revisions(), [0, 1])
        self.assertEqual(revisions("--from", 1), [1])
        self.assertEqual(revisions("--backward"), [1, 0])
        self.assertEqual(revisions("--backward", "--from", 0), [0])
        self.assertEqual(revisions("--type", "filled"), [1])
        self.assertEqual(revisions("--limit", 1), [0])

    def a_deleted_stream_is_there_and_empty(self):
        self.out("pipe", stdin=b'{"op":"delete","stream":"cart-1"}\n')
        self.assertEqual(self.objects("stream", "cart-1"), [])

    def streams_are_a_table_in_byte_order(self):
        self.out("pipe", stdin=b'{"op":"delete","stream":"order-1"}\n')
        self.assertEqual(self.out("streams"), """\
STREAM   REVISION  EVENTS  DELETED
cart-1          1       2
cart-2          0       1
order-1         0       0  yes
""")

    def streams_as_json_are_those_of_the_pipe(self):
        self.assertEqual(self.objects("streams", "--limit", 2), [{"stream": "cart-1", "revision": 1, "events": 2, "deleted": False},
                                                                 {"stream": "cart-2", "revision": 0, "events": 1, "deleted": False}])

    def streams_are_chosen_by_prefix_and_place(self):
        names = lambda *words: [one["stream"] for one in self.objects("streams", *words)]
        self.assertEqual(names("--prefix", "cart-"), ["cart-1", "cart-2"])
        self.assertEqual(names("--after", "cart-1"), ["cart-2", "order-1"])
        self.assertEqual(names("--after", "cart-1", "--limit", 1), ["cart-2"])

    def more_streams_than_a_page_are_all_listed(self):
        lines = "".join(json.dumps({"stream": f"many-{n:04}", "type": "t", "data": 1}) + "\n" for n in range(2100))
        self.out("append", "--stdin", stdin=lines.encode())
        self.assertEqual([one["stream"] for one in self.objects("streams", "--prefix", "many")], [f"many-{n:04}" for n in range(2100)])

    def info_tells_what_the_log_is(self):
        told = self.objects("info")[0]
        self.assertRegex(told.pop("epoch"), r"^[0-9a-f-]{36}$")
        self.assertGreater(told.pop("bytes"), 4096)
        self.assertEqual(told, {"store": "sqlite", "location": self.url, "head": 4, "events": 4, "streams": 3, "indexed_up_to": 0,
                                "ancestors": []})

    def info_is_a_list_for_people(self):
        lines = self.out("info").splitlines()
        self.assertEqual([line.split()[0] for line in lines], ["store", "epoch", "head", "events", "streams", "bytes"])
        self.assertEqual(lines[2:5], ["head      4", "events    4", "streams   3"])

    def looking_changes_nothing(self):
        for name in ["log.db-wal", "log.db-shm", "log.db-lock"]:
            (self.folder / name).unlink(missing_ok=True)
        before = self.path.read_bytes()
        self.path.chmod(0o400)
        for command, words in [("info", []), ("streams", []), ("events", []), ("stream", ["cart-1"])]:
            self.out(command, *words)
        self.assertEqual(self.path.read_bytes(), before)

    def a_log_in_memory_is_new_each_time(self):
        self.assertEqual(self.objects("events", store="memory:"), [])
        self.assertEqual(self.objects("info", store="memory:")[0]["head"], 0)
