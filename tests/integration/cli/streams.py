"""Started without standard input, output or error: their numbers are not taken by anything else."""
import json
import os
import subprocess

from cli_case import CliCase

INPUT, OUTPUT, ERROR = range(3)
SERVED = {"append": (["append", "--stdin"], b'{"stream":"s","type":"t","data":7}\n'),
          "pipe": (["pipe"], b'{"op":"append","writes":[{"stream":"s","events":[{"type":"t","data":7}]}]}\n')}


class ClosedStreams(CliCase):
    def _without(self, closed, words, stdin=b""):
        """(exit code, standard output, standard error) of the program, with these descriptors closed as it starts."""
        def close():
            for one in closed:
                os.close(one)
        done = subprocess.run([self.program, *words, "--store", self.url], input=stdin, capture_output=True, timeout=60, preexec_fn=close)
        return done.returncode, done.stdout, done.stderr

    def _stands(self):
        """The data of the log, which is sound."""
        self.assertTrue(self.objects("verify")[-1]["sound"])
        return [one["data"] for one in self.objects("events")]

    def no_input_is_an_empty_one(self):
        for words, _ in SERVED.values():
            self.assertEqual(self._without([INPUT], words), (0, b"", b""))

    def an_answer_without_an_output_is_an_error_and_goes_nowhere_else(self):
        for count, (words, line) in enumerate(SERVED.values(), 1):
            code, shown, said = self._without([OUTPUT], words, line)
            self.assertEqual((code, shown), (1, b""))
            self.assertIn(b"cannot write the output", said)
            self.assertEqual(self._stands(), [7] * count)

    def shown_events_without_an_output_are_an_error(self):
        self.fill("s", 3)
        for words in [["events"], ["info"], ["streams"], ["verify"], ["append", "--stream", "s", "--type", "t", "--data", "3"]]:
            code, shown, said = self._without([OUTPUT], words)
            self.assertEqual((code, shown), (1, b""), words)
            self.assertIn(b"cannot write the output", said)
        self.assertEqual(self._stands(), [0, 1, 2, 3])

    def without_standard_error_all_goes_on(self):
        for count, (words, line) in enumerate(SERVED.values(), 1):
            code, shown, _ = self._without([ERROR], words, line)
            self.assertEqual((code, json.loads(shown)["outcome"]), (0, "appended"))
            self.assertEqual(self._stands(), [7] * count)

    def a_complaint_without_standard_error_goes_nowhere_else(self):
        self.fill("s", 3)
        self.assertEqual(self._without([ERROR], ["events", "--from", "x"]), (2, b"", b""))
        self.assertEqual(self._without([ERROR], ["verify"])[0], 0)
        self.assertEqual(self._stands(), [0, 1, 2])

    def without_any_of_them_the_program_ends(self):
        self.fill("s", 3)
        for words in [*(words for words, _ in SERVED.values()), ["events"], ["verify"]]:
            code = self._without([INPUT, OUTPUT, ERROR], words)[0]
            self.assertEqual(code, 1 if words[0] in ("events", "verify") else 0, words)
        self.assertEqual(self._stands(), [0, 1, 2])
