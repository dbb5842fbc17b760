"""kill_loop.py [--caught-as WORDS --in FILE] [--step N] SUBJECT: kills the workload at its system calls, one at a time, and looks what is left.

A point is (file, system call, n): strace kills the program as it begins its n-th such call. Runs without a kill tell which
there are. After each kill everything is opened anew, and SUBJECT inspects it (subject/inspector.hpp). Alone, and accompanied by
a second process that writes and keeps a reader's snapshot open throughout. A point whose kill does not fire fails the test.
VARVE_LONG=1 goes over every point, and over every N-th system call of each kind there is (--step; 10), reads and waits included: that is how the
memory that processes share is met in between two writes of it (strace counts each kind on its own). With --caught-as SUBJECT has a bug, and the test passes when it is found by these words, by
kills on one file only.
"""

import os
import random
import signal
import sys
from collections import Counter
from typing import NamedTuple

import loop
import points
from run import Run

POINTS_OF_PAIR = 10**9 if loop.LONG else 20
POINTS_OF_HUNT = 150
STEP = 10


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


class KillLoop(loop.Loop):
    def __init__(self, subject):
        super().__init__(subject)
        self.calls = {}  # (mode, pair): how many in every dry run

    def count(self, mode):
        with Run(self.subject, self.base, loop.MODES[mode]) as run:
            log = f"{run.folder}/../{os.path.basename(run.folder)}.trace"
            try:
                run.work("all" if loop.LONG else ",".join(points.CALLS), log=log, names=True)
                with open(log, encoding="utf-8") as trace:
                    counted = points.count(trace.read(), run.folder, loop.LONG)
            finally:
                os.unlink(log)
            loop.require_sound(mode, run, run.faults())
            return counted

    @staticmethod
    def add_words(words):
        words.add_argument("--step", type=int, default=STEP)

    def plan(self, workers, how):
        most = POINTS_OF_HUNT if how.caught_as else POINTS_OF_PAIR
        out = []
        for mode, pair, calls in self.reached(workers, how.file):
            self.calls[mode, pair] = calls
            numbers = range(1, calls + 1, how.step) if pair.is_anywhere() else points.spread(calls, most)
            out += [Point(mode, pair, number) for number in numbers]
        random.Random(1).shuffle(out)  # an even load, and a planted bug is found early
        return out

    def run(self, point):
        """Tries again where a run was quicker by a call than those that were counted."""
        for tries in range(1, loop.TRIES + 1):
            with Run(self.subject, self.base, loop.MODES[point.mode]) as run:
                run.work(point.pair.call, point.pair.file or None, f"signal=SIGKILL:when={point.number}")
                fired = run.code == -signal.SIGKILL
                faults = run.faults()
                if not fired and run.code != 0:
                    faults.append(f"it was not killed but ended with {run.code}")
            if fired or faults:
                break
        return Result(point, tries, fired, faults)

    def table(self, results):
        fired = Counter((each.point.mode, each.point.pair) for each in results if each.fired)
        print(f"{'file':16} {'call':10}" + "".join(f"{mode + ': calls':>20} {'killed':>7}" for mode in loop.MODES))
        for pair in sorted({pair for _, pair in self.calls}):
            print(f"{pair.file:16} {pair.call:10}" + "".join(
                f"{self.calls.get((mode, pair), 0):20} {fired[mode, pair]:7}" for mode in loop.MODES))

    def report(self, results, seconds):
        self.table(results)
        again = sum(each.tries - 1 for each in results)
        print(f"{len(results)} points, {sum(each.fired for each in results)} kills fired ({again} runs repeated), "
              f"{sum(bool(each.faults) for each in results)} with faults, {seconds:.0f} s")
        return 1 if loop.failures(results) or len(results) < 500 else 0


if __name__ == "__main__":
    sys.exit(loop.main(KillLoop, __doc__))
