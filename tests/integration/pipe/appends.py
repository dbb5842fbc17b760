"""Appends: answers, expectations, checks, conditions, limits. docs/reference/pipe.md, "expected" to "Append answers"."""
from pipe_case import PipeCase, event, uuid


class Appends(PipeCase):
    def an_append_answers_with_places_of_its_writes(self):
        self.fill("a", 2)
        answer = self.call("append", writes=[{"stream": "a", "events": [event(1), event(2)]}, {"stream": "b", "events": [event(3)]}])
        self.assertEqual(answer, {"outcome": "appended", "writes": [{"stream": "a", "first_revision": 2, "last_revision": 3},
                                                                    {"stream": "b", "first_revision": 0, "last_revision": 0}],
                                  "first_position": 3, "last_position": 5, "replayed": False})

    def checks_alone_answer_without_positions(self):
        self.assertEqual(self.call("append", checks=[{"stream": "s", "expected": "no_stream"}]),
                         {"outcome": "appended", "writes": [], "replayed": False})

    def a_condition_alone_answers_without_positions(self):
        self.assertEqual(self.call("append", condition={"query": []}), {"outcome": "appended", "writes": [], "replayed": False})

    def absent_writes_are_an_empty_list(self):
        self.assertEqual(self.call("append", writes=[], checks=[{"stream": "s", "expected": "any"}])["outcome"], "appended")
        self.assertEqual(self.call("append", checks=[{"stream": "s", "expected": "any"}])["outcome"], "appended")

    def neither_writes_checks_nor_condition_is_refused(self):
        self.assert_refused("append")
        self.assert_refused("append", writes=[], checks=[])

    def a_write_without_events_is_refused(self):
        self.assert_error(self.append("s"))
        self.assert_refused("append", writes=[{"stream": "s"}])
        self.assert_refused("append", writes=[{"stream": "a", "events": [event(1)]}, {"stream": "b", "events": []}])
        self.assertEqual(self.head(), 0)

    def a_write_names_its_stream(self):
        self.assert_refused("append", writes=[{"events": [event(1)]}])

    def a_check_names_its_stream_and_needs_its_expected(self):
        self.assert_refused("append", checks=[{"stream": "s"}])
        self.assert_refused("append", checks=[{"expected": "any"}])

    def a_condition_needs_its_query(self):
        self.assert_refused("append", condition={})
        self.assert_refused("append", condition={"after": 0})

    def members_of_the_wrong_kind_are_refused(self):
        for members in [{"writes": {}}, {"writes": None}, {"writes": [1]}, {"writes": [{"stream": "s", "events": {}}]},
                        {"writes": [{"stream": "s", "events": [1]}]}, {"checks": "s"}, {"checks": [None]}, {"condition": []},
                        {"condition": {"query": {}}}, {"condition": {"query": [1]}}, {"condition": {"query": [{"types": "t"}]}},
                        {"condition": {"query": [{"tags": [1]}]}}, {"condition": {"query": [], "after": "0"}}]:
            self.assert_refused("append", **members)

    def a_batch_may_name_a_stream_twice_and_stands_in_the_order_given(self):
        answer = self.call("append", writes=[{"stream": "a", "events": [event(0)]}, {"stream": "b", "events": [event(1)]},
                                             {"stream": "a", "events": [event(2), event(3)]}])
        self.assertEqual(answer["writes"][2], {"stream": "a", "first_revision": 1, "last_revision": 2})
        self.assertEqual([(one["stream"], one["data"]) for one in self.events()], [("a", 0), ("b", 1), ("a", 2), ("a", 3)])

    def positions_are_contiguous_from_1(self):
        for n in range(5):
            self.fill(f"s-{n}", n + 1)
        self.assertEqual(self.positions(), list(range(1, 16)))

    def an_append_has_at_most_10000_events(self):
        full = self.fill("s", 10_000)
        self.assertEqual(full["last_position"], 10_000)
        self.assert_error(self.append("s", *[event(n) for n in range(10_001)]), "too_large")
        half = [event(n) for n in range(5_001)]
        self.assert_refused("append", "too_large", writes=[{"stream": "a", "events": half}, {"stream": "b", "events": half}])
        self.assertEqual(self.head(), 10_000)

    def an_append_has_at_most_16_mib_of_data_and_metadata(self):
        most = 16 << 20
        self.appended("s", event("x" * (most - 2)))
        self.assert_error(self.append("s", event("x" * (most - 1))), "too_large")
        metadata = {"a": "y" * 1000}
        size = len('{"a":""}') + 1000
        self.appended("s", event("x" * (most - 2 - size), metadata=metadata))
        self.assert_error(self.append("s", event("x" * (most - 1 - size), metadata=metadata)), "too_large")
        self.assert_refused("append", "too_large", writes=[{"stream": "a", "events": [event("x" * (most // 2))]},
                                                           {"stream": "b", "events": [event("x" * (most // 2))]}])

    def white_space_between_tokens_does_not_count_for_the_size(self):
        line = ('{"op":"append","writes":[{"stream":"s","events":[{"type":"t","data":[' + " " * (17 << 20) + "]}]}]}")
        self.assertEqual(self.pipe.call_line(line)["outcome"], "appended")

    def stored_bytes_of_base64_count_for_the_size(self):
        def sized(size):
            return {"type": "t", "data_base64": "AAAA" * (size // 3), "content_type": "x/y"}
        most = (16 << 20) // 3 * 3
        self.appended("s", sized(most))
        self.assert_error(self.append("s", sized(most + 3)), "too_large")

    def the_form_is_judged_before_the_size(self):
        events = [event(n) for n in range(10_001)]
        self.assert_error(self.append("s", *events[:-1], event(1, type="")))
        self.assert_error(self.append("s", *events, event(1, type="")))
        self.assert_error(self.append("s", *events), "too_large")

    def the_size_is_judged_before_the_ids(self):
        self.appended("s", event(1, id=uuid(1)))
        self.assert_error(self.append("s", event(2, id=uuid(1)), *[event(n) for n in range(10_000)]), "too_large")


class Expectations(PipeCase):
    def any_is_the_default_and_always_holds(self):
        self.appended("s", event(1))
        self.appended("s", event(1))
        self.appended("s", event(1), expected="any")

    def no_stream_holds_for_what_was_never_written(self):
        self.appended("s", event(1), expected="no_stream")
        self.assert_conflict(self.append("s", event(1), expected="no_stream"), stream="s", expected="no_stream", actual=0)

    def stream_exists_holds_for_what_was_written(self):
        self.assert_conflict(self.append("s", event(1), expected="stream_exists"), stream="s", expected="stream_exists", actual=None)
        self.appended("s", event(1))
        self.appended("s", event(1), expected="stream_exists")

    def a_revision_is_the_last_events_from_0(self):
        self.assert_conflict(self.append("s", event(1), expected=0), stream="s", expected=0, actual=None)
        self.appended("s", event(1))
        self.appended("s", event(1), expected=0)
        self.assert_conflict(self.append("s", event(1), expected=0), stream="s", expected=0, actual=1)
        self.assert_conflict(self.append("s", event(1), expected=2**53 - 1), stream="s", expected=2**53 - 1, actual=1)

    def anything_else_is_refused(self):
        for expected in ["", "Any", "exists", -1, 1.5, 2**53, 2**63, 2**64, None, [], {}, True, "0"]:
            self.assert_error(self.append("s", event(1), expected=expected))
            self.assert_refused("append", checks=[{"stream": "s", "expected": expected}])
            self.assert_refused("delete", stream="s", expected=expected)
        for spelt in ["1.0", "1e0", "0.0"]:
            line = '{"op":"append","checks":[{"stream":"s","expected":' + spelt + "}]}"
            self.assert_error(self.pipe.call_line(line))

    def expectations_are_judged_on_the_state_before_the_append(self):
        self.appended("a", event(1))
        answer = self.call("append", writes=[{"stream": "a", "expected": 0, "events": [event(2)]},
                                             {"stream": "a", "expected": 0, "events": [event(3)]}],
                           checks=[{"stream": "a", "expected": 0}, {"stream": "b", "expected": "no_stream"}])
        self.assert_appended(answer, 2, 3)
        answer = self.call("append", writes=[{"stream": "c", "expected": "no_stream", "events": [event(1)]},
                                             {"stream": "c", "expected": "no_stream", "events": [event(2)]}])
        self.assert_appended(answer, 4, 5)

    def the_first_write_that_fails_is_named(self):
        self.fill("a", 1)
        self.fill("b", 2)
        answer = self.call("append", writes=[{"stream": "a", "expected": 0, "events": [event(1)]},
                                             {"stream": "b", "expected": 0, "events": [event(1)]},
                                             {"stream": "a", "expected": 5, "events": [event(1)]}])
        self.assert_conflict(answer, stream="b", expected=0, actual=1)
        self.assertEqual(self.head(), 3)

    def writes_come_before_checks_and_checks_before_the_condition(self):
        self.fill("a", 1)
        failing = {"writes": [{"stream": "a", "expected": "no_stream", "events": [event(1)]}],
                   "checks": [{"stream": "x", "expected": "stream_exists"}, {"stream": "a", "expected": 3}],
                   "condition": {"query": []}}
        self.assert_conflict(self.call("append", **failing), stream="a", expected="no_stream", actual=0)
        failing["writes"][0]["expected"] = 0
        self.assert_conflict(self.call("append", **failing), stream="x", expected="stream_exists", actual=None)
        failing["checks"][0]["expected"] = "no_stream"
        self.assert_conflict(self.call("append", **failing), stream="a", expected=3, actual=0)
        failing["checks"][1]["expected"] = 0
        self.assert_conflict(self.call("append", **failing), position=1)
        failing["condition"]["after"] = 1
        self.assert_appended(self.call("append", **failing), 2, 2)

    def a_failed_check_writes_nothing(self):
        answer = self.call("append", writes=[{"stream": "a", "events": [event(1)]}], checks=[{"stream": "b", "expected": "stream_exists"}])
        self.assert_conflict(answer, stream="b", expected="stream_exists", actual=None)
        self.assertEqual(self.head(), 0)

    def a_hard_deleted_stream_among_the_writes_is_answered_before_any_conflict(self):
        self.call("delete", stream="closed", hard=True)
        answer = self.call("append", writes=[{"stream": "a", "expected": 7, "events": [event(1)]}, {"stream": "closed", "events": [event(1)]}])
        self.assert_error(answer, "stream_deleted")

    def a_check_of_a_hard_deleted_stream_holds_for_no_stream_and_any(self):
        self.fill("s", 2)
        self.call("delete", stream="s", hard=True)
        for expected in ["no_stream", "any"]:
            self.assertEqual(self.call("append", checks=[{"stream": "s", "expected": expected}])["outcome"], "appended")
        for expected in ["stream_exists", 1]:
            self.assert_conflict(self.call("append", checks=[{"stream": "s", "expected": expected}]), stream="s", expected=expected, actual=1)


class Conditions(PipeCase):
    def setUp(self):
        super().setUp()
        self.appended("s", event(1, type="a", tags=["x"]), event(2, type="b", tags=["x", "y"]), event(3, type="c"))

    def _judge(self, query, **members):
        """The position that fails it, or 'holds'."""
        answer = self.call("append", condition={"query": query, **members})
        return answer.get("position", "holds") if answer["outcome"] == "conflict" else "holds"

    def it_fails_when_a_matching_event_stands_after_the_position(self):
        self.assertEqual(self._judge([{"types": ["b"]}]), 2)
        self.assertEqual(self._judge([{"types": ["b"]}], after=1), 2)
        self.assertEqual(self._judge([{"types": ["b"]}], after=2), "holds")
        self.assertEqual(self._judge([{"types": ["z"]}]), "holds")

    def after_is_0_by_default_and_may_lie_beyond_the_head(self):
        self.assertEqual(self._judge([{"types": ["a"]}]), 1)
        self.assertEqual(self._judge([], after=3), "holds")
        self.assertEqual(self._judge([], after=4), "holds")
        self.assertEqual(self._judge([], after=2**53 - 1), "holds")

    def an_event_matches_an_item_by_one_of_its_types_and_all_of_its_tags(self):
        self.assertEqual(self._judge([{"types": ["z", "b"], "tags": ["y", "x"]}]), 2)
        self.assertEqual(self._judge([{"types": ["a"], "tags": ["x", "y"]}]), "holds")
        self.assertEqual(self._judge([{"tags": ["y"]}]), 2)
        self.assertEqual(self._judge([{"types": [], "tags": ["y"]}]), 2)
        self.assertEqual(self._judge([{"types": ["c"], "tags": []}]), 3)
        self.assertEqual(self._judge([{"tags": ["z"]}]), "holds")

    def an_event_matches_the_query_when_it_matches_any_item(self):
        self.assertEqual(self._judge([{"types": ["z"]}, {"tags": ["y"]}], after=1), 2)

    def an_empty_list_matches_every_event(self):
        self.assertIn(self._judge([]), [1, 2, 3])
        self.assertEqual(self._judge([], after=2), 3)
        self.assertEqual(self._judge([{}], after=2), 3)

    def an_empty_query_and_an_item_without_types_match_no_event_of_a_dollar_stream(self):
        self.call("delete", stream="other")
        self.assertEqual(self._judge([], after=3), "holds")
        self.assertEqual(self._judge([{}], after=3), "holds")
        self.assertEqual(self._judge([{"types": ["$deleted"]}], after=3), 4)

    def it_does_not_see_the_append_itself(self):
        answer = self.call("append", writes=[{"stream": "t", "events": [event(1, type="new")]}], condition={"query": [{"types": ["new"]}]})
        self.assert_appended(answer, 4, 4)
        answer = self.call("append", writes=[{"stream": "t", "events": [event(1, type="new")]}], condition={"query": [{"types": ["new"]}]})
        self.assert_conflict(answer, position=4)

    def it_takes_a_token_and_refuses_one_of_another_log(self):
        epoch = self.call("info")["epoch"]
        self.assertEqual(self._judge([{"types": ["b"]}], after={"epoch": epoch, "position": 1}), 2)
        self.assertEqual(self._judge([{"types": ["b"]}], after={"epoch": epoch.upper(), "position": 2}), "holds")
        for token in [{"epoch": uuid(1), "position": 0}, {"epoch": uuid(1), "position": 2}, {"epoch": epoch, "position": 4}]:
            self.assert_refused("append", "wrong_epoch", condition={"query": [], "after": token})

    def a_malformed_token_is_refused(self):
        epoch = self.call("info")["epoch"]
        for token in [{}, {"epoch": epoch}, {"position": 1}, {"epoch": "x", "position": 1}, {"epoch": epoch, "position": -1},
                      {"epoch": epoch, "position": 2**53}, {"epoch": epoch, "position": "1"}, {"epoch": None, "position": 1}, -1, 1.5, "1",
                      2**53, None, []]:
            self.assert_refused("append", condition={"query": [], "after": token})
            self.assert_refused("read", **{"from": token})
            self.assert_refused("wait", after=token)
