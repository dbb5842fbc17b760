"""One run of the workload, with whatever is injected into it, and a look at what it left behind."""

import os
import subprocess
import tempfile

import tracing


class Companion:
    """A second process that writes and reads beside the workload."""

    def __init__(self, subject, folder):
        self.process = subprocess.Popen([subject, "accompany", folder], text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        if self.process.stdout.readline() != "ready\n":
            raise RuntimeError("the second process did not open the log")
        self.last_words = []

    def turn(self, number):
        """What it says that it wrote; nothing when it has ended, of which `end` and `kill` tell."""
        try:
            print(number, file=self.process.stdin, flush=True)
        except BrokenPipeError:
            pass  # its last words wait in the other pipe
        said = self.process.stdout.readline()
        if said.startswith("guest "):
            return said
        self.last_words.append(said.strip())
        return ""

    def end(self):
        """Lets it end. What is wrong with how it did."""
        said, _ = self.process.communicate()
        if self.process.returncode != 0:
            self.last_words.append(said.strip())
        return self.faults()

    def kill(self):
        """What is wrong with how it had ended before."""
        self.process.kill()
        self.process.communicate()
        return self.faults()

    def faults(self):
        if not self.last_words:
            return []
        return [f"the second process has ended with {self.process.returncode}: " + " ".join(filter(None, self.last_words))]


class Run:
    """Runs once in a folder of its own. `said` are the acknowledgements, `code` how it ended."""

    LAST_TURN = 99

    def __init__(self, subject, base, accompanied):
        self.subject = subject
        self.room = tempfile.TemporaryDirectory(dir=base, prefix="varve-crash-")
        self.folder = self.room.name
        self.companion = Companion(subject, self.folder) if accompanied else None
        self.companion_faults = []
        self.said = []
        self.code = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.companion:
            self.companion.kill()
        self.room.cleanup()

    def work(self, call, path=None, inject=None, **how):
        """The workload, with a turn for the second process now and then."""
        self.trace(["work", self.folder] + (["turns"] if self.companion else []), "turn ", call, path, inject, **how)
        if self.companion:
            self.said.append(self.companion.turn(self.LAST_TURN))  # nobody is in its way for good

    def endure(self, ending, call, path=None, inject=None, meddling=False, **how):
        """The workload on a disk that fails. Afterwards nobody is left alive. With `meddling` the second process writes
        whenever the first is in doubt."""
        self.trace(["endure", self.folder, ending], "unknown " if meddling else None, call, path, inject, **how)
        if self.companion:
            self.companion_faults = self.companion.kill()
            self.companion = None

    def trace(self, words, turn, call, path, inject, **how):
        line = tracing.traced([self.subject] + words, call, path and f"{self.folder}/{path}".removesuffix("/."), inject, **how)
        turns = 0
        with subprocess.Popen(line, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as work:
            for said in work.stdout:
                self.said.append(said)
                if turn and self.companion and said.startswith(turn):
                    self.said.append(self.companion.turn(turns))
                    turns += 1
                    self.go_on(work)
        self.code = work.returncode

    @staticmethod
    def go_on(work):
        try:
            os.write(work.stdin.fileno(), b"\n")
        except BrokenPipeError:
            pass  # it was killed meanwhile

    def faults(self):
        """What is wrong with what it left behind."""
        look = subprocess.run([self.subject, "inspect", self.folder], input="".join(self.said), text=True,
                              capture_output=True, check=False)
        found = (look.stdout + look.stderr).splitlines()
        if look.returncode != 0 and not found:
            found = [f"the inspection ended with {look.returncode}"]
        return found + (self.companion.end() if self.companion else self.companion_faults)
