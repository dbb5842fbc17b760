"""zombies.py [--postgres] [--caught-as WORDS] PROGRAM: processes keep views under leases; whoever holds one is paused past it (SIGSTOP)
until another has taken over, and then goes on (SIGCONT) as a zombie that believes it holds the lease still.

A process that is paused inside a transaction keeps everybody from writing, as SQLite has it; it is let go and counted apart. PostgreSQL
cuts it off.
No zombie may write anything, and no event may have its effect twice or not at all. With --caught-as PROGRAM has a bug, and the
test passes when it is found by these words. With --postgres log, leases and views are in the server that VARVE_TEST_POSTGRES names.
VARVE_LONG=1 goes on for longer.
"""

import argparse
import fcntl
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LONG = bool(os.environ.get("VARVE_LONG"))
TAKE_OVERS = 1000 if LONG else 200
TAKE_OVERS_WITH_A_BUG = 40
WORKERS = 3
TERM = 0.03  # seconds
PATIENCE = 60
FENCED = "was taken over by another runner"
LEASES = ["projection/takings/0", "projection/revenue/0"] + [f"projection/spread/{slice}" for slice in (0, 256, 512, 768)]


class Wrong(Exception):
    """Something that must not happen."""


class Process:
    def __init__(self, *command):
        self.said = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=self.said, stderr=self.said)

    @property
    def pid(self):
        return self.process.pid

    def is_ready(self):
        if self.process.poll() is not None:
            raise Wrong(f"a process ended with {self.process.returncode} before it was ready")
        return b"ready\n" in os.pread(self.said.fileno(), 1 << 20, 0)

    def end(self):
        """What it said."""
        self.process.communicate(timeout=PATIENCE)
        self.said.seek(0)
        if self.process.returncode != 0:
            raise Wrong(f"a process ended with {self.process.returncode}")
        return self.said.read()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


class Files:
    """Log, leases and views in files of a folder."""

    def __init__(self, folder):
        self.place = folder

    def place_of(self, worker):
        return self.place

    def is_there(self):
        return (Path(self.place) / "log.db").exists()

    def open(self, workers):
        folder = self.place
        self.log = sqlite3.connect(f"file:{folder}/log.db?mode=ro", uri=True, timeout=PATIENCE)
        self.locks = [f"{folder}/log.db-lock", f"{folder}/view.db-lock"]
        self.view = sqlite3.connect(f"file:{folder}/view.db?mode=ro", uri=True, timeout=PATIENCE)

    def holder(self, name):
        """The process that was given the lease last, and under which version."""
        row = self.log.execute("SELECT owner, version FROM varve_leases WHERE name = ?", (name,)).fetchone()
        return (int(row[0].split(":")[-2]), row[1]) if row and row[0] else (None, 0)

    def checkpoint(self, name):
        """Version and position of the view's range, which its new holder moves."""
        _, view, slice = name.split("/")
        return self.view.execute("SELECT version, position FROM varve_checkpoints WHERE projection = ? AND slice = ?",
                                 (view, int(slice))).fetchone()

    def is_outside(self, _):
        """Whether the process that was paused is in no transaction."""
        return all(is_free(lock) for lock in self.locks)


class Server:
    """The same in a PostgreSQL server."""

    def __init__(self, url):
        self.place = url
        self.asked = None

    def place_of(self, worker):
        return f"{self.place}?application_name=worker_{worker}"  # for whoever looks

    def is_there(self):
        return True

    def open(self, workers):
        self.asked = subprocess.Popen(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", self.place], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      text=True)

    def _ask(self, query):
        """The rows, each a list of texts."""
        self.asked.stdin.write(f"{query};\n\\echo done\n")
        self.asked.stdin.flush()
        rows = []
        for line in self.asked.stdout:
            if line == "done\n":
                return rows
            rows.append(line.rstrip("\n").split("|"))
        raise Wrong("psql ended")

    def holder(self, name):
        rows = self._ask(f"SELECT owner, version FROM varve.leases WHERE name = '{name}' AND owner IS NOT NULL")
        return (int(rows[0][0].split(":")[-2]), int(rows[0][1])) if rows else (None, 0)

    def checkpoint(self, name):
        _, view, slice = name.split("/")
        rows = self._ask(f"SELECT version, position FROM views.varve_checkpoints WHERE projection = '{view}' AND slice = {slice}")
        return tuple(map(int, rows[0])) if rows else None

    def is_outside(self, _):
        """Need not be: the server cuts off who is paused inside of a transaction."""
        return True


def until(what, found):
    """The first true answer of `found`."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer = found()
        if answer:
            return answer
        time.sleep(0.002)
    raise Wrong(f"waited for {PATIENCE} s in vain until {what}")


def is_free(lock):
    """Whether nobody who runs keeps the lock of a database file for long."""
    with open(lock, "r+b") as file:
        for _ in range(100):
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
                return True
            except BlockingIOError:
                time.sleep(0.001)
    return False


def pause_holder(leases, pids, name):
    """The process that holds the lease, paused outside of any transaction; the versions of lease and checkpoint, and how often
    another moment was needed."""
    def held():
        found = leases.holder(name)
        return found if found[0] in pids else None
    for moments in range(1000):
        holder, lease = until(f"somebody holds {name}", held)
        checkpoint = until(f"{name} has a checkpoint", lambda: leases.checkpoint(name))[0]
        os.kill(holder, signal.SIGSTOP)
        os.waitpid(holder, os.WUNTRACED)  # all its threads have stopped
        if leases.is_outside(holder):
            return holder, lease, checkpoint, moments
        os.kill(holder, signal.SIGCONT)
        time.sleep(0.003)
    raise Wrong(f"the holder of {name} is never outside of a transaction")


def take_over(leases, workers, name):
    """Pauses the holder until another works in its place, and lets it go on; how long that took, and how often the pause was
    tried before."""
    pids = [each.pid for each in workers]
    holder, lease, checkpoint, moments = pause_holder(leases, pids, name)
    began = time.monotonic()
    try:
        def other_holds():
            now, version = leases.holder(name)
            return version > lease and now in pids and now != holder
        until(f"another holds {name}", other_holds)
        took = time.monotonic() - began

        def raised():
            version, position = leases.checkpoint(name)
            return version > checkpoint and (position,)
        position, = until(f"another takes {name} over", raised)
        until(f"another moves {name}", lambda: leases.checkpoint(name)[1] > position)
    finally:
        os.kill(holder, signal.SIGCONT)
    return took, moments


def check(program, place):
    done = subprocess.run([program, "check", place], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Wrong(f"the views are wrong:\n{done.stdout}{done.stderr}")
    return int(done.stdout.splitlines()[-1])


def told(processes):
    """How each stands and the last that it said, for whoever has to find out why nothing goes on."""
    lines = []
    for each in processes:
        each.said.seek(0)
        lines.append(f"{each.process.args[1]} {each.pid}, ended with {each.process.poll()}: {each.said.read()[-400:].strip()}")
    return "\n".join(lines)


def run(program, leases, take_overs):
    feeder = Process(program, "feed", leases.place)
    workers = []
    try:
        return drive(program, leases, take_overs, feeder, workers)
    except Wrong as problem:
        raise Wrong(f"{problem}\n{told([feeder] + workers)}") from None
    finally:
        for each in [feeder] + workers:
            each.kill()


def drive(program, leases, take_overs, feeder, workers):
    until("the log is there", lambda: leases.is_there() and os.fstat(feeder.said.fileno()).st_size)
    workers += [Process(program, "work", leases.place_of(number), str(int(TERM * 1000))) for number in range(WORKERS)]
    until("all are at work", lambda: all(each.is_ready() for each in workers))
    leases.open(workers)
    done = [take_over(leases, workers, LEASES[number % len(LEASES)]) for number in range(take_overs)]
    took, moments = zip(*done)
    feeder.end()
    said = "".join(each.end() for each in workers)
    if "failed:" in said:
        raise Wrong(f"a worker failed:\n{said}")
    fenced = said.count(FENCED)
    events = check(program, leases.place)
    print(f"{take_overs} take-overs by {WORKERS} processes, {fenced} writes of zombies refused, {sum(moments)} pauses inside a transaction let go; {events} events, each with one "
          f"effect; taking over took {statistics.median(took) * 1000:.0f} ms, at most {max(took) * 1000:.0f} ms, of a term of "
          f"{TERM * 1000:.0f} ms")
    if fenced < take_overs // 20:
        raise Wrong(f"only {fenced} zombies tried to write: the fence was hardly tried")


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--caught-as", metavar="WORDS")
    words.add_argument("--postgres", action="store_true")
    words.add_argument("program")
    how = words.parse_args()
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="varve-zombies-", dir=base) as folder:
        try:
            place = Server(os.environ["VARVE_TEST_POSTGRES"]) if how.postgres else Files(folder)
            run(how.program, place, TAKE_OVERS_WITH_A_BUG if how.caught_as else TAKE_OVERS)
        except Wrong as problem:
            caught = how.caught_as is not None and how.caught_as in str(problem)
            print("caught:" if caught else "FAILED:", problem)
            return 0 if caught else 1
    if how.caught_as:
        print("FAILED: the planted bug was not caught")
    return 1 if how.caught_as else 0


sys.exit(main())
