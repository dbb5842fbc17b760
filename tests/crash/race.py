"""race.py [--kill] [--caught-as WORDS] RACER: sixteen racers want the same thing, and one of them gets it, each round.

They race for the next revision of a stream, for a condition behind the last winner, and for one over the whole log; in one
process and in four, while tag postings are merged every 7 events. With --kill other processes are killed inside a merge
meanwhile. With --caught-as RACER has a bug, and the test passes when it is found by these words. VARVE_LONG=1 goes on for longer.
"""

import argparse
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import tracing

SHARED_MEMORY = "/dev/shm"  # what kill -9 leaves behind is the same in memory, and no disk slows the race
RACERS = 16
LONG = bool(os.environ.get("VARVE_LONG"))
ROUNDS = 3000 if LONG else 300
KILLS = 100 if LONG else 16
MERGE_EVERY = 7  # as race/main.cpp has it
NOISE = 40  # events in each append of a victim
MOST_ROUNDS_OF_A_VICTIM = 300


class Wrong(Exception):
    """Something that a log must not do."""


class Racers:
    """Processes with sixteen racing threads between them."""

    def __init__(self, program, log, processes, stores):
        threads = RACERS // processes
        self.processes = [
            subprocess.Popen([program, "race", log, str(number), str(stores), str(threads)], text=True,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for number in range(processes)]
        for each in self.processes:
            if each.stdout.readline() != "ready\n":
                raise Wrong("a racer did not open the log")

    def race(self, wanted, number):
        for each in self.processes:
            print(wanted, number, file=each.stdin, flush=True)
        return [told for each in self.processes for told in each.stdout.readline().rstrip("\t\n").split("\t")]

    def end(self):
        """How far postings are merged now that nobody appends."""
        indexed = []
        for each in self.processes:
            said, _ = each.communicate()
            if each.returncode != 0:
                raise Wrong(f"a racer ended with {each.returncode}")
            indexed.append(int(said))
        return max(indexed)

    def kill(self):
        for each in self.processes:
            each.kill()
            each.communicate()


class Track:
    """What the rounds on one log have come to."""

    def __init__(self):
        self.rounds = 0
        self.revision = 0
        self.last_seat = 0

    def run(self, racers):
        wanted = ("stream", "seat", "fresh")[self.rounds % 3]
        number = {"stream": self.revision, "seat": self.last_seat, "fresh": self.rounds}[wanted]
        told = racers.race(wanted, number)
        won = [answer for answer in told if answer.startswith("won ")]
        if len(told) != RACERS or len(won) != 1:
            raise Wrong(f"round {self.rounds} ({wanted}): {len(won)} winners of {len(told)}: {Counter(told)}")
        position = int(won[0].split()[1])
        loss = f"lost {number if wanted == 'stream' else position}"
        if told.count(loss) != RACERS - 1:
            raise Wrong(f"round {self.rounds} ({wanted}): a loser was told something else than {loss}: {Counter(told)}")
        self.rounds += 1
        if wanted == "stream":
            self.revision += 1
        if wanted == "seat":
            self.last_seat = position


def unfinished_merge(log):
    """Whether postings stand behind the mark: a merge was cut short."""
    db = sqlite3.connect(f"file:{log}?mode=ro", uri=True)
    try:
        return db.execute("SELECT max(last) > (SELECT indexed FROM varve_log) FROM varve_postings").fetchone()[0] == 1
    finally:
        db.close()


def begin_victim(program, log, sync):
    """A process that is killed when one of its threads syncs for the `sync`-th time. Opening and appending, on its first
    thread, take fewer; its second thread merges."""
    return subprocess.Popen(tracing.traced([program, "victim", log], "fdatasync", inject=f"signal=SIGKILL:when={sync}"),
                            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def end_victim(victim, further_rounds=0):
    """How many of its appends were acknowledged."""
    try:
        said, _ = victim.communicate("\n" * further_rounds, timeout=60)
    except subprocess.TimeoutExpired:
        victim.kill()
        raise Wrong("a victim was not killed") from None
    if victim.returncode != -signal.SIGKILL:
        raise Wrong(f"a victim was not killed but ended with {victim.returncode}")
    return said.count("appended")


def kill_at_leisure(program, log, number):
    """Kills in a merge that nobody else goes on with; answers with the acknowledged appends and whether it was cut short."""
    victim = begin_victim(program, log, 9 + 3 * (number % 10))
    try:
        victim.wait(timeout=60)
    except subprocess.TimeoutExpired:
        pass
    return end_victim(victim), unfinished_merge(log)


def kill_in_the_race(program, log, number, racers, track):
    """Kills in the merges that all take part in, one after the other."""
    victim = begin_victim(program, log, 12 + number % 10)
    for _ in range(MOST_ROUNDS_OF_A_VICTIM):
        if victim.poll() is not None:
            return end_victim(victim)
        track.run(racers)
        try:
            print(file=victim.stdin, flush=True)
        except BrokenPipeError:
            pass
    return end_victim(victim, MOST_ROUNDS_OF_A_VICTIM)  # the others did its merging: now it does its own


def kill_mergers(program, log, racers, track):
    """How many appends of victims were acknowledged, and how many merges were seen to be cut short."""
    acknowledged = cut_short = 0
    for number in range(KILLS):
        if number % 2 == 0:
            appends, short = kill_at_leisure(program, log, number)
            acknowledged += appends
            cut_short += short
        else:
            acknowledged += kill_in_the_race(program, log, number, racers, track)
        for _ in range(3):
            track.run(racers)
    if cut_short < KILLS // 4:  # half of those at leisure; the others fell between two merges
        raise Wrong(f"only {cut_short} kills cut a merge short")
    return acknowledged, cut_short


def verify(program, log):
    """How many events stand."""
    done = subprocess.run([program, "verify", log], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Wrong(f"verify says:\n{done.stdout}{done.stderr}")
    return int(done.stdout.splitlines()[-1])


def contest(program, folder, processes, stores, kill):
    log = str(folder / f"{processes}x{stores}.db")
    racers = Racers(program, log, processes, stores)
    track = Track()
    try:
        while track.rounds < ROUNDS and not kill:
            track.run(racers)
        acknowledged, cut_short = kill_mergers(program, log, racers, track) if kill else (0, 0)
        indexed = racers.end()
    except Wrong:
        racers.kill()
        raise
    events = verify(program, log)
    noise = range(acknowledged * NOISE, (acknowledged + KILLS if kill else 0) * NOISE + 1, NOISE)
    if events - track.rounds not in noise:
        raise Wrong(f"{events} events stand after {track.rounds} rounds and {acknowledged} acknowledged batches of {NOISE}")
    if events - indexed >= MERGE_EVERY:
        raise Wrong(f"of {events} events only {indexed} were merged")
    print(f"{RACERS} racers in {processes} process(es) with {stores} store(s) each: {track.rounds} rounds, one winner each; "
          f"merged up to {indexed} of {events}" + (f"; {KILLS} processes killed, {cut_short} merges seen cut short" if kill else ""))


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--kill", action="store_true")
    words.add_argument("--caught-as", metavar="WORDS")
    words.add_argument("racer")
    how = words.parse_args()
    if how.kill:
        tracing.require_strace()
    base = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=base, prefix="varve-race-") as folder:
        try:
            for processes, stores in [(4, 1)] if how.kill else [(1, 1), (1, 16), (4, 1)]:
                contest(how.racer, Path(folder), processes, stores, how.kill)
        except Wrong as problem:
            caught = how.caught_as is not None and how.caught_as in str(problem)
            print("caught:" if caught else "FAILED:", problem)
            return 0 if caught else 1
    if how.caught_as:
        print("FAILED: the planted bug was not caught")
    return 1 if how.caught_as else 0


sys.exit(main())
