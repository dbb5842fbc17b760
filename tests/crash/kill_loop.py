"""kill_loop.py [--caught-as WORDS --in FILE] SUBJECT: kills the workload at its system calls, one at a time, and looks what is left.

A point is (file, system call, n): strace kills the program as it begins its n-th such call. Runs without a kill tell which
there are. After each kill everything is opened anew, and SUBJECT inspects it (subject/inspector.hpp). Alone, and accompanied by
a second process that writes and keeps a reader's snapshot open throughout. A point whose kill does not fire fails the test.
VARVE_LONG=1 goes over every point. With --caught-as SUBJECT has a bug, and the test passes when it is found by these words, by
kills on one file only.
"""

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import points
import tracing
from run import Run

POINTS_OF_PAIR = 10**9 if os.environ.get("VARVE_LONG") else 20
POINTS_OF_HUNT = 150
DRY_RUNS = 8
TRIES = 10
MODES = {"alone": False, "accompanied": True}
SHARED_MEMORY = "/dev/shm"  # what kill -9 leaves behind is the same in memory, and no disk slows the loop


class Point(NamedTuple):
    mode: str
    pair: points.Pair
    number: int

    def __str__(self):
        return f"{self.mode}, {self.pair.file}, {self.pair.call} {self.number}"


class Result(NamedTuple):
    point: Point
    tries: int
    fired: bool
    faults: list


class KillLoop:
    def __init__(self, subject):
        self.subject = subject
        self.base = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None
        self.calls = {}  # (mode, pair): how many in every dry run

    def count(self, mode):
        with Run(self.subject, self.base, MODES[mode]) as run:
            log = f"{run.folder}/../{os.path.basename(run.folder)}.trace"
            try:
                run.work(",".join(points.CALLS), log=log, names=True)
                with open(log, encoding="utf-8") as trace:
                    counted = points.count(trace.read(), run.folder)
            finally:
                os.unlink(log)
            faults = run.faults()
            if run.code != 0 or faults:
                raise SystemExit(f"without a kill ({mode}) it ended with {run.code}: {faults}")
            return counted

    def plan(self, workers, most, file=None):
        """Counts as busily as it will kill, so that what every run reached will be reached again."""
        out = []
        for mode in MODES:
            for pair, calls in points.fewest(list(workers.map(self.count, [mode] * DRY_RUNS))).items():
                if file in (None, pair.file):
                    self.calls[mode, pair] = calls
                    out += [Point(mode, pair, number) for number in points.spread(calls, most)]
        random.Random(1).shuffle(out)  # an even load, and a planted bug is found early
        return out

    def kill(self, point):
        """Tries again where a run was quicker by a call than those that were counted."""
        for tries in range(1, TRIES + 1):
            with Run(self.subject, self.base, MODES[point.mode]) as run:
                run.work(point.pair.call, point.pair.file, f"signal=SIGKILL:when={point.number}")
                fired = run.code == -signal.SIGKILL
                faults = run.faults()
                if not fired and run.code != 0:
                    faults.append(f"it was not killed but ended with {run.code}")
            if fired or faults:
                break
        return Result(point, tries, fired, faults)

    def table(self, results):
        fired = Counter((each.point.mode, each.point.pair) for each in results if each.fired)
        print(f"{'file':16} {'call':10}" + "".join(f"{mode + ': calls':>20} {'killed':>7}" for mode in MODES))
        for pair in sorted({pair for _, pair in self.calls}):
            print(f"{pair.file:16} {pair.call:10}" + "".join(
                f"{self.calls.get((mode, pair), 0):20} {fired[mode, pair]:7}" for mode in MODES))


def report(loop, results, seconds):
    loop.table(results)
    missed = [each.point for each in results if not each.fired]
    faulty = [each for each in results if each.faults]
    again = sum(each.tries - 1 for each in results)
    print(f"{len(results)} points, {len(results) - len(missed)} kills fired ({again} runs repeated), "
          f"{len(faulty)} with faults, {seconds:.0f} s")
    for point in missed:
        print("FAILED: the kill did not fire:", point)
    for each in faulty[:10]:
        print(f"FAILED: {each.point}: " + "; ".join(each.faults[:5]))
    return 1 if missed or faulty or len(results) < 500 else 0


def hunt(results, words):
    """Takes results until one shows the planted bug."""
    for number, each in enumerate(results, 1):
        caught = [fault for fault in each.faults if words in fault]
        if caught:
            print(f"caught in run {number} ({each.point}): {caught[0]}")
            return 0
    print("FAILED: the planted bug was not caught")
    return 1


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--caught-as", metavar="WORDS")
    words.add_argument("--in", metavar="FILE", dest="file")
    words.add_argument("subject")
    how = words.parse_args()
    tracing.require_strace()
    begun = time.monotonic()
    loop = KillLoop(how.subject)
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        if how.caught_as:
            code = hunt(workers.map(loop.kill, loop.plan(workers, POINTS_OF_HUNT, how.file)), how.caught_as)
            workers.shutdown(cancel_futures=True)
            return code
        results = list(workers.map(loop.kill, loop.plan(workers, POINTS_OF_PAIR)))
        return report(loop, results, time.monotonic() - begun)


if __name__ == "__main__":
    sys.exit(main())
