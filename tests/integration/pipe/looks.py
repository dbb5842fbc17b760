"""info, streams and wait. docs/reference/pipe.md, the table of requests."""
from pipe_case import PipeCase, event, uuid


class Info(PipeCase):
    def an_empty_log_has_an_epoch_and_nothing_else(self):
        answer = self.call("info")
        self.assertRegex(answer.pop("epoch"), r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        self.assertEqual(answer, {"head": 0, "events": 0, "streams": 0})

    def events_and_streams_are_all_that_were_ever_written_without_dollar(self):
        self.fill("a", 3)
        self.fill("b", 2)
        self.call("delete", stream="a")
        self.call("delete", stream="b", hard=True)
        answer = self.call("info")
        self.assertEqual((answer["head"], answer["events"], answer["streams"]), (7, 5, 2))

    def a_closed_name_that_was_never_written_is_not_counted(self):
        self.call("delete", stream="closed", hard=True)
        self.call("truncate", stream="never", before=3)
        answer = self.call("info")
        self.assertEqual((answer["head"], answer["events"], answer["streams"]), (2, 0, 0))

    def the_epoch_stays(self):
        epoch = self.call("info")["epoch"]
        self.fill("a", 1)
        self.assertEqual(self.call("info")["epoch"], epoch)

    def each_log_has_an_epoch_of_its_own(self):
        self.name_another_log()
        self.assertNotEqual(self.open().call("info")["epoch"], self.call("info")["epoch"])

    def the_epoch_stays_after_the_log_is_opened_again(self):
        self.fill("a", 2)
        before = self.call("info")
        self.reopen()
        self.assertEqual(self.call("info"), before)


class Streams(PipeCase):
    def _names(self, **members):
        return [one["stream"] for one in self.call("streams", **members)["streams"]]

    def a_stream_has_its_revision_and_what_a_read_would_give(self):
        self.fill("a", 3)
        self.fill("b", 3)
        self.fill("c", 3)
        self.fill("d", 3)
        self.call("truncate", stream="b", before=2)
        self.call("delete", stream="c")
        self.call("delete", stream="d", hard=True)
        self.assertEqual(self.call("streams"),
                         {"streams": [{"stream": "a", "revision": 2, "events": 3, "deleted": False},
                                      {"stream": "b", "revision": 2, "events": 1, "deleted": False},
                                      {"stream": "c", "revision": 2, "events": 0, "deleted": True},
                                      {"stream": "d", "revision": 2, "events": 0, "deleted": True}]})

    def a_stream_that_goes_on_after_a_delete_is_not_deleted(self):
        self.fill("a", 2)
        self.call("delete", stream="a")
        self.fill("a", 1)
        self.assertEqual(self.call("streams")["streams"], [{"stream": "a", "revision": 2, "events": 1, "deleted": False}])

    def a_stream_that_is_truncated_to_its_end_is_not_deleted(self):
        self.fill("a", 2)
        self.call("truncate", stream="a", before=2)
        self.assertEqual(self.call("streams")["streams"], [{"stream": "a", "revision": 1, "events": 0, "deleted": False}])

    def names_stand_in_byte_order(self):
        names = ["b", "a", "B", "\u00e9", "e\u0301", "a-2", "a-10", "\U0001f600", "\uffee", "aa", "a "]
        for name in names:
            self.fill(name, 1)
        self.assertEqual(self._names(), sorted(names, key=lambda name: name.encode()))

    def dollar_streams_and_closed_names_never_written_are_not_listed(self):
        self.call("delete", stream="closed", hard=True)
        self.call("delete", stream="never")
        self.assertEqual(self._names(), [])
        self.assertEqual(self._names(prefix="$"), [])

    def a_prefix_limits_the_names(self):
        for name in ["a-1", "a-2", "ab", "b-1"]:
            self.fill(name, 1)
        self.assertEqual(self._names(prefix="a-"), ["a-1", "a-2"])
        self.assertEqual(self._names(prefix="a"), ["a-1", "a-2", "ab"])
        self.assertEqual(self._names(prefix="c"), [])
        self.assertEqual(self._names(prefix=""), ["a-1", "a-2", "ab", "b-1"])

    def after_goes_on_behind_a_name(self):
        for name in ["a", "b", "c", "d"]:
            self.fill(name, 1)
        self.assertEqual(self._names(after="b"), ["c", "d"])
        self.assertEqual(self._names(after="bb", limit=1), ["c"])
        self.assertEqual(self._names(after="d"), [])

    def after_and_prefix_go_together(self):
        for name in ["a-1", "a-2", "a-3", "b-1"]:
            self.fill(name, 1)
        self.assertEqual(self._names(prefix="a-", after="a-1"), ["a-2", "a-3"])
        self.assertEqual(self._names(prefix="b-", after="a-1"), ["b-1"])
        self.assertEqual(self._names(prefix="a-", after="b"), [])

    def a_limit_is_exact_and_1000_by_default(self):
        self.call("append", writes=[{"stream": f"s-{n:04}", "events": [event(n)]} for n in range(1100)])
        self.assertEqual(len(self._names()), 1000)
        self.assertEqual(len(self._names(limit=1001)), 1001)
        self.assertEqual(len(self._names(limit=2**53 - 1)), 1100)
        self.assertEqual(self._names(limit=2), ["s-0000", "s-0001"])
        self.assertEqual(self._names(limit=0), [])

    def members_of_the_wrong_kind_are_refused(self):
        for members in [{"prefix": 1}, {"prefix": None}, {"after": []}, {"limit": -1}, {"limit": 2**53}, {"limit": "1"}]:
            self.assert_refused("streams", **members)


class Waits(PipeCase):
    def a_wait_answers_at_once_when_the_head_lies_behind(self):
        self.fill("s", 3)
        self.assertEqual(self.call("wait", after=2, timeout_ms=60_000), {"head": 3})
        self.assertEqual(self.call("wait", after=0, timeout_ms=60_000), {"head": 3})

    def a_wait_has_no_timeout_by_default(self):
        self.assertEqual(self.call("wait", after=0), {"head": 0})
        self.assertEqual(self.call("wait", after=100), {"head": 0})

    def a_wait_answers_as_soon_as_the_head_lies_behind(self):
        id = self.pipe.send("wait", after=2, timeout_ms=60_000)
        self.fill("s", 2)
        self.assertEqual(self.head(), 2)
        self.assertFalse(self.pipe.has_reply(id))
        self.fill("s", 1)
        self.assertEqual(self.pipe.reply(id)["head"], 3)

    def a_wait_answers_with_the_head_at_its_timeout(self):
        self.fill("s", 2)
        self.assertEqual(self.call("wait", after=2, timeout_ms=100), {"head": 2})

    def waits_end_in_the_order_of_their_timeouts(self):
        late = self.pipe.send("wait", after=5, timeout_ms=60_000)
        early = self.pipe.send("wait", after=5, timeout_ms=10)
        self.assertEqual(self.pipe.reply(early)["head"], 0)
        self.assertFalse(self.pipe.has_reply(late))
        self.fill("s", 6)
        self.assertEqual(self.pipe.reply(late)["head"], 6)

    def each_wait_is_woken_for_its_own_place(self):
        ids = {after: self.pipe.send("wait", after=after, timeout_ms=60_000) for after in range(20)}
        for after, id in ids.items():
            self.fill("s", 1)
            self.assertGreater(self.pipe.reply(id)["head"], after)

    def every_event_wakes(self):
        id = self.pipe.send("wait", after=0, timeout_ms=60_000)
        self.call("delete", stream="s")
        self.assertEqual(self.pipe.reply(id)["head"], 1)

    def the_longest_timeout_is_taken(self):
        id = self.pipe.send("wait", after=0, timeout_ms=2**53 - 1)
        self.fill("s", 1)
        self.assertEqual(self.pipe.reply(id)["head"], 1)

    def after_takes_a_token(self):
        self.fill("s", 2)
        epoch = self.call("info")["epoch"]
        self.assertEqual(self.call("wait", after={"epoch": epoch, "position": 1}), {"head": 2})
        for token in [{"epoch": uuid(1), "position": 0}, {"epoch": epoch, "position": 3}]:
            self.assert_refused("wait", "wrong_epoch", after=token, timeout_ms=60_000)

    def a_wait_needs_a_position_and_takes_milliseconds(self):
        for members in [{}, {"after": -1}, {"after": "0"}, {"after": 0, "timeout_ms": -1}, {"after": 0, "timeout_ms": 1.5},
                        {"after": 0, "timeout_ms": "1"}, {"after": 0, "timeout_ms": 2**53}, {"after": 0, "timeout_ms": None}]:
            self.assert_refused("wait", **members)

    def another_process_wakes_a_wait(self):
        if self.kind == "memory":
            self.skipTest("a log in memory has one process")
        id = self.pipe.send("wait", after=0, timeout_ms=60_000)
        self.open().call("append", writes=[{"stream": "s", "events": [event(1)]}])
        self.assertEqual(self.pipe.reply(id)["head"], 1)

    def a_wait_outlasts_the_end_of_the_input(self):
        if self.kind == "memory":
            self.skipTest("a log in memory has one process")
        id = self.pipe.send("wait", after=0, timeout_ms=60_000)
        self.pipe.send("info")
        self.pipe.close_input()
        self.open().call("append", writes=[{"stream": "s", "events": [event(1)]}])
        self.assertEqual(self.pipe.reply(id)["head"], 1)
