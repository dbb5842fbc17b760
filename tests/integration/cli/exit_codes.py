"""How the program ends, and what it says then. docs/reference/cli.md, "Exit codes"."""
import contextlib
import json
import signal
import subprocess

from cli_case import CliCase, uuid

COMMANDS = ["append", "events", "info", "pipe", "projections", "stream", "streams", "verify"]


class ExitCodes(CliCase):
    def _run(self, *words):
        return subprocess.run([self.program, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)

    def what_makes_no_sense_ends_with_2(self):
        for words in [[], ["fly"], ["info"], ["info", "--store"], ["info", "--store", self.url, "more"], ["--fly"], ["stream", "--store", self.url],
                      ["events", "--store", self.url, "--fly"], ["append", "--store", self.url],
                      ["append", "--store", self.url, "--stream", "s", "--type", "t"],
                      ["append", "--store", self.url, "--stdin", "--stream", "s"],
                      ["append", "--store", self.url, "--concurrency", "3"]]:
            done = self._run(*words)
            self.assertEqual((done.returncode, done.stdout), (2, b""), (words, done))
            self.assertIn(b"--help", done.stderr)
        self.assertFalse(self.path.exists())

    def a_word_that_is_no_command_is_named(self):
        for words, kind, word in [(["frob"], "command", "frob"), (["help"], "command", "help"), (["frob", "--store", self.url], "command", "frob"),
                                  (["--fly"], "option", "--fly")]:
            done = self._run(*words)
            self.assertEqual((done.returncode, done.stdout, done.stderr.decode()), (2, b"", f"unknown {kind} '{word}'; see varve --help\n"))

    def numbers_are_whole_and_below_2_to_the_53(self):
        for word in ["-1", "1.5", "x", str(2**53), "1e3", "1 "]:
            self.ends(2, "events", f"--limit={word}", says="from 0 to below 2^53")
        for word in ["0", "8001", "-1", "x"]:
            self.ends(2, "append", "--stdin", f"--concurrency={word}", says="from 1 to 8000")

    def an_empty_word_does_not_pass_for_an_option_left_out(self):
        append = ["append", "--stream", "s", "--type", "t", "--data", "1"]
        for words, option in [(append, "--id"), (append, "--metadata"), (append, "--occurred-at"), (["events"], "--from"),
                              (["projections"], "--read-model")]:
            self.ends(2, *words, option, "", says=f"{option}: is empty; leave it out, or name one")

    def a_store_that_is_no_url_ends_with_2(self):
        for url, why in [("shop.db", "sqlite:PATH"), ("memory:x", "memory:"), ("sqlite:", "path")]:
            done = self._run("info", f"--store={url}")
            self.assertEqual(done.returncode, 2)
            self.assertIn(why, done.stderr.decode())

    def a_kind_of_store_that_is_not_here_ends_with_5_and_tells_no_secret(self):
        done = self._run("info", "--store", "oracle://me:secret@host/shop")
        self.assertEqual(done.returncode, 5)
        self.assertIn(b"oracle:", done.stderr)
        self.assertNotIn(b"secret", done.stderr)

    def a_log_that_is_not_there_ends_with_4_and_is_not_made(self):
        for command, words in [("info", []), ("streams", []), ("events", []), ("stream", ["s"]), ("projections", []), ("verify", [])]:
            self.ends(4, command, *words, says=str(self.path))
        self.assertEqual(list(self.folder.iterdir()), [])

    def a_stream_that_was_never_written_ends_with_4(self):
        self.fill("s", 1)
        self.ends(4, "stream", "t", says="no stream 't'")

    def a_conflict_ends_with_3(self):
        self.fill("s", 1)
        words = ["--stream", "s", "--type", "t", "--data", "1"]
        self.ends(3, "append", *words, "--expected", "no_stream", says="its last revision is 0")
        self.ends(3, "append", *words, "--expected", "7", says="its last revision is 0")
        self.ends(3, "append", "--stream", "new", *words[2:], "--expected", "stream_exists", says="never written")

    def the_same_id_for_something_else_ends_with_3(self):
        words = ["--stream", "s", "--type", "t", "--id", uuid(1)]
        self.out("append", *words, "--data", "1")
        self.ends(3, "append", *words, "--data", "2")

    def a_file_that_is_no_log_ends_with_5(self):
        (self.folder / "notes.txt").write_text("not a log " * 1000)
        self.ends(5, "info", store=f"sqlite:{self.folder}/notes.txt", says="notes.txt")
        self.ends(5, "append", "--stream", "s", "--type", "t", "--data", "1", store=f"sqlite:{self.folder}", says="is a folder")

    def damage_ends_with_6(self):
        self.fill("s", 3)
        self.sql(self.path, "UPDATE varve_events SET data = '9' WHERE position = 2")
        done = self.varve("events")
        self.assertEqual(done.returncode, 6, done)
        self.assertIn(b"damaged", done.stderr)

    def a_place_of_another_history_ends_with_7(self):
        self.fill("s", 3)
        for place in [f"{uuid(9)}:2", f"{uuid(9)}:1"]:
            for words in [[], ["--backward"]]:
                self.ends(7, "events", "--from", place, *words, says=f"--from {place} belongs to a history")
        epoch = self.objects("info")[0]["epoch"]
        self.assertEqual([one["position"] for one in self.objects("events", "--from", f"{epoch}:2")], [2, 3])

    def an_output_that_cannot_be_written_ends_with_1(self):
        self.fill("s", 1)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([self.program, "events", "--store", self.url], stdout=full, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"cannot write the output", done.stderr)

    def help_that_cannot_be_written_ends_with_1(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([self.program, "--help"], stdout=full, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (1, b"varve: cannot write the output\n"))

    def an_output_that_nobody_reads_ends_as_by_sigpipe(self):
        self.fill("s", 5000, metadata={"much": "x" * 100})
        process = subprocess.Popen([self.program, "events", "--store", self.url, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.readline()
        process.stdout.close()
        self.assertEqual((process.wait(timeout=60), process.stderr.read()), (-signal.SIGPIPE, b""))
        process.stderr.close()

    def _interrupted(self, signal_sent):
        with subprocess.Popen([self.program, "append", "--store", self.url, "--stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            process.stdin.write(b'{"stream":"s","type":"t","data":1}\n{"stream":"s","type":"t","da')
            process.stdin.flush()
            self.assertEqual(json.loads(process.stdout.readline())["position"], 1)
            process.send_signal(signal_sent)
            self.assertEqual((process.stdout.read(), process.stderr.read()), (b"", b""))
            return process.wait(timeout=60)

    def sigint_ends_with_130_and_sigterm_with_143(self):
        self.assertEqual(self._interrupted(signal.SIGINT), 130)
        self.path.unlink()
        self.assertEqual(self._interrupted(signal.SIGTERM), 143)

    def sigterm_ends_also_what_nobody_reads_the_answers_of(self):
        append, ask = b'{"stream":"s","type":"t","data":1}\n', b'{"op":"info"}\n'
        with contextlib.ExitStack() as stack:
            stuck = []
            for words, line in [(["append", "--stdin"], append), (["pipe"], ask)]:
                process = stack.enter_context(subprocess.Popen([self.program, *words, "--store", "memory:"], stdin=subprocess.PIPE,
                                                               stdout=subprocess.PIPE))
                process.stdin.write(line * 5000)  # whose answers no pipe holds
                process.stdin.flush()
                self.assertTrue(process.stdout.read(1))
                process.send_signal(signal.SIGTERM)
                stuck.append(process)
            self.assertEqual([process.wait(timeout=60) for process in stuck], [143, 143])

    def sigint_ends_a_pipe_in_good_order(self):
        with subprocess.Popen([self.program, "pipe", "--store", "memory:"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            process.stdin.write(b'{"id":1,"op":"info"}\n{"id":2,"op":"wait","after":5,"timeout_ms":3600000}\n')
            process.stdin.flush()
            self.assertEqual(json.loads(process.stdout.readline())["id"], 1)
            process.send_signal(signal.SIGINT)
            self.assertEqual(json.loads(process.stdout.readline()), {"id": 2, "head": 0})
            self.assertEqual(process.wait(timeout=60), 130)


class Words(CliCase):
    def _said(self, *words):
        done = subprocess.run([self.program, *words], capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""), done)
        return done.stdout.decode()

    def help_lists_the_commands_and_the_exit_codes(self):
        text = self._said("--help")
        for word in [*COMMANDS, "Exit codes", "130"]:
            self.assertIn(word, text)
        self.assertEqual(text, self._said("-h"))

    def help_of_each_command_has_an_example(self):
        for command in COMMANDS:
            text = self._said(command, "--help")
            self.assertIn(f"Example:\n  varve {command} --store", text)
            self.assertIn("--json", text)

    def the_version_is_told(self):
        self.assertRegex(self._said("--version"), r"^varve \d+\.\d+\.\d+\n$")

    def help_of_append_lists_no_options_behind_an_option(self):
        text = self._said("append", "--help")
        self.assertNotIn("Excludes", text)
        self.assertIn("--concurrency N=1024", text)

    def an_option_that_may_be_repeated_takes_one_word_each_time(self):
        self.fill("s", 2, type="a")
        self.fill("s", 1, type="b")
        shown = self.objects("stream", "--type", "a", "--type", "c", "s")
        self.assertEqual([one["revision"] for one in shown], [0, 1])
