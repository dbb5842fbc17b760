"""What people see: tables and progress on a terminal and elsewhere."""
import json
import os
import pty
import subprocess

from cli_case import CliCase


class TerminalCase(CliCase):
    def _on_terminal(self, command, *words, stream="stdout", stdin=subprocess.DEVNULL, **wishes):
        """(exit code, what a terminal was given as one of the outputs, the other output)."""
        ours, theirs = pty.openpty()
        outputs = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: theirs}
        process = subprocess.Popen([self.program, command, "--store", self.url, *words], stdin=stdin, **outputs,
                                   env=self.environment(**wishes))
        os.close(theirs)
        with process:
            shown = b""
            while chunk := self._read(ours):
                shown += chunk
            other = (process.stderr if stream == "stdout" else process.stdout).read()
        os.close(ours)
        return process.returncode, shown.decode().replace("\r\n", "\n"), other.decode()

    @staticmethod
    def _read(terminal):
        try:
            return os.read(terminal, 65536)
        except OSError:
            return b""  # nobody writes any more


class Terminals(TerminalCase):
    HEADING = "POSITION  STREAM  REVISION  TYPE   OCCURRED AT           DATA"

    def setUp(self):
        super().setUp()
        self.fill("s", 1)

    def a_heading_is_bold_on_a_terminal(self):
        self.assertIn(f"\033[1m{self.HEADING}\033[0m\n", self._on_terminal("events")[1])

    def no_color_and_a_dumb_terminal_get_plain_text(self):
        for wishes in [{"NO_COLOR": "1"}, {"TERM": "dumb"}]:
            shown = self._on_terminal("events", **wishes)[1]
            self.assertTrue(shown.startswith(self.HEADING + "\n"), shown)
            self.assertNotIn("\033", shown)

    def a_table_elsewhere_has_no_colors_and_all_its_columns(self):
        self.fill("long", 1, metadata={}, type="t" * 200)
        text = self.out("events")
        self.assertNotIn("\033", text)
        self.assertIn("t" * 200 + "  2020", text)

    def a_table_is_cut_at_the_width_that_columns_says(self):
        for line in self._on_terminal("events", COLUMNS="30", NO_COLOR="1")[1].splitlines():
            self.assertLessEqual(len(line), 30)
        self.assertEqual(self.out("events", COLUMNS="20").splitlines()[0], self.HEADING[:20])


class Progress(TerminalCase):
    def setUp(self):
        super().setUp()
        self.fill("s", 50)

    def _file_of_lines(self):
        """Somewhat more than a mebibyte of lines to append."""
        lines = self.folder / "lines.ndjson"
        lines.write_text("".join(json.dumps({"stream": "t", "type": "t", "data": "x" * 1000}) + "\n" for _ in range(1100)))
        return lines

    def _append_file(self, *words):
        with open(self._file_of_lines(), "rb") as lines:
            return subprocess.run([self.program, "append", "--store", self.url, "--stdin", *words], stdin=lines, capture_output=True, timeout=60)

    def a_bar_is_drawn_in_place_on_a_terminal(self):
        code, shown, data = self._on_terminal("verify", stream="stderr")
        self.assertEqual(code, 0)
        self.assertRegex(shown, r"^(\rverify  \[[#.]+\] +\d+ %.*\033\[K)+\n$")
        self.assertIn("[##############################]  100 %", shown)
        self.assertNotIn("%", data)

    def a_dumb_terminal_gets_lines(self):
        self.assertEqual(self._on_terminal("verify", stream="stderr", TERM="dumb")[1].splitlines()[-1], "verify: 100 %")

    def elsewhere_it_is_a_line_for_each_tenth(self):
        done = self._append_file()
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stderr.decode(), "".join(f"append: {percent} %\n" for percent in range(10, 101, 10)))
        self.assertEqual(len(done.stdout.splitlines()), 1100)

    def a_short_one_says_only_that_all_is_done(self):
        self.assertEqual(self.varve("verify").stderr, b"verify: 100 %\n")

    def for_json_it_is_lines_of_json_on_standard_error(self):
        done = self._append_file("--json")
        told = [json.loads(line) for line in done.stderr.decode().splitlines()]
        size = (self.folder / "lines.ndjson").stat().st_size
        self.assertEqual(told[-1], {"progress": "append", "done": size, "of": size, "percent": 100})
        self.assertEqual({json.loads(line)["outcome"] for line in done.stdout.splitlines()}, {"appended"})

    def a_little_input_and_one_of_unknown_length_need_none(self):
        line = b'{"stream":"t","type":"t","data":1}\n'
        self.assertEqual(self.varve("append", "--stdin", stdin=line * 5000).stderr, b"")
        (self.folder / "few").write_bytes(line)
        with open(self.folder / "few", "rb") as few:
            done = subprocess.run([self.program, "append", "--store", self.url, "--stdin"], stdin=few, capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
