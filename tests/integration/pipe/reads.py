"""Reading. docs/reference/pipe.md, the paragraph of that name and what the edges say of it."""
from pipe_case import PipeCase, event, uuid


def places(answer):
    """scanned, end and head: where a read stands."""
    return answer["scanned"], answer["end"], answer["head"]


class StreamReads(PipeCase):
    def setUp(self):
        super().setUp()
        self.fill("other", 1)
        self.fill("s", 5)

    def forward_begins_at_revision_0_and_backward_at_the_last(self):
        self.assertEqual(self.revisions(stream="s"), [0, 1, 2, 3, 4])
        self.assertEqual(self.revisions(stream="s", direction="forward"), [0, 1, 2, 3, 4])
        self.assertEqual(self.revisions(stream="s", direction="backward"), [4, 3, 2, 1, 0])

    def from_is_included(self):
        self.assertEqual(self.revisions(stream="s", **{"from": 3}), [3, 4])
        self.assertEqual(self.revisions(stream="s", direction="backward", **{"from": 1}), [1, 0])
        self.assertEqual(self.revisions(stream="s", **{"from": 4}), [4])
        self.assertEqual(self.revisions(stream="s", direction="backward", **{"from": 0}), [0])

    def past_the_end_backward_starts_at_the_end(self):
        for place in [4, 5, 100, 2**53 - 1]:
            answer = self.read(stream="s", direction="backward", limit=2, **{"from": place})
            self.assertEqual([one["revision"] for one in answer["events"]], [4, 3])

    def past_the_end_forward_gives_nothing_and_looks_at_nothing(self):
        for place in [5, 100, 2**53 - 1]:
            answer = self.read(stream="s", **{"from": place})
            self.assertEqual((answer["events"], *places(answer)), ([], None, True, 6))

    def scanned_is_the_last_revision_at_the_end_and_the_first_backward(self):
        self.assertEqual(places(self.read(stream="s")), (4, True, 6))
        self.assertEqual(places(self.read(stream="s", direction="backward")), (0, True, 6))

    def a_limit_is_exact_and_tells_where_to_go_on(self):
        answer = self.read(stream="s", limit=2)
        self.assertEqual(([one["revision"] for one in answer["events"]], *places(answer)), ([0, 1], 1, False, 6))
        answer = self.read(stream="s", limit=3, **{"from": answer["scanned"] + 1})
        self.assertEqual(([one["revision"] for one in answer["events"]], *places(answer)), ([2, 3, 4], 4, True, 6))
        answer = self.read(stream="s", limit=2, direction="backward")
        self.assertEqual(([one["revision"] for one in answer["events"]], *places(answer)), ([4, 3], 3, False, 6))
        answer = self.read(stream="s", limit=3, direction="backward", **{"from": answer["scanned"] - 1})
        self.assertEqual(([one["revision"] for one in answer["events"]], *places(answer)), ([2, 1, 0], 0, True, 6))

    def a_stream_that_is_not_there_gives_no_events(self):
        for direction in ["forward", "backward"]:
            answer = self.read(stream="absent", direction=direction)
            self.assertEqual((answer["events"], *places(answer)), ([], None, True, 6))

    def hidden_events_count_as_scanned(self):
        self.call("truncate", stream="s", before=3)
        answer = self.read(stream="s")
        self.assertEqual(([one["revision"] for one in answer["events"]], *places(answer)), ([3, 4], 4, True, 7))
        answer = self.read(stream="s", direction="backward")
        self.assertEqual(([one["revision"] for one in answer["events"]], *places(answer)), ([4, 3], 0, True, 7))
        self.call("delete", stream="s")
        answer = self.read(stream="s")
        self.assertEqual((answer["events"], *places(answer)), ([], 4, True, 8))
        answer = self.read(stream="s", direction="backward")
        self.assertEqual((answer["events"], *places(answer)), ([], 0, True, 8))

    def filters_work_on_streams_too(self):
        self.appended("cart-1", event(1, type="a"), event(2, type="b", tags=["x"]), event(3, type="a", tags=["x"]))
        self.assertEqual(self.revisions(stream="cart-1", types=["a"]), [0, 2])
        self.assertEqual(self.revisions(stream="cart-1", query=[{"tags": ["x"]}]), [1, 2])
        self.assertEqual(self.revisions(stream="cart-1", types=["a"], query=[{"tags": ["x"]}], direction="backward"), [2])
        self.assertEqual(self.revisions(stream="cart-1", categories=["cart"], prefix="cart-"), [0, 1, 2])
        self.assertEqual(self.revisions(stream="cart-1", categories=["order"]), [])
        self.assertEqual(self.revisions(stream="cart-1", prefix="order"), [])

    def a_filtered_read_scans_to_the_last_revision(self):
        self.appended("cart-1", event(1, type="a"), event(2, type="b"), event(3, type="b"))
        self.assertEqual(places(self.read(stream="cart-1", types=["a"])), (2, True, 9))
        self.assertEqual(places(self.read(stream="cart-1", types=["z"])), (2, True, 9))
        answer = self.read(stream="cart-1", types=["a"], limit=1)
        self.assertTrue(answer["end"])

    def from_on_a_stream_is_a_revision_only(self):
        epoch = self.call("info")["epoch"]
        for place in [{"epoch": epoch, "position": 0}, -1, 2**53, 1.5, "0", None]:
            self.assert_refused("read", stream="s", **{"from": place})


class LogReads(PipeCase):
    def setUp(self):
        super().setUp()
        self.fill("cart-1", 2)
        self.fill("order-1", 2)
        self.fill("cart-2", 2)

    def forward_begins_at_position_1_and_backward_at_the_head(self):
        self.assertEqual(self.positions(), [1, 2, 3, 4, 5, 6])
        self.assertEqual(self.positions(direction="backward"), [6, 5, 4, 3, 2, 1])

    def from_is_included(self):
        self.assertEqual(self.positions(**{"from": 5}), [5, 6])
        self.assertEqual(self.positions(direction="backward", **{"from": 2}), [2, 1])

    def forward_from_0_is_from_1(self):
        answer = self.read(limit=2, **{"from": 0})
        self.assertEqual(([one["position"] for one in answer["events"]], *places(answer)), ([1, 2], 2, False, 6))

    def backward_from_0_looks_at_nothing(self):
        answer = self.read(direction="backward", **{"from": 0})
        self.assertEqual((answer["events"], *places(answer)), ([], None, True, 6))

    def past_the_end_backward_starts_at_the_end(self):
        for place in [6, 7, 1000, 2**53 - 1]:
            answer = self.read(direction="backward", limit=2, **{"from": place})
            self.assertEqual([one["position"] for one in answer["events"]], [6, 5])

    def past_the_end_forward_gives_nothing_and_looks_at_nothing(self):
        for place in [7, 1000, 2**53 - 1]:
            answer = self.read(**{"from": place})
            self.assertEqual((answer["events"], *places(answer)), ([], None, True, 6))

    def the_limit_is_1000_by_default(self):
        self.fill("many", 1000)
        answer = self.read()
        self.assertEqual((len(answer["events"]), *places(answer)), (1000, 1000, False, 1006))

    def a_limit_is_exact_also_inside_a_commit(self):
        for limit in [1, 3, 5, 6, 7]:
            self.assertEqual(self.positions(limit=limit), list(range(1, min(limit, 6) + 1)))
        answer = self.read(limit=6)
        self.assertEqual(places(answer), (6, True, 6))
        self.assertEqual(places(self.read(limit=5)), (5, False, 6))

    def limit_0_gives_no_events_and_looks_at_nothing(self):
        for members in [{}, {"direction": "backward"}, {"stream": "cart-1"}, {"types": ["noted"]}]:
            answer = self.read(limit=0, **members)
            self.assertEqual((answer["events"], answer["scanned"], answer["head"]), ([], None, 6))

    def scanned_is_the_head_at_the_end_of_the_log(self):
        self.assertEqual(places(self.read()), (6, True, 6))
        self.assertEqual(places(self.read(categories=["order"])), (6, True, 6))
        self.assertEqual(places(self.read(types=["absent"])), (6, True, 6))
        self.assertEqual(places(self.read(direction="backward")), (1, True, 6))
        self.assertEqual(places(self.read(categories=["order"], direction="backward")), (1, True, 6))

    def scanned_tells_what_is_given_or_does_not_match(self):
        answer = self.read(categories=["order"], limit=1)
        self.assertEqual([one["position"] for one in answer["events"]], [3])
        self.assertFalse(answer["end"])
        self.assertEqual(self.positions(categories=["order"], **{"from": answer["scanned"] + 1}), [4])
        answer = self.read(categories=["order"], limit=1, direction="backward")
        self.assertEqual([one["position"] for one in answer["events"]], [4])
        self.assertEqual(self.positions(categories=["order"], direction="backward", **{"from": answer["scanned"] - 1}), [3])

    def a_walk_by_scanned_gives_every_matching_event_once(self):
        for limit in [1, 2, 3]:
            for direction, step in [("forward", 1), ("backward", -1)]:
                seen, at = [], {}
                while True:
                    answer = self.read(categories=["cart"], limit=limit, direction=direction, **at)
                    seen += [one["position"] for one in answer["events"]]
                    if answer["end"]:
                        break
                    at = {"from": answer["scanned"] + step}
                self.assertEqual(seen, [1, 2, 5, 6][::step])

    def end_tells_that_nothing_more_that_matches_stands_there(self):
        self.assertTrue(self.read(categories=["order"], limit=2)["end"])
        self.assertFalse(self.read(categories=["order"], limit=1)["end"])
        self.assertTrue(self.read(categories=["cart"], limit=2, direction="backward", **{"from": 4})["end"])

    def on_an_empty_log_nothing_was_looked_at(self):
        self.name_another_log()
        empty = self.open()
        for direction in ["forward", "backward"]:
            self.assertEqual(empty.call("read", direction=direction), {"events": [], "head": 0, "scanned": None, "end": True})
        self.assertEqual(empty.call("read", **{"from": 0}), {"events": [], "head": 0, "scanned": None, "end": True})

    def filters_are_joined_by_and(self):
        self.appended("cart-3", event(1, type="a", tags=["x"]), event(2, type="b", tags=["x"]), event(3, type="a"))
        self.appended("order-3", event(4, type="a", tags=["x"]))
        self.assertEqual(self.positions(types=["a"]), [7, 9, 10])
        self.assertEqual(self.positions(types=["a"], categories=["cart"]), [7, 9])
        self.assertEqual(self.positions(types=["a"], categories=["cart"], query=[{"tags": ["x"]}]), [7])
        self.assertEqual(self.positions(types=["a", "b"], prefix="cart-3", query=[{"tags": ["x"]}]), [7, 8])
        self.assertEqual(self.positions(types=["a"], prefix="order-3", categories=["cart"]), [])

    def a_query_is_any_of_its_items(self):
        self.appended("s", event(1, type="a", tags=["x", "y"]), event(2, type="b", tags=["x"]), event(3, type="c"))
        self.assertEqual(self.positions(query=[{"types": ["a"]}, {"types": ["c"]}]), [7, 9])
        self.assertEqual(self.positions(query=[{"tags": ["x"]}]), [7, 8])
        self.assertEqual(self.positions(query=[{"tags": ["y", "x"]}, {"types": ["c"], "tags": []}]), [7, 9])
        self.assertEqual(self.positions(query=[{"types": ["b"], "tags": ["y"]}]), [])
        self.assertEqual(self.positions(query=[{}], **{"from": 7}), [7, 8, 9])

    def a_category_ends_before_the_first_dash(self):
        self.fill("cart", 1)
        self.fill("cart-1-2", 1)
        self.fill("carts-1", 1)
        self.fill("-1", 1)
        self.assertEqual(self.positions(categories=["cart"]), [1, 2, 5, 6, 7, 8])
        self.assertEqual(self.positions(categories=["carts", "order"]), [3, 4, 9])

    def a_prefix_is_of_the_name(self):
        self.assertEqual(self.positions(prefix="cart-"), [1, 2, 5, 6])
        self.assertEqual(self.positions(prefix="cart-2"), [5, 6])
        self.assertEqual(self.positions(prefix="o"), [3, 4])
        self.assertEqual(self.positions(prefix="x"), [])

    def empty_lists_filter_nothing(self):
        everything = [1, 2, 3, 4, 5, 6]
        for members in [{"types": []}, {"categories": []}, {"query": []}, {"prefix": ""}, {"types": [], "categories": [], "query": []}]:
            self.assertEqual(self.positions(**members), everything)

    def events_of_dollar_streams_stand_in_the_unfiltered_log(self):
        self.call("delete", stream="cart-1")
        self.assertEqual(self.events()[-1]["type"], "$deleted")
        self.assertEqual(self.events(query=[], types=[])[-1]["stream"], "$streams")

    def a_filter_shows_events_of_dollar_streams_only_when_it_names_them(self):
        self.call("delete", stream="cart-1")
        self.call("truncate", stream="cart-2", before=1)
        for members in [{"query": [{}]}, {"types": ["noted"]}, {"categories": ["cart"]}, {"query": [{"types": ["noted"]}]}]:
            self.assertNotIn(7, self.positions(**members))
            self.assertNotIn(8, self.positions(**members))
        self.assertEqual(self.positions(types=["$deleted"]), [7])
        self.assertEqual(self.positions(types=["$deleted", "$truncated"]), [7, 8])
        self.assertEqual(self.positions(categories=["$streams"]), [7, 8])
        self.assertEqual(self.positions(prefix="$"), [7, 8])
        self.assertEqual(self.positions(query=[{"types": ["$truncated"]}]), [8])

    def from_takes_a_token(self):
        epoch = self.call("info")["epoch"]
        self.assertEqual(self.positions(**{"from": {"epoch": epoch, "position": 5}}), [5, 6])
        self.assertEqual(self.positions(**{"from": {"epoch": epoch.upper(), "position": 0}}), [1, 2, 3, 4, 5, 6])
        self.assertEqual(self.positions(direction="backward", **{"from": {"epoch": epoch, "position": 2}}), [2, 1])
        self.assertEqual(self.positions(**{"from": {"epoch": epoch, "position": 7}}), [])

    def a_token_of_another_log_is_wrong_epoch(self):
        epoch = self.call("info")["epoch"]
        for direction in ["forward", "backward"]:
            for place in [{"epoch": uuid(1), "position": 1}, {"epoch": uuid(1), "position": 0}, {"epoch": epoch, "position": 100}]:
                self.assert_refused("read", "wrong_epoch", direction=direction, **{"from": place})

    def members_of_the_wrong_kind_are_refused(self):
        for members in [{"stream": 1}, {"stream": None}, {"direction": "up"}, {"direction": None}, {"limit": -1}, {"limit": 1.5},
                        {"limit": "1"}, {"limit": 2**53}, {"limit": None}, {"types": "a"}, {"types": [1]}, {"categories": {}},
                        {"prefix": 1}, {"query": {}}, {"query": [{"types": {}}]}, {"query": [[]]}]:
            self.assert_refused("read", **members)

    def a_huge_limit_is_fine(self):
        self.assertEqual(len(self.events(limit=2**53 - 1)), 6)
