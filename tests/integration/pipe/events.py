"""Events in and out. docs/reference/pipe.md, "event in", "event out" and names."""
import base64
import json

from pipe_case import PipeCase, event, uuid

# Valid UTF-8 of 255 bytes whose characters have one to four bytes.
LONGEST_NAME = "a" + "\u00e9" * 2 + "\u4e16" * 2 + "\U0001f600" * 61
MALFORMED_NAMES = ["", "a\u0000", "\u001f", "a\nb", "\u007f", "\u0080", "\u009f", "a" * 256, LONGEST_NAME + "x", "\u00e9" * 128]


class Events(PipeCase):
    def _spelt(self, data_text, id="spelt"):
        """The line that gives back an event whose data are spelt so."""
        answer = self.pipe.call_line('{"id":"put","op":"append","writes":[{"stream":"s","events":[{"type":"t","data":' + data_text + "}]}]}",
                                     id="put")
        self.assertEqual(answer.get("outcome"), "appended", answer)
        self.pipe.send_line('{"id":"spelt","op":"read","direction":"backward","limit":1}')
        return self.pipe.take("spelt")[1]

    def _refuses_data(self, text):
        self.assert_error(self.pipe.call_line('{"op":"append","writes":[{"stream":"s","events":[{"type":"t",' + text + "}]}]}"))

    def an_event_comes_back_with_all_its_members_in_their_order(self):
        self.appended("cart-1", {"id": uuid(1), "type": "opened", "data": {"a": 1}, "tags": ["x"], "metadata": {"actor": "me"},
                                 "occurred_at": "2020-02-29T12:00:00Z"})
        got = self.events(stream="cart-1")[0]
        self.assertEqual(list(got), ["position", "commit", "stream", "revision", "id", "type", "data", "tags", "metadata", "occurred_at",
                                     "recorded_at"])
        recorded = got.pop("recorded_at")
        self.assertRegex(recorded, r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$")
        self.assertEqual(got, {"position": 1, "commit": 1, "stream": "cart-1", "revision": 0, "id": uuid(1), "type": "opened",
                               "data": {"a": 1}, "tags": ["x"], "metadata": {"actor": "me"}, "occurred_at": "2020-02-29T12:00:00Z"})

    def commit_is_the_position_of_the_commits_first_event(self):
        self.fill("a", 2)
        self.call("append", writes=[{"stream": "a", "events": [event(1)]}, {"stream": "b", "events": [event(2), event(3)]}])
        self.assertEqual([(one["position"], one["commit"]) for one in self.events()], [(1, 1), (2, 1), (3, 3), (4, 3), (5, 3)])

    def an_event_without_an_id_is_given_one(self):
        self.fill("s", 3)
        ids = [one["id"] for one in self.events(stream="s")]
        self.assertEqual(len(set(ids)), 3)
        for id in ids:
            self.assertRegex(id, r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")

    def an_id_is_compared_without_regard_to_case_and_given_back_in_lower_case(self):
        upper = "ABCDEF01-2345-6789-ABCD-EF0123456789"
        self.appended("s", event(1, id=upper))
        self.assertEqual(self.events(stream="s")[0]["id"], upper.lower())
        self.assert_appended(self.append("s", event(1, id=upper.lower())), 1, 1, replayed=True)

    def an_id_that_is_no_uuid_is_refused(self):
        for id in ["", "1", "abcdef01-2345-6789-abcd-ef012345678", "abcdef01-2345-6789-abcd-ef01234567890", "abcdef0123456789abcdef0123456789",
                   "{abcdef01-2345-6789-abcd-ef0123456789}", "gbcdef01-2345-6789-abcd-ef0123456789", 1, None, ["x"]]:
            self.assert_error(self.append("s", event(1, id=id)))

    def any_uuid_is_an_id(self):
        for id in ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"]:
            self.appended("s", event(1, id=id))
        self.assertEqual(len(self.events(stream="s")), 2)

    def data_may_be_any_json_value(self):
        for value in [None, True, False, 0, -1.5, "", "text", [], {}, [1, [2]], {"a": {"b": None}}]:
            self.appended("s", event(value))
            self.assertEqual(self.events(direction="backward", limit=1)[0]["data"], value)

    def data_are_required(self):
        self.assert_error(self.append("s", {"type": "t"}))

    def a_type_is_required(self):
        self.assert_error(self.append("s", {"data": 1}))

    def data_are_given_back_as_they_were_spelt(self):
        for text in ["123456789012345678901234567890", "1.000", "1E400", "-0", "1e-2", "0.10", '{"b":1,"a":2}', '"\\u00e9\\/\u00e9"', '"\\ud800"',
                     '{"a":1,"a":2}', '[1,2.50,"\\t"]']:
            self.assertIn('"data":' + text + ',"tags"', self._spelt(text))

    def data_lose_the_white_space_between_tokens_and_no_other(self):
        self.assertIn('"data":{"a":[1,2],"b c":" d "},"tags"', self._spelt(' { "a" : [ 1 ,\t2 ] , "b c" : " d " } '))

    def data_may_be_1024_deep_and_no_deeper(self):
        deep = "[" * 1024 + "]" * 1024
        self.assertIn('"data":' + deep + ',"tags"', self._spelt(deep))
        objects = '{"a":' * 1023 + "{}" + "}" * 1023
        self.assertIn('"data":' + objects + ',"tags"', self._spelt(objects))
        self._refuses_data('"data":[' + deep + "]")

    def data_that_are_not_json_are_sent_and_given_in_base64(self):
        for size in [0, 1, 2, 3, 1000]:
            text = base64.b64encode(bytes(n % 256 for n in range(size))).decode()
            self.appended("s", {"type": "t", "data_base64": text, "content_type": "application/octet-stream"})
            got = self.events(direction="backward", limit=1)[0]
            self.assertEqual((got["data_base64"], got["content_type"]), (text, "application/octet-stream"))
            self.assertNotIn("data", got)
            self.assertEqual(list(got)[5:9], ["type", "data_base64", "content_type", "tags"])

    def a_content_type_is_required_with_data_base64(self):
        self.assert_error(self.append("s", {"type": "t", "data_base64": "AAAA"}))
        for content_type in ["", "a\nb", "x" * 256, 1, None]:
            self.assert_error(self.append("s", {"type": "t", "data_base64": "AAAA", "content_type": content_type}))

    def data_base64_has_the_standard_alphabet_and_its_padding(self):
        for text in ["A", "AA", "AAA", "AA=", "AAA==", "AAAA====", "A-_A", "AA AA", "AAAA\n", "AB==", "AAB=", "=AAA", 1, None]:
            self.assert_error(self.append("s", {"type": "t", "data_base64": text, "content_type": "x/y"}))
        self.appended("s", {"type": "t", "data_base64": "+/+/", "content_type": "x/y"})

    def data_and_data_base64_do_not_stand_together(self):
        self.assert_error(self.append("s", {"type": "t", "data": 1, "data_base64": "AAAA", "content_type": "x/y"}))
        self.assert_error(self.append("s", {"type": "t", "data_base64": "AAAA", "data": 1, "content_type": "x/y"}))

    def data_of_another_content_type_are_not_sent_as_json(self):
        self.assert_error(self.append("s", {"type": "t", "data": 1, "content_type": "text/plain"}))

    def tags_keep_their_order_and_stand_once(self):
        self.appended("s", event(1, tags=["b", "a", "b", "c", "a"]))
        self.assertEqual(self.events(stream="s")[0]["tags"], ["b", "a", "c"])

    def an_event_has_at_most_64_tags_counted_after_repeats_are_dropped(self):
        names = [f"t{n}" for n in range(65)]
        self.appended("s", event(1, tags=names[:64] * 3))
        self.assertEqual(self.events(stream="s")[0]["tags"], names[:64])
        self.assert_error(self.append("s", event(1, tags=names)))

    def a_tag_is_valid_utf_8_of_1_to_255_bytes_without_control_characters(self):
        self.appended("s", event(1, tags=[LONGEST_NAME, "a b", "$x", "\u00a0"]))
        self.assertEqual(self.events(stream="s")[0]["tags"], [LONGEST_NAME, "a b", "$x", "\u00a0"])
        for tag in MALFORMED_NAMES + [1, None, ["a"]]:
            self.assert_error(self.append("s", event(1, tags=[tag])))
        for tags in ["a", {"a": 1}, None, 1]:
            self.assert_error(self.append("s", event(1, tags=tags)))

    def a_lone_surrogate_is_no_name(self):
        self._refuses_data('"data":1,"tags":["\\ud800"]')
        self.assert_error(self.pipe.call_line('{"op":"append","writes":[{"stream":"\\udfff","events":[{"type":"t","data":1}]}]}'))
        self.assert_error(self.pipe.call_line('{"op":"append","writes":[{"stream":"s","events":[{"type":"\\ud800x","data":1}]}]}'))

    def metadata_are_an_object_and_empty_by_default(self):
        self.appended("s", event(1), event(2, metadata={}), event(3, metadata={"a": [1, None]}))
        self.assertEqual([one["metadata"] for one in self.events(stream="s")], [{}, {}, {"a": [1, None]}])
        for metadata in [None, 1, "x", [], [{}]]:
            self.assert_error(self.append("s", event(1, metadata=metadata)))

    def metadata_are_kept_as_they_were_spelt_without_white_space(self):
        line = '{"op":"append","writes":[{"stream":"s","events":[{"type":"t","data":1,"metadata": { "b" : 1.0 , "a" : "\\u0041" } }]}]}'
        self.assertEqual(self.pipe.call_line(line)["outcome"], "appended")
        self.pipe.send_line('{"id":1,"op":"read"}')
        self.assertIn('"metadata":{"b":1.0,"a":"\\u0041"},', self.pipe.take(1)[1])

    def metadata_may_be_32_deep_and_no_deeper(self):
        for depth, good in [(32, True), (33, False)]:
            text = '{"a":' * (depth - 1) + "{}" + "}" * (depth - 1)
            answer = self.append("s", event(1, metadata=json.loads(text)))
            self.assertEqual("outcome" in answer, good, answer)

    def times_are_given_back_in_utc_with_as_many_digits_as_needed(self):
        for given, back in [("2020-01-02T03:04:05Z", "2020-01-02T03:04:05Z"),
                            ("2020-01-02t03:04:05z", "2020-01-02T03:04:05Z"),
                            ("2020-01-02T03:04:05.000Z", "2020-01-02T03:04:05Z"),
                            ("2020-01-02T03:04:05.120Z", "2020-01-02T03:04:05.12Z"),
                            ("2020-01-02T03:04:05.123456789Z", "2020-01-02T03:04:05.123456789Z"),
                            ("2020-01-02T03:04:05+05:30", "2020-01-01T21:34:05Z"),
                            ("2020-01-02T03:04:05-23:59", "2020-01-03T03:03:05Z"),
                            ("1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.9Z"),
                            ("1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12:43.145224192Z"),
                            ("2262-04-11T23:47:16.854775807Z", "2262-04-11T23:47:16.854775807Z")]:
            self.appended("s", event(1, occurred_at=given))
            self.assertEqual(self.events(direction="backward", limit=1)[0]["occurred_at"], back)

    def times_outside_rfc_3339_and_the_range_are_refused(self):
        for given in ["", "now", "2020-01-02", "2020-01-02 03:04:05Z", "2020-01-02T03:04:05", "2020-01-02T03:04Z", "2020-01-02T03:04:05.Z",
                      "2020-01-02T03:04:05.1234567890Z", "2020-01-02T03:04:60Z", "2016-12-31T23:59:60Z", "2020-13-02T03:04:05Z",
                      "2021-02-29T03:04:05Z", "2020-01-02T24:00:00Z", "2020-01-02T03:04:05+24:00", "2020-01-02T03:04:05+0530",
                      "1677-09-21T00:12:43.145224191Z", "2262-04-11T23:47:16.854775808Z", "9999-12-31T23:59:59Z", 1, None]:
            self.assert_error(self.append("s", event(1, occurred_at=given)))

    def occurred_at_is_now_by_default(self):
        self.appended("s", event(1))
        got = self.events(stream="s")[0]
        self.assertEqual(got["occurred_at"][:10], got["recorded_at"][:10])

    def append_times_never_fall_along_positions(self):
        for n in range(20):
            self.appended("s", event(n))
        times = [(one["recorded_at"][:19], one["recorded_at"][20:-1].ljust(9, "0")) for one in self.events()]
        self.assertEqual(times, sorted(times))

    def streams_and_types_have_names_of_1_to_255_bytes_without_control_characters(self):
        self.appended(LONGEST_NAME, event(1, type=LONGEST_NAME))
        self.assertEqual(self.events(stream=LONGEST_NAME)[0]["type"], LONGEST_NAME)
        for name in MALFORMED_NAMES + [1, None, ["a"]]:
            self.assert_error(self.append(name, event(1)))
            self.assert_error(self.append("s", event(1, type=name)))

    def names_are_compared_bytewise(self):
        for name in ["\u00e9", "e\u0301", "E", "e"]:
            self.appended(name, event(name), expected="no_stream")
        self.assertEqual([one["data"] for one in self.events(stream="e\u0301")], ["e\u0301"])

    def names_that_begin_with_a_dollar_are_not_written(self):
        for name in ["$", "$streams", "$mine"]:
            self.assert_error(self.append(name, event(1)))
            self.assert_error(self.append("s", event(1, type=name)))
            self.assert_refused("delete", stream=name)
            self.assert_refused("truncate", stream=name, before=0)
        self.appended("a$", event(1, type="b$"))

    def dollar_streams_can_be_read_and_checked(self):
        self.assertEqual(self.events(stream="$streams"), [])
        self.assertEqual(self.events(stream="$mine"), [])
        self.assertEqual(self.call("append", checks=[{"stream": "$streams", "expected": "no_stream"}])["outcome"], "appended")
        self.call("delete", stream="s")
        self.assert_conflict(self.call("append", checks=[{"stream": "$streams", "expected": "no_stream"}]),
                             stream="$streams", expected="no_stream", actual=0)

    def a_malformed_name_is_refused_everywhere(self):
        for name in [bad for bad in MALFORMED_NAMES if bad]:
            for members in [{"stream": name}, {"types": [name]}, {"categories": [name]}, {"prefix": name}, {"query": [{"types": [name]}]},
                            {"query": [{"tags": [name]}]}]:
                self.assert_refused("read", **members)
            self.assert_refused("append", checks=[{"stream": name, "expected": "any"}])
            self.assert_refused("append", condition={"query": [{"tags": [name]}]})
            self.assert_refused("append", condition={"query": [{"types": [name]}]})
            self.assert_refused("delete", stream=name)
            self.assert_refused("truncate", stream=name, before=0)
            self.assert_refused("streams", prefix=name)
            self.assert_refused("streams", after=name)
        self.assert_refused("read", stream="")
        self.assert_refused("read", types=[""])
        self.assert_refused("delete", stream="")
