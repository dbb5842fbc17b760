"""The protocol: lines, ids, order, the end. docs/reference/pipe.md, its first paragraph."""
import json

from pipe_case import PipeCase, event


class Lines(PipeCase):
    def the_end_of_the_input_answers_all_that_is_in_flight_and_exits_0(self):
        ids = [self.pipe.send("append", writes=[{"stream": f"s-{n % 7}", "events": [event(n)]}]) for n in range(300)]
        waiting = self.pipe.send("wait", after=10_000, timeout_ms=200)
        self.assertEqual(self.pipe.end(), (0, ""))
        for id in ids:
            self.assertEqual(self.pipe.reply(id)["outcome"], "appended")
        self.assertEqual(self.pipe.reply(waiting)["head"], 300)

    def an_empty_input_exits_0_and_says_nothing(self):
        self.assertEqual(self.pipe.end(), (0, ""))
        self.assertEqual(self.pipe.lines, [])

    def errors_do_not_change_the_exit_code(self):
        self.assert_error(self.pipe.call_line("nonsense"))
        self.assertEqual(self.pipe.end(), (0, ""))

    def requests_may_be_sent_without_waiting(self):
        ids = [self.pipe.send("append", writes=[{"stream": f"s-{n}", "events": [event(n)]}]) for n in range(2000)]
        self.assertEqual({self.pipe.reply(id)["outcome"] for id in ids}, {"appended"})
        self.assertEqual(self.head(), 2000)

    def more_may_be_sent_than_a_store_lets_wait(self):
        line = json.dumps({"op": "append", "writes": [{"stream": "s", "events": [event("x" * 100)]}]}).encode() + b"\n"
        self.pipe.send_bytes(line * 15_000)
        self.assertEqual(self.pipe.end()[0], 0)
        self.assertEqual(len(self.pipe.lines), 15_000)
        for reply in self.pipe.lines:
            self.assertIn(b'"outcome":"appended"', reply)

    def each_reply_carries_the_id_of_its_request(self):
        for id in ["a", "", "\u00e9\u4e16\U0001f600", "1", 1, 0, -1, 2**53, 2**70]:
            self.pipe.send_line(json.dumps({"op": "info", "id": id}))
            self.assertEqual(self.pipe.reply(id)["id"], id)

    def any_id_is_echoed_as_it_was_spelt(self):
        for spelt in ["1.50", "1e3", "-0", "true", "null", "[1,2]", '{"a":[]}', '"\\u0041\\/"', "123456789012345678901234567890"]:
            self.pipe.send_line('{"op":"info","id":' + spelt + "}")
            line = self.pipe.take(json.loads(spelt))[1]
            self.assertTrue(line.startswith('{"id":' + spelt + ","), line)

    def an_absent_id_gives_null(self):
        self.assertIn("head", self.pipe.call_line('{"op":"info"}', id=None))

    def an_error_carries_the_id_too(self):
        self.assert_error(self.pipe.call_line('{"id":"x","op":"append"}', id="x"))
        self.assert_error(self.pipe.call_line('{"id":"y","op":"fly"}', id="y"))
        self.assert_error(self.pipe.call_line('{"id":"z"}', id="z"))

    def a_request_that_nests_beyond_all_bounds_is_refused_under_its_id(self):
        for depth in [1025, 1999, 2001, 100_000]:
            deep = "[" * depth + "]" * depth
            line = '{"op":"append","writes":[{"stream":"s","events":[{"type":"t","data":' + deep + '}]}],"id":"deep"}'
            self.assert_error(self.pipe.call_line(line, id="deep"))
        self.assertEqual(self.head(), 0)

    def appends_to_the_same_stream_keep_their_order(self):
        ids = []
        for n in range(400):
            stream = f"s-{n % 3}"
            ids.append(self.pipe.send("append", writes=[{"stream": stream, "expected": n // 3 - 1 if n > 2 else "no_stream",
                                                         "events": [event(n)]}]))
            if n % 10 == 0:
                self.pipe.send("read", stream=stream)
                self.pipe.send("wait", after=100_000, timeout_ms=50)
        for n, id in enumerate(ids):
            self.assertEqual(self.pipe.reply(id)["writes"][0]["first_revision"], n // 3)
        self.assertEqual([one["data"] for one in self.events(stream="s-1")], list(range(1, 400, 3)))

    def deletes_keep_their_place_among_the_appends(self):
        first = self.pipe.send("append", writes=[{"stream": "s", "events": [event(1)]}])
        self.pipe.send("delete", stream="s", expected=0)
        last = self.pipe.send("append", writes=[{"stream": "s", "expected": 0, "events": [event(2)]}])
        self.assertEqual(self.pipe.reply(first)["first_position"], 1)
        self.assertEqual(self.pipe.reply(last)["first_position"], 3)

    def waits_do_not_hold_up_appends(self):
        waits = [self.pipe.send("wait", after=0, timeout_ms=60_000) for _ in range(500)]
        self.fill("s", 1)
        self.assertEqual({self.pipe.reply(id)["head"] for id in waits}, {1})

    def reads_do_not_hold_up_appends(self):
        self.fill("s", 500)
        reads = [self.pipe.send("read", limit=500) for _ in range(200)]
        ids = [self.pipe.send("append", writes=[{"stream": "t", "events": [event(n)]}]) for n in range(200)]
        for id in ids:
            self.assertEqual(self.pipe.reply(id)["outcome"], "appended")
        for id in reads:
            self.assertEqual(len(self.pipe.reply(id)["events"]), 500)

    def empty_lines_are_fine(self):
        self.pipe.send_bytes(b"\n\n\r\n\n")
        self.assertEqual(self.call("info")["head"], 0)
        self.pipe.end()
        self.assertEqual(len(self.pipe.lines), 1)

    def lines_may_end_in_cr_lf(self):
        self.pipe.send_bytes(b'{"op":"info","id":1}\r\n')
        self.assertEqual(self.pipe.reply(1)["head"], 0)

    def the_last_line_may_lack_its_line_feed(self):
        self.pipe.send_bytes(b'{"op":"info","id":1}')
        self.assertEqual(self.pipe.end(), (0, ""))
        self.assertEqual(self.pipe.reply(1)["head"], 0)

    def white_space_between_tokens_is_fine(self):
        self.assertEqual(self.pipe.call_line(' { "op" :\t"info" , "id" : 1 } ', id=1)["head"], 0)

    def a_line_that_is_not_json_gets_an_error_and_nothing_else_happens(self):
        bad = ["{", "}", "nonsense", '{"op":"info"', '{"op":"info"}}', '{"op":"info",}', "{'op':'info'}", '{"op":info}', '"', "\ufeff{}",
               '{"op":"info","x":01}', '{"op":"info","x":"\t"}', '{"op":"info","x":NaN}', '{"op":"info"} {"op":"info"}', " "]
        for line in bad:
            self.assert_error(self.pipe.call_line(line))
        self.assertEqual(self.head(), 0)
        self.assertEqual(len(self.pipe.lines), len(bad) + 1)

    def a_line_that_is_not_utf_8_gets_an_error(self):
        self.pipe.send_bytes(b'{"op":"info","id":"\xff"}\n')
        self.assert_error(self.pipe.reply(None))
        self.pipe.send_bytes(b'{"op":"info","id":"\xed\xa0\x80"}\n')
        self.assert_error(self.pipe.reply(None))

    def a_line_that_is_no_object_gets_an_error(self):
        for line in ["1", "null", "[]", '"info"', "[{}]"]:
            self.assert_error(self.pipe.call_line(line))

    def an_unknown_op_gets_an_error(self):
        for op in ["", "INFO", "fly", "infos"]:
            self.assert_refused(op)
        for line in ['{"op":1}', '{"op":null}', '{"op":["info"]}', '{"op":"\\ud800"}']:
            self.assert_error(self.pipe.call_line(line))

    def an_invalid_request_among_others_leaves_them_alone(self):
        ids = [self.pipe.send("append", writes=[{"stream": "s", "events": [event(n)]}]) for n in range(5)]
        bad = self.pipe.send("append", writes=[{"stream": "s", "events": [event(5)], "expected": "never"}])
        ids += [self.pipe.send("append", writes=[{"stream": "s", "events": [event(n)]}]) for n in range(5)]
        self.assert_error(self.pipe.reply(bad))
        self.assertEqual([self.pipe.reply(id)["first_position"] for id in ids], list(range(1, 11)))

    def a_long_line_is_one_request(self):
        self.appended("s", event("x" * (8 << 20)))
        self.assertEqual(len(self.events(stream="s")[0]["data"]), 8 << 20)

    def replies_are_whole_lines(self):
        self.fill("s", 200)
        ids = [self.pipe.send("read") for _ in range(100)] + [self.pipe.send("info") for _ in range(100)]
        for id in ids:
            self.pipe.reply(id)
        self.assertTrue(all(line.endswith(b"\n") for line in self.pipe.lines))


class Members(PipeCase):
    def unknown_fields_are_ignored(self):
        writes = [{"stream": "s", "events": [event(1, color="red", Data=2)], "note": {"a": 1}}]
        answer = self.call("append", writes=writes, more=[1], checks=[{"stream": "t", "expected": "any", "why": None}],
                           condition={"query": [{"types": ["x"], "kind": "y"}], "before": 3})
        self.assert_appended(answer, 1, 1)
        self.assertEqual(len(self.events(stream="s", unknown=True)), 1)
        for op in ["info", "streams"]:
            self.assertNotIn("error", self.call(op, unknown={"deep": [1]}))
        self.assertIn("head", self.call("wait", after=0, unknown=1))
        self.assertIn("outcome", self.call("delete", stream="s", before="no"))
        self.assertIn("outcome", self.call("truncate", stream="s", before=0, hard="no"))

    def a_member_twice_is_refused_in_requests(self):
        event_text = '{"type":"t","data":1}'
        for line in ['{"op":"info","op":"info"}',
                     '{"op":"info","x":1,"x":2}',
                     '{"op":"info","x":1,"\\u0078":2}',
                     '{"op":"read","limit":1,"limit":1}',
                     '{"op":"append","writes":[],"writes":[]}',
                     '{"op":"append","writes":[{"stream":"s","stream":"s","events":[' + event_text + "]}]}",
                     '{"op":"append","checks":[{"stream":"s","expected":"any","expected":"any"}]}',
                     '{"op":"append","condition":{"query":[],"query":[]}}',
                     '{"op":"append","condition":{"query":[{"types":[],"types":[]}]}}',
                     '{"op":"read","query":[{"tags":[],"tags":[]}]}',
                     '{"op":"wait","after":{"position":0,"position":0,"epoch":"' + self.call("info")["epoch"] + '"}}',
                     '{"op":"delete","stream":"s","stream":"s"}',
                     '{"op":"truncate","stream":"s","before":0,"before":0}',
                     '{"op":"streams","limit":1,"limit":1}']:
            self.assert_error(self.pipe.call_line(line))
        self.assertEqual(self.head(), 0)

    def a_member_twice_is_refused_in_events(self):
        for text in ['{"type":"t","data":1,"data":1}', '{"type":"t","type":"t","data":1}', '{"type":"t","data":1,"x":1,"x":1}']:
            self.assert_error(self.pipe.call_line('{"op":"append","writes":[{"stream":"s","events":[' + text + "]}]}"))

    def a_member_twice_is_refused_in_metadata(self):
        for text in ['{"a":1,"a":1}', '{"a":{"b":1,"b":1}}', '{"a":[{"b":1,"\\u0062":1}]}']:
            line = '{"op":"append","writes":[{"stream":"s","events":[{"type":"t","data":1,"metadata":' + text + "}]}]}"
            self.assert_error(self.pipe.call_line(line))

    def a_member_twice_is_kept_inside_data(self):
        line = '{"op":"append","writes":[{"stream":"s","events":[{"type":"t","data":{"a":1,"a":{"b":1,"b":2}}}]}]}'
        self.assertEqual(self.pipe.call_line(line)["outcome"], "appended")
        self.pipe.send_line('{"id":"read","op":"read"}')
        self.assertIn('"data":{"a":1,"a":{"b":1,"b":2}}', self.pipe.take("read")[1])
