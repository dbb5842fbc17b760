"""verify: damage of every kind that a log can have is found."""
from cli_case import CliCase


class Verify(CliCase):
    def setUp(self):
        super().setUp()
        self.fill("a", 30, tags=["x"])
        self.fill("b", 20)

    def _checks(self):
        """The kinds of findings, after demanding that there are some."""
        found = self.objects("verify", code=1)
        self.assertFalse(found[-1]["sound"])
        self.assertEqual(found[-1]["findings"], len(found) - 1)
        return {one["check"] for one in found[:-1]}

    def a_sound_log_ends_with_0(self):
        self.assertEqual(self.objects("verify")[-1], {"sound": True, "events": 50, "streams": 2, "types": 1, "chunks": 0, "findings": 0})
        self.assertEqual(self.out("verify"), "sound: 50 events, 2 streams, 1 types, 0 chunks of postings\n")

    def changed_data_is_found_and_named(self):
        self.sql(self.path, "UPDATE varve_events SET data = '9' WHERE position = 7")
        found = self.objects("verify", code=1)
        self.assertEqual({one["position"] for one in found[:-1]}, {7})
        self.assertRegex(self.out("verify", code=1), r"(?m)^\w+ at position 7: .+$")

    def a_missing_event_is_found(self):
        self.sql(self.path, "DELETE FROM varve_events WHERE position = 7")
        self.assertTrue({"position"} <= self._checks())

    def a_changed_name_is_found(self):
        self.sql(self.path, "UPDATE varve_streams SET name = 'c' WHERE name = 'a'")
        self.assertIn("stream", self._checks())

    def a_changed_type_is_found(self):
        self.sql(self.path, "UPDATE varve_types SET name = 'other'")
        self.assertIn("type", self._checks())

    def a_log_in_memory_cannot_be_verified(self):
        self.ends(2, "verify", store="memory:", says="sqlite:PATH")
