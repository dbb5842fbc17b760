"""append, with options and with --stdin."""
import json
import subprocess
import threading

from cli_case import CliCase, uuid


class Append(CliCase):
    WORDS = ["--stream", "s", "--type", "t"]

    def an_event_is_appended_and_its_place_told(self):
        self.assertEqual(self.out("append", *self.WORDS, "--data", '{"a": 1.0}', "--id", uuid(1)),
                         f"appended to s: revision 0, position 1, id {uuid(1)}\n")
        self.assertEqual(self.objects("append", *self.WORDS, "--data", "2", "--id", uuid(2)),
                         [{"id": uuid(2), "outcome": "appended", "stream": "s", "revision": 1, "position": 2}])

    def all_members_have_an_option(self):
        self.out("append", *self.WORDS, "--data", '"x"', "--id", uuid(1), "--tag", "a", "--tag", "b", "--metadata", '{"actor":"ann"}',
                 "--occurred-at", "2020-02-29T12:00:00+01:00", "--expected", "no_stream")
        got = self.objects("events")[0]
        self.assertEqual((got["data"], got["tags"], got["metadata"], got["occurred_at"]),
                         ("x", ["a", "b"], {"actor": "ann"}, "2020-02-29T11:00:00Z"))

    def an_id_is_made_when_none_is_given(self):
        self.assertRegex(self.out("append", *self.WORDS, "--data", "1"), r"id [0-9a-f-]{36}\n$")

    def the_same_again_changes_nothing(self):
        words = [*self.WORDS, "--data", "1", "--id", uuid(1), "--expected", "no_stream"]
        self.out("append", *words)
        self.assertEqual(self.out("append", *words), f"stands already in s: revision 0, position 1, id {uuid(1)}\n")
        self.assertEqual(self.objects("append", *words)[0]["replayed"], True)
        self.assertEqual(len(self.objects("events")), 1)

    def what_is_malformed_names_its_option(self):
        good = [*self.WORDS, "--data", "1"]
        for words, says in [([*self.WORDS, "--data", "{"], "JSON"), ([*good, "--id", "x"], "--id"), ([*good, "--expected", "never"], "--expected"),
                            ([*good, "--metadata", "[]"], "metadata"), ([*good, "--occurred-at", "today"], "--occurred-at"),
                            ([*good, "--tag", ""], "--tag"), (["--stream", "a\n", "--type", "t", "--data", "1"], "--stream"),
                            ([*self.WORDS, "--data", ""], "data: not JSON"), (["--stream", "", "--type", "t", "--data", "1"], "--stream"),
                            (["--stream", "s", "--type", "", "--data", "1"], "type"), (["--stream", "$s", "--type", "t", "--data", "1"], "$s")]:
            self.ends(2, "append", *words, says=says)

    def a_conflict_as_json_is_data(self):
        self.fill("s", 1)
        done = self.varve("append", *self.WORDS, "--data", "1", "--id", uuid(1), "--expected", "no_stream", "--json")
        self.assertEqual((done.returncode, json.loads(done.stdout)),
                         (3, {"id": uuid(1), "outcome": "conflict", "stream": "s", "expected": "no_stream", "actual": 0}))


class AppendLines(CliCase):
    def _lines(self, *lines, code=0, words=()):
        """The answers to lines, which are objects or texts."""
        text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        return [json.loads(line) for line in self.out("append", "--stdin", *words, stdin=text.encode(), code=code).splitlines()]

    def each_line_is_answered_with_its_place(self):
        answers = self._lines({"stream": "a", "type": "t", "data": 1, "id": uuid(1)}, {"stream": "b", "type": "t", "data": 2, "id": uuid(2)},
                              {"stream": "a", "type": "t", "data": 3, "id": uuid(3)})
        self.assertEqual(answers, [{"id": uuid(1), "outcome": "appended", "stream": "a", "revision": 0, "position": 1},
                                   {"id": uuid(2), "outcome": "appended", "stream": "b", "revision": 0, "position": 2},
                                   {"id": uuid(3), "outcome": "appended", "stream": "a", "revision": 1, "position": 3}])

    def lines_of_a_stream_keep_their_order_whatever_the_concurrency(self):
        for concurrency in [1, 7, 500]:
            self._lines(*[{"stream": f"s-{concurrency}", "type": "t", "data": n} for n in range(700)], words=["--concurrency", concurrency])
            self.assertEqual([one["data"] for one in self.objects("stream", f"s-{concurrency}")], list(range(700)))

    def a_bad_line_is_answered_with_its_number_and_the_rest_goes_on(self):
        answers = self._lines({"stream": "s", "type": "t", "data": 1}, "nonsense", "", {"stream": "s", "type": "t", "id": uuid(4)},
                              {"stream": "s", "type": "t", "data": 5}, code=2)
        self.assertEqual([one["outcome"] for one in answers], ["appended", "error", "error", "appended"])
        self.assertEqual((answers[1]["line"], answers[1]["id"], answers[1]["error"]["code"]), (2, None, "invalid_argument"))
        self.assertEqual((answers[2]["line"], answers[2]["id"], answers[2]["error"]["message"]), (4, uuid(4), "a line must have data"))
        self.assertEqual(len(self.objects("events")), 2)

    def the_largest_code_of_its_lines_is_the_exit_code(self):
        good = {"stream": "s", "type": "t", "data": 1}
        self._lines(good)
        self._lines(good, {**good, "expected": "no_stream"}, good, code=3)
        self._lines({**good, "expected": "no_stream"}, "nonsense", good, code=3)

    def a_conflict_tells_what_stands(self):
        answers = self._lines({"stream": "s", "type": "t", "data": 1}, {"stream": "s", "type": "t", "data": 2, "id": uuid(2), "expected": 7}, code=3)
        self.assertEqual(answers[1], {"id": uuid(2), "line": 2, "outcome": "conflict", "stream": "s", "expected": 7, "actual": 0})

    def a_line_takes_all_members_of_an_event(self):
        self._lines({"stream": "s", "type": "t", "data_base64": "AAEC", "content_type": "x/y", "tags": ["a", "b"], "metadata": {"k": 1},
                     "occurred_at": "2020-01-01T00:00:00Z", "expected": "no_stream", "unknown": 1})
        got = self.objects("events")[0]
        self.assertEqual([got[name] for name in ("data_base64", "content_type", "tags", "metadata", "occurred_at")],
                         ["AAEC", "x/y", ["a", "b"], {"k": 1}, "2020-01-01T00:00:00Z"])

    def the_same_lines_again_change_nothing(self):
        lines = [{"stream": "s", "type": "t", "data": n, "id": uuid(n)} for n in range(50)]
        first = self._lines(*lines)
        self.assertEqual(self._lines(*lines), [{**one, "replayed": True} for one in first])

    def an_answer_comes_before_more_is_asked(self):
        with subprocess.Popen([self.program, "append", "--store", self.url, "--stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            for n in range(5):
                process.stdin.write(json.dumps({"stream": "s", "type": "t", "data": n}).encode() + b"\n")
                process.stdin.flush()
                self.assertEqual(json.loads(process.stdout.readline())["position"], n + 1)

    def a_kill_in_the_middle_loses_nothing_that_was_answered(self):
        lines = [json.dumps({"stream": f"s-{n % 5}", "type": "t", "data": n, "id": uuid(n)}) + "\n" for n in range(20_000)]
        answered = self._killed_after(lines, 700)
        stands = [one["id"] for one in self.objects("events")]
        self.assertGreaterEqual(len(answered), 700)
        self.assertLess(len(answered), len(lines), "it was not killed in the middle")
        self.assertEqual(answered, stands[:len(answered)])
        self.assertTrue(self.objects("verify")[-1]["sound"])
        answers = self.out("append", "--stdin", stdin="".join(lines).encode()).splitlines()
        self.assertEqual(len(answers), len(lines))
        self.assertEqual([one["data"] for one in self.objects("events")], list(range(len(lines))))

    def _killed_after(self, lines, count):
        """The ids that were answered before the program was killed behind so many answers."""
        process = subprocess.Popen([self.program, "append", "--store", self.url, "--stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

        def feed():
            try:
                for line in lines:
                    process.stdin.write(line.encode())
                process.stdin.close()
            except OSError:
                pass  # it was killed
        feeder = threading.Thread(target=feed)
        feeder.start()
        answers = [process.stdout.readline() for _ in range(count)]
        process.kill()
        answers += process.stdout.readlines()
        process.wait()
        feeder.join()
        process.stdout.close()
        return [json.loads(line)["id"] for line in answers if line.endswith(b"\n")]
