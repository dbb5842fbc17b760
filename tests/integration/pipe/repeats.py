"""Idempotency. docs/reference/pipe.md, the paragraph of that name."""
from pipe_case import PipeCase, event, uuid


class Repeats(PipeCase):
    def the_same_batch_again_answers_with_the_original_numbers(self):
        batch = [{"stream": "a", "events": [event(1, id=uuid(1)), event(2, id=uuid(2))]}, {"stream": "b", "events": [event(3, id=uuid(3))]}]
        first = self.call("append", writes=batch)
        self.fill("c", 3)
        self.assertEqual(self.call("append", writes=batch), {**first, "replayed": True})
        self.assertEqual(self.head(), 6)

    def whatever_is_expected(self):
        self.appended("s", event(1, id=uuid(1)), expected="no_stream")
        for expected in ["no_stream", "any", "stream_exists", 0, 7]:
            self.assert_appended(self.append("s", event(1, id=uuid(1)), expected=expected), 1, 1, replayed=True)

    def whatever_is_checked_and_whatever_the_condition(self):
        self.appended("s", event(1, id=uuid(1)))
        answer = self.call("append", writes=[{"stream": "s", "events": [event(1, id=uuid(1))]}],
                           checks=[{"stream": "s", "expected": "no_stream"}], condition={"query": []})
        self.assert_appended(answer, 1, 1, replayed=True)

    def it_names_the_smallest_and_largest_of_the_events_also_of_several_commits(self):
        self.appended("s", event(1, id=uuid(1)))
        self.fill("t", 2)
        self.appended("s", event(2, id=uuid(2)))
        answer = self.append("s", event(2, id=uuid(2)), event(1, id=uuid(1)))
        self.assertEqual(answer, {"outcome": "appended", "writes": [{"stream": "s", "first_revision": 0, "last_revision": 1}],
                                  "first_position": 1, "last_position": 4, "replayed": True})
        self.assertEqual(self.append("s", event(2, id=uuid(2)))["writes"], [{"stream": "s", "first_revision": 1, "last_revision": 1}])

    def data_are_compared_byte_for_byte_white_space_between_tokens_aside(self):
        def put(data):
            line = '{"op":"append","writes":[{"stream":"s","events":[{"id":"' + uuid(1) + '","type":"t","data":' + data + "}]}]}"
            return self.pipe.call_line(line)
        put('{"a":1,"b":[1.0]}')
        self.assert_appended(put(' { "a" : 1 , "b" : [ 1.0 ] } '), 1, 1, replayed=True)
        for data in ['{"b":[1.0],"a":1}', '{"a":1,"b":[1]}', '{"a":1,"b":[1.00]}', '{"\\u0061":1,"b":[1.0]}']:
            self.assert_error(put(data), "idempotency_mismatch")

    def tags_are_compared_as_a_set(self):
        self.appended("s", event(1, id=uuid(1), tags=["a", "b"]))
        self.assert_appended(self.append("s", event(1, id=uuid(1), tags=["b", "a", "b"])), 1, 1, replayed=True)
        for tags in [[], ["a"], ["a", "b", "c"], ["ab"]]:
            self.assert_error(self.append("s", event(1, id=uuid(1), tags=tags)), "idempotency_mismatch")
        self.assertEqual(self.events()[0]["tags"], ["a", "b"])

    def another_stream_type_or_content_is_a_mismatch(self):
        self.appended("s", event(1, id=uuid(1)))
        self.assert_error(self.append("t", event(1, id=uuid(1))), "idempotency_mismatch")
        self.assert_error(self.append("s", event(1, id=uuid(1), type="other")), "idempotency_mismatch")
        self.assert_error(self.append("s", event(2, id=uuid(1))), "idempotency_mismatch")
        self.assert_error(self.append("s", {"id": uuid(1), "type": "noted", "data_base64": "MQ==", "content_type": "x/y"}),
                          "idempotency_mismatch")
        self.assertEqual(self.head(), 1)

    def the_content_type_is_part_of_the_content(self):
        self.appended("s", {"id": uuid(1), "type": "t", "data_base64": "AAAA", "content_type": "x/y"})
        self.assert_appended(self.append("s", {"id": uuid(1), "type": "t", "data_base64": "AAAA", "content_type": "x/y"}), 1, 1, replayed=True)
        self.assert_error(self.append("s", {"id": uuid(1), "type": "t", "data_base64": "AAAA", "content_type": "x/z"}), "idempotency_mismatch")

    def the_first_metadata_and_times_stand(self):
        self.appended("s", event(1, id=uuid(1), metadata={"a": 1}, occurred_at="2020-01-01T00:00:00Z"))
        again = self.append("s", event(1, id=uuid(1), metadata={"a": 2}, occurred_at="2021-01-01T00:00:00Z"))
        self.assert_appended(again, 1, 1, replayed=True)
        got = self.events()[0]
        self.assertEqual((got["metadata"], got["occurred_at"]), ({"a": 1}, "2020-01-01T00:00:00Z"))

    def some_known_and_some_not_is_a_mismatch(self):
        self.appended("s", event(1, id=uuid(1)))
        self.assert_error(self.append("s", event(1, id=uuid(1)), event(2, id=uuid(2))), "idempotency_mismatch")
        self.assert_error(self.append("s", event(2, id=uuid(2)), event(1, id=uuid(1))), "idempotency_mismatch")
        self.assertEqual(self.head(), 1)

    def an_event_without_an_id_is_not_known(self):
        self.appended("s", event(1, id=uuid(1)))
        self.assert_error(self.append("s", event(1, id=uuid(1)), event(1)), "idempotency_mismatch")
        self.appended("s", event(1))
        self.assertEqual(self.head(), 2)

    def a_mismatch_is_looked_at_before_what_is_expected(self):
        self.appended("s", event(1, id=uuid(1)))
        self.assert_error(self.append("s", event(2, id=uuid(1)), expected="no_stream"), "idempotency_mismatch")
        answer = self.call("append", writes=[{"stream": "s", "events": [event(2, id=uuid(1))]}],
                           checks=[{"stream": "x", "expected": "stream_exists"}], condition={"query": []})
        self.assert_error(answer, "idempotency_mismatch")

    def an_id_twice_in_one_batch_is_refused(self):
        self.assert_error(self.append("s", event(1, id=uuid(1)), event(1, id=uuid(1))))
        self.assert_refused("append", writes=[{"stream": "a", "events": [event(1, id="ABCDEF01-2345-6789-ABCD-EF0123456789")]},
                                              {"stream": "b", "events": [event(1, id="abcdef01-2345-6789-abcd-ef0123456789")]}])
        self.assertEqual(self.head(), 0)

    def a_repeat_is_known_after_a_delete(self):
        self.appended("soft", event(1, id=uuid(1)))
        self.appended("hard", event(1, id=uuid(2)))
        self.call("delete", stream="soft")
        self.call("delete", stream="hard", hard=True)
        self.assert_appended(self.append("soft", event(1, id=uuid(1))), 1, 1, replayed=True)
        self.assert_appended(self.append("hard", event(1, id=uuid(2))), 2, 2, replayed=True)
        self.assert_error(self.append("hard", event(2, id=uuid(2))), "idempotency_mismatch")

    def ids_are_judged_before_hard_deleted_streams(self):
        self.appended("s", event(1, id=uuid(1)))
        self.call("delete", stream="closed", hard=True)
        answer = self.call("append", writes=[{"stream": "s", "events": [event(1, id=uuid(1))]}, {"stream": "closed", "events": [event(1)]}])
        self.assert_error(answer, "idempotency_mismatch")

    def a_repeat_is_known_after_many_other_writes(self):
        self.appended("s", event(1, id=uuid(1)))
        for _ in range(3):
            self.fill("other", 10_000)
        self.assert_appended(self.append("s", event(1, id=uuid(1))), 1, 1, replayed=True)

    def repeats_in_flight_together_are_written_once(self):
        ids = [self.pipe.send("append", writes=[{"stream": "s", "expected": "no_stream", "events": [event(1, id=uuid(1))]}])
               for _ in range(50)]
        answers = [self.pipe.reply(id) for id in ids]
        self.assertEqual([one["replayed"] for one in answers], [False] + [True] * 49)
        self.assertEqual({one["first_position"] for one in answers}, {1})

    def a_repeat_is_known_after_the_log_is_opened_again(self):
        first = self.appended("s", event(1, id=uuid(1)), event(2, id=uuid(2)))
        self.reopen()
        self.assertEqual(self.append("s", event(1, id=uuid(1)), event(2, id=uuid(2))), {**first, "replayed": True})
        self.assert_error(self.append("s", event(3, id=uuid(1))), "idempotency_mismatch")
