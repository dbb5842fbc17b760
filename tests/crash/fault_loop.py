"""fault_loop.py [--caught-as WORDS --in FILE] SUBJECT: lets system calls of the workload fail, and looks what it makes of it.

fdatasync fails with EIO and pwrite64 with ENOSPC, at the n-th call on a file: once, or from then on (for the same thread: that is how
strace counts). SUBJECT sends each step until it stands (subject/endurance.hpp); it goes on, or kills itself with the first bad
answer, or once it knows what that has come to. Then everybody else is killed too, everything is opened anew, and what was
acknowledged, and what a doubt was resolved to, must still be true. Alone, and beside a process that keeps the WAL index alive and, in
every other run, writes whenever the first is in doubt. With --caught-as SUBJECT has a bug, and the test passes when it is found by
these words, by faults on one file only.
"""

import itertools
import os
import signal
import sys
from collections import Counter, defaultdict
from typing import NamedTuple

import loop
import points
from run import Run

POINTS_OF_FAULT = 10**9 if loop.LONG else 6
ERRORS = {"fdatasync": "EIO", "pwrite64": "ENOSPC"}
ENDINGS = ["never", "at_once", "once_resolved"]
ANSWERS = ["did", "unknown", "refused", "stands", "absent", "gave"]


class Fault(NamedTuple):
    mode: str
    pair: points.Pair
    number: int
    sticky: bool
    ending: str
    meddling: bool

    def inject(self):
        return f"error={ERRORS[self.pair.call]}:when={self.number}" + ("+" if self.sticky else "")

    def __str__(self):
        return f"{self.mode}, {self.pair.file}, {self.pair.call} {self.inject()}, ends {self.ending}"


class Result(NamedTuple):
    point: Fault
    fired: int
    answers: Counter
    faults: list


class FaultLoop(loop.Loop):
    def traced(self, fault, **how):
        """One run, and what strace wrote."""
        with Run(self.subject, self.base, loop.MODES[fault.mode]) as run:
            log = run.folder + ".trace"
            try:
                run.endure(fault.ending, log=log, meddling=fault.meddling, **how)
                with open(log, encoding="utf-8") as trace:
                    return run, trace.read(), run.faults()
            finally:
                os.unlink(log)

    def count(self, mode):
        sound = Fault(mode, None, 0, False, "never", False)
        run, trace, faults = self.traced(sound, call=",".join(ERRORS), names=True)
        loop.require_sound(mode, run, faults)
        return points.count(trace, run.folder)

    def plan(self, workers, how):
        out = []
        kinds = itertools.cycle(itertools.product([False, True], ENDINGS))
        for mode, pair, calls in self.reached(workers, how.file):
            for sticky in (False, True):
                for number in points.spread(calls, POINTS_OF_FAULT):
                    meddling, ending = next(kinds)
                    out.append(Fault(mode, pair, number, sticky, ending, meddling))
        return out

    def run(self, fault):
        for _ in range(loop.TRIES):
            run, trace, faults = self.traced(fault, call=fault.pair.call, path=fault.pair.file, inject=fault.inject())
            fired = trace.count("(INJECTED)")
            if fired or faults:
                break
        answers = Counter(words.split()[0] for words in run.said)
        if run.code not in (0, -signal.SIGKILL) and (answers["did"] or not answers["failed:"]):
            faults.append(f"it ended with {run.code}: {run.said[-1].strip() if run.said else ''}")
        return Result(fault, fired, answers, faults)

    def report(self, results, seconds):
        table(results)
        print(f"{len(results)} runs, {sum(not each.fired for each in results)} in which nothing fired, "
              f"{sum(bool(each.faults) for each in results)} with faults, {seconds:.0f} s")
        return 1 if loop.failures(results) else 0


def table(results):
    rows = defaultdict(list)
    for each in results:
        how = ERRORS[each.point.pair.call] + (" from then on" if each.point.sticky else " once")
        rows[each.point.pair, how].append(each)
    print(f"{'file':16} {'call and error':30} {'runs':>5} {'fired':>6} " + " ".join(f"{word:>8}" for word in ANSWERS))
    for (pair, how), runs in sorted(rows.items()):
        told = sum((each.answers for each in runs), Counter())
        print(f"{pair.file:16} {pair.call + ' ' + how:30} {len(runs):5} {sum(each.fired for each in runs):6} "
              + " ".join(f"{told[word]:8}" for word in ANSWERS))


if __name__ == "__main__":
    sys.exit(loop.main(FaultLoop, __doc__))
