"""histories.py [--defect NAME --caught-as WORD] [--server PROGRAM] KIND STRESS: 64 callers in four processes, and every answer is checked.

They append to a few streams that all want, with demands, checks, repeats and reads, 10,000 operations a history; processes are paused
and killed meanwhile, and what a killed one left in doubt its successor sends again. Then the whole history must be linearizable.
In memory there is one process, which nobody kills. With --defect the store has that defect, and the test passes when the first
history shows it by these words. VARVE_LONG=1 makes ten times as many histories. A bad one is kept, and its place is told.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import stores
from workers import Fault, Faults, Worker, Wrong, together

HISTORIES = 100 if stores.LONG else 10
PROCESSES = 4
CALLERS = 64
OPERATIONS = 10_000
SHARE = OPERATIONS // PROCESSES
PAUSES = 2  # of each process in a history
KILLED = 2  # processes in a history


class History:
    """One history on a fresh log. `faults` counts what happened."""

    def __init__(self, stress, defect, one_process, seed):
        self.stress, self.defect, self.one_process, self.seed = stress, defect, one_process, seed
        self.random = random.Random(seed)
        self.faults = Faults()

    def run(self, url, folder):
        """What the check said, and whether it was content."""
        if self.one_process:
            return self.verdict(self.command("alone", url, folder / "0", OPERATIONS, CALLERS))
        killed = self.random.sample(range(PROCESSES), KILLED)
        plans = [self.plan(number in killed) for number in range(PROCESSES)]
        files = [folder / str(number) for number in range(PROCESSES)]
        workers = [Worker(self.command("call", url, file, SHARE, CALLERS // PROCESSES)) for file in files]
        try:
            for worker in workers:
                worker.ready()
            together([lambda life=life: self.live(url, *life) for life in zip(workers, files, plans)])
        finally:
            for worker in workers:
                worker.end()
        return self.verdict([self.stress, "check", url, *sorted(folder.iterdir())])

    def command(self, what, url, file, operations, callers, *before):
        seed = self.seed * 100 + int(file.name)
        return [self.stress, what, url, self.defect, file, str(callers), str(operations), str(seed), *before]

    def plan(self, is_killed):
        plan = [Fault(self.random.randint(1, SHARE // 2), self.random.uniform(0.02, 0.12)) for _ in range(PAUSES)]
        return plan + [Fault(self.random.randint(SHARE // 2, SHARE * 3 // 4))] * is_killed

    def live(self, url, worker, file, plan):
        """A process with its faults, and the one that takes its place when it was killed."""
        if worker.go(plan, self.faults):
            return
        heir = Worker(self.command("call", url, file.with_name(f"{int(file.name) + 10}"), SHARE - worker.reached,
                                   CALLERS // PROCESSES, file))
        try:
            heir.ready()
            heir.go([], self.faults)
        finally:
            heir.end()

    @staticmethod
    def verdict(command):
        done = subprocess.run(command, input="\n", text=True, capture_output=True, check=False)
        said = [line for line in done.stdout.splitlines() if line.startswith("operations ") or ":" in line]
        if done.returncode not in (0, 1) or not said:
            raise Wrong(f"the check ended with {done.returncode}: {done.stderr}")
        return said, done.returncode == 0


def tally(line):
    words = line.split()
    return Counter({name: float(number) for name, number in zip(words[::2], words[1::2])})


def check_all(stress, store):
    """Many histories on a sound store."""
    total, faults = Counter(), Counter()
    began = time.monotonic()
    for seed in range(1, HISTORIES + 1):
        folder = Path(tempfile.mkdtemp(prefix="varve-histories-"))
        with store.fresh() as url:
            history = History(stress, "none", store.one_process, seed)
            said, good = history.run(url, folder)
        if not good:
            raise Wrong("\n".join([f"history {seed}, kept in {folder}:"] + said))
        shutil.rmtree(folder)
        history.faults.demand_most()
        total += tally(said[0])
        faults += Counter(paused=history.faults.pauses, killed=history.faults.kills)
    print(f"{HISTORIES} histories in {time.monotonic() - began:.1f} s, no violation:",
          ", ".join(f"{name} {number:.0f}" for name, number in total.items() if name != "checked_in_ms"),
          f"checked in {total['checked_in_ms']:.0f} ms; processes paused {faults['paused']} times, killed {faults['killed']} times")
    wanted = ["appended", "replayed", "conflict", "page"] + ["unanswered"] * (not store.one_process)
    missing = [name for name in wanted if not total[name]] + [name for name in ("paused", "killed") if not (store.one_process or faults[name])]
    if missing:
        raise Wrong(f"this never came: {', '.join(missing)}")


def catch(stress, store, defect, word):
    """One history on a store with a defect."""
    with store.fresh() as url, tempfile.TemporaryDirectory(prefix="varve-histories-") as folder:
        said, good = History(stress, defect, store.one_process, 1).run(url, Path(folder))
    found = [line for line in said if line.startswith(word + ":")]
    if good or not found:
        raise Wrong(f"a store that {defect} was not caught as {word}: {said}")
    print(f"caught a store that {defect}, with {tally(said[0])['findings']:.0f} findings: {found[0]}")


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--defect")
    words.add_argument("--caught-as", metavar="WORD")
    words.add_argument("--server", metavar="PROGRAM", help="that starts a PostgreSQL server")
    words.add_argument("kind", choices=["memory", "sqlite", "postgres"])
    words.add_argument("stress")
    how = words.parse_args()
    try:
        with stores.opened(how.kind, how.server) as store:
            if how.defect:
                catch(how.stress, store, how.defect, how.caught_as)
            else:
                check_all(how.stress, store)
    except Wrong as problem:
        print(problem)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
