"""Delete and truncate. docs/reference/pipe.md, the paragraph of that name and what the edges say of it."""
from pipe_case import PipeCase, event, uuid


class Deletes(PipeCase):
    def a_delete_writes_one_event_to_the_reserved_stream(self):
        self.fill("s", 3)
        answer = self.call("delete", stream="s")
        self.assertEqual(answer, {"outcome": "appended", "writes": [{"stream": "$streams", "first_revision": 0, "last_revision": 0}],
                                  "first_position": 4, "last_position": 4, "replayed": False})
        got = self.events(**{"from": 4})[0]
        self.assertEqual({name: got[name] for name in ["commit", "stream", "revision", "type", "data", "tags", "metadata"]},
                         {"commit": 4, "stream": "$streams", "revision": 0, "type": "$deleted", "data": {"stream": "s", "before": 3},
                          "tags": [], "metadata": {}})

    def the_types_are_deleted_tombstoned_and_truncated(self):
        self.fill("s", 3)
        self.call("truncate", stream="s", before=1)
        self.call("delete", stream="s")
        self.call("delete", stream="s", hard=True)
        self.assertEqual([(one["type"], one["data"]) for one in self.events(stream="$streams")],
                         [("$truncated", {"stream": "s", "before": 1}), ("$deleted", {"stream": "s", "before": 3}),
                          ("$tombstoned", {"stream": "s", "before": 3})])

    def they_write_their_event_also_when_they_change_nothing(self):
        self.call("delete", stream="never")
        self.call("delete", stream="never")
        self.call("truncate", stream="never", before=0)
        self.assertEqual([(one["type"], one["data"]["before"]) for one in self.events(stream="$streams")],
                         [("$deleted", 0), ("$deleted", 0), ("$truncated", 0)])

    def the_same_event_id_again_answers_replayed(self):
        self.fill("s", 2)
        for n, members in enumerate([{"op": "delete"}, {"op": "truncate", "before": 1}, {"op": "delete", "hard": True}]):
            op = members.pop("op")
            first = self.call(op, stream="s", event_id=uuid(n), **members)
            self.assertEqual(self.call(op, stream="s", event_id=uuid(n), **members), {**first, "replayed": True})
        self.assertEqual(self.head(), 5)
        self.assertEqual([one["id"] for one in self.events(stream="$streams")], [uuid(0), uuid(1), uuid(2)])

    def the_same_event_id_for_another_change_is_a_mismatch(self):
        self.fill("s", 2)
        self.call("delete", stream="s", event_id=uuid(1))
        self.assert_refused("delete", "idempotency_mismatch", stream="t", event_id=uuid(1))
        self.assert_refused("delete", "idempotency_mismatch", stream="s", hard=True, event_id=uuid(1))
        self.assert_refused("truncate", "idempotency_mismatch", stream="s", before=2, event_id=uuid(1))
        self.call("truncate", stream="s", before=1, event_id=uuid(2))
        self.assert_refused("truncate", "idempotency_mismatch", stream="s", before=0, event_id=uuid(2))
        self.assert_error(self.append("s", event(1, id=uuid(1))), "idempotency_mismatch")

    def a_delete_is_replayed_also_when_the_stream_went_on(self):
        self.fill("s", 2)
        first = self.call("delete", stream="s", event_id=uuid(1))
        self.fill("s", 2)
        self.assertEqual(self.call("delete", stream="s", event_id=uuid(1)), {**first, "replayed": True})
        self.assertEqual(self.revisions(stream="s"), [2, 3])

    def an_event_id_is_a_uuid(self):
        for id in ["", "x", 1, None]:
            self.assert_refused("delete", stream="s", event_id=id)
            self.assert_refused("truncate", stream="s", before=0, event_id=id)

    def after_a_soft_delete_a_stream_reads_as_empty(self):
        self.fill("s", 3)
        self.call("delete", stream="s")
        self.assertEqual(self.events(stream="s"), [])
        self.assertEqual(self.events(stream="s", direction="backward"), [])

    def after_a_soft_delete_no_stream_and_the_last_revision_hold_and_stream_exists_conflicts(self):
        self.fill("s", 3)
        self.call("delete", stream="s")
        for expected in ["any", "no_stream", 2]:
            self.assertEqual(self.call("append", checks=[{"stream": "s", "expected": expected}])["outcome"], "appended")
        self.assert_conflict(self.append("s", event(1), expected="stream_exists"), stream="s", expected="stream_exists", actual=2)
        self.assert_conflict(self.append("s", event(1), expected=1), stream="s", expected=1, actual=2)

    def after_a_soft_delete_appends_go_on_with_the_next_revision(self):
        self.fill("s", 3)
        self.call("delete", stream="s")
        answer = self.appended("s", event("new"), expected="no_stream")
        self.assertEqual(answer["writes"], [{"stream": "s", "first_revision": 3, "last_revision": 3}])
        self.assertEqual(self.revisions(stream="s"), [3])
        self.assert_conflict(self.append("s", event(1), expected="no_stream"), stream="s", expected="no_stream", actual=3)
        self.appended("s", event(1), expected="stream_exists")

    def a_delete_may_expect(self):
        self.fill("s", 2)
        self.assert_conflict(self.call("delete", stream="s", expected=0), stream="s", expected=0, actual=1)
        self.assert_conflict(self.call("delete", stream="never", expected="stream_exists"), stream="never", expected="stream_exists", actual=None)
        self.assertEqual(self.head(), 2)
        self.assertEqual(self.call("delete", stream="s", expected=1)["outcome"], "appended")

    def after_a_hard_delete_appends_answer_stream_deleted_for_ever(self):
        self.fill("s", 2)
        self.call("delete", stream="s", hard=True)
        for expected in ["any", "no_stream", "stream_exists", 1]:
            self.assert_error(self.append("s", event(1), expected=expected), "stream_deleted")
        self.assertEqual(self.events(stream="s"), [])

    def deleting_a_hard_deleted_stream_again_is_fine(self):
        self.call("delete", stream="s", hard=True)
        self.assertEqual(self.call("delete", stream="s", hard=True)["outcome"], "appended")
        self.assertEqual(self.call("delete", stream="s")["outcome"], "appended")
        self.assert_error(self.append("s", event(1)), "stream_deleted")

    def deleting_a_hard_deleted_stream_with_an_expected_revision_is_stream_deleted(self):
        self.fill("s", 2)
        self.call("delete", stream="s", hard=True)
        for hard in [False, True]:
            self.assert_refused("delete", "stream_deleted", stream="s", expected=1, hard=hard)
            self.assert_refused("delete", "stream_deleted", stream="s", expected=7, hard=hard)

    def truncating_a_hard_deleted_stream_is_allowed_and_changes_nothing(self):
        self.fill("s", 2)
        self.call("delete", stream="s", hard=True)
        self.assertEqual(self.call("truncate", stream="s", before=1)["outcome"], "appended")
        self.assertEqual(self.events(stream="s"), [])
        self.assert_error(self.append("s", event(1)), "stream_deleted")

    def a_hard_delete_of_what_was_never_written_closes_the_name(self):
        self.assertEqual(self.call("delete", stream="s", hard=True)["outcome"], "appended")
        self.assert_error(self.append("s", event(1)), "stream_deleted")
        self.assertEqual(self.events(stream="$streams")[0]["data"], {"stream": "s", "before": 0})

    def deleting_and_truncating_what_was_never_written_is_allowed(self):
        self.assertEqual(self.call("delete", stream="a")["outcome"], "appended")
        self.assertEqual(self.call("truncate", stream="b", before=5)["outcome"], "appended")
        for name in ["a", "b"]:
            answer = self.appended(name, event(1), expected="no_stream")
            self.assertEqual(answer["writes"][0]["first_revision"], 0)
            self.assertEqual(self.revisions(stream=name), [0])

    def truncate_hides_the_revisions_below(self):
        self.fill("s", 5)
        self.call("truncate", stream="s", before=2)
        self.assertEqual(self.revisions(stream="s"), [2, 3, 4])
        self.assertEqual(self.revisions(stream="s", direction="backward"), [4, 3, 2])
        self.assertEqual(self.revisions(stream="s", **{"from": 0}), [2, 3, 4])

    def truncate_is_clamped_to_the_end_and_stored_as_asked(self):
        self.fill("s", 3)
        self.call("truncate", stream="s", before=100)
        self.assertEqual(self.events(stream="s"), [])
        self.assertEqual(self.events(stream="$streams")[0]["data"], {"stream": "s", "before": 100})
        self.fill("s", 1)
        self.assertEqual(self.revisions(stream="s"), [3])

    def truncate_never_brings_events_back(self):
        self.fill("s", 5)
        self.call("truncate", stream="s", before=3)
        self.call("truncate", stream="s", before=1)
        self.assertEqual(self.revisions(stream="s"), [3, 4])
        self.call("delete", stream="s")
        self.call("truncate", stream="s", before=0)
        self.assertEqual(self.revisions(stream="s"), [])

    def a_truncated_stream_still_exists(self):
        self.fill("s", 2)
        self.call("truncate", stream="s", before=2)
        self.assert_conflict(self.append("s", event(1), expected="no_stream"), stream="s", expected="no_stream", actual=1)
        self.appended("s", event(1), expected="stream_exists")

    def truncate_needs_a_revision_before(self):
        for members in [{}, {"before": -1}, {"before": 1.5}, {"before": "1"}, {"before": None}, {"before": 2**53}]:
            self.assert_refused("truncate", stream="s", **members)
        self.assertEqual(self.call("truncate", stream="s", before=2**53 - 1)["outcome"], "appended")

    def delete_takes_true_or_false_for_hard(self):
        for hard in [1, "true", None, []]:
            self.assert_refused("delete", stream="s", hard=hard)
        self.fill("s", 1)
        self.call("delete", stream="s", hard=False)
        self.appended("s", event(1))

    def both_need_a_stream(self):
        self.assert_refused("delete")
        self.assert_refused("truncate", before=0)

    def hidden_events_stay_in_the_log(self):
        self.fill("s", 3)
        self.call("truncate", stream="s", before=2)
        self.call("delete", stream="s", hard=True)
        self.assertEqual(self.positions(), [1, 2, 3, 4, 5])
        self.assertEqual(self.positions(types=["noted"]), [1, 2, 3])
        self.assertEqual(self.positions(prefix="s", direction="backward"), [3, 2, 1])

    def hidden_events_count_for_query_conditions(self):
        self.appended("s", event(1, tags=["x"]))
        self.call("delete", stream="s", hard=True)
        self.assert_conflict(self.call("append", condition={"query": [{"tags": ["x"]}]}), position=1)

    def deletes_stand_after_the_log_is_opened_again(self):
        for name in ["soft", "hard", "cut"]:
            self.fill(name, 3)
        self.call("delete", stream="soft")
        self.call("delete", stream="hard", hard=True)
        self.call("delete", stream="closed", hard=True)
        self.call("truncate", stream="cut", before=1)
        before = self.call("streams")
        self.reopen()
        self.assertEqual(self.call("streams"), before)
        self.assertEqual(self.events(stream="soft"), [])
        self.assertEqual(self.revisions(stream="cut"), [1, 2])
        self.appended("soft", event(1), expected="no_stream")
        for name in ["hard", "closed"]:
            self.assert_error(self.append(name, event(1)), "stream_deleted")
