"""zombies.py [--caught-as WORDS] PROGRAM: processes keep views under leases; whoever holds one is paused past it (SIGSTOP)
until another has taken over, and then goes on (SIGCONT) as a zombie that believes it holds the lease still.

A process that is paused inside a transaction keeps everybody from writing, as SQLite has it; it is let go and counted apart.
No zombie may write anything, and no event may have its effect twice or not at all. With --caught-as PROGRAM has a bug, and the
test passes when it is found by these words. VARVE_LONG=1 goes on for longer.
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
TERM = 0.06  # seconds
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


class Leases:
    """What stands in the log's file, and in that of the views."""

    def __init__(self, folder):
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
        if all(is_free(lock) for lock in leases.locks):
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


def check(program, folder):
    done = subprocess.run([program, "check", folder], capture_output=True, text=True, check=False)
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


def run(program, folder, take_overs):
    feeder = Process(program, "feed", folder)
    workers = []
    try:
        return drive(program, folder, take_overs, feeder, workers)
    except Wrong as problem:
        raise Wrong(f"{problem}\n{told([feeder] + workers)}") from None
    finally:
        for each in [feeder] + workers:
            each.kill()


def drive(program, folder, take_overs, feeder, workers):
    until("the log is there", lambda: (Path(folder) / "log.db").exists() and os.fstat(feeder.said.fileno()).st_size)
    workers += [Process(program, "work", folder, str(int(TERM * 1000))) for _ in range(WORKERS)]
    until("all are at work", lambda: all(os.fstat(each.said.fileno()).st_size for each in workers))
    leases = Leases(folder)
    done = [take_over(leases, workers, LEASES[number % len(LEASES)]) for number in range(take_overs)]
    took, moments = zip(*done)
    feeder.end()
    said = "".join(each.end() for each in workers)
    if "failed:" in said:
        raise Wrong(f"a worker failed:\n{said}")
    fenced = said.count(FENCED)
    events = check(program, folder)
    print(f"{take_overs} take-overs by {WORKERS} processes, {fenced} writes of zombies refused, {sum(moments)} pauses inside a transaction let go; {events} events, each with one "
          f"effect; taking over took {statistics.median(took) * 1000:.0f} ms, at most {max(took) * 1000:.0f} ms, of a term of "
          f"{TERM * 1000:.0f} ms")
    if fenced < take_overs // 20:
        raise Wrong(f"only {fenced} zombies tried to write: the fence was hardly tried")


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--caught-as", metavar="WORDS")
    words.add_argument("program")
    how = words.parse_args()
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="varve-zombies-", dir=base) as folder:
        try:
            run(how.program, folder, TAKE_OVERS_WITH_A_BUG if how.caught_as else TAKE_OVERS)
        except Wrong as problem:
            caught = how.caught_as is not None and how.caught_as in str(problem)
            print("caught:" if caught else "FAILED:", problem)
            return 0 if caught else 1
    if how.caught_as:
        print("FAILED: the planted bug was not caught")
    return 1 if how.caught_as else 0


sys.exit(main())
