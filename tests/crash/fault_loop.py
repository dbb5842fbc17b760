"""fault_loop.py [--caught-as WORDS] SUBJECT: lets system calls of the workload fail, and looks what it makes of it.

fdatasync fails with EIO and pwrite64 with ENOSPC, at the n-th call on a file: once, or from then on (for the same thread: that is how
strace counts). SUBJECT sends each step until it stands (subject/endurance.hpp); it goes on, or kills itself with the first bad
answer, or once it knows what that has come to. Then everybody else is killed too, everything is opened anew, and what was
acknowledged, and what a doubt was resolved to, must still be true. Alone, and beside a process that keeps the WAL index alive and, in
every other run, writes whenever the first is in doubt. With --caught-as SUBJECT has a bug, and the test passes when it is found by
these words.
"""

import argparse
import itertools
import os
import signal
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import points
import tracing
from kill_loop import MODES, SHARED_MEMORY, hunt
from run import Run

POINTS_OF_FAULT = 10**9 if os.environ.get("VARVE_LONG") else 6
DRY_RUNS = 8
TRIES = 10
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


class FaultLoop:
    def __init__(self, subject):
        self.subject = subject
        self.base = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None

    def traced(self, fault, **how):
        """One run, and what strace wrote."""
        with Run(self.subject, self.base, MODES[fault.mode]) as run:
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
        if run.code != 0 or faults:
            raise SystemExit(f"without a fault ({mode}) it ended with {run.code}: {faults}")
        return points.count(trace, run.folder)

    def plan(self, workers):
        out = []
        kinds = itertools.cycle(itertools.product([False, True], ENDINGS))
        for mode in MODES:
            for pair, calls in points.fewest(list(workers.map(self.count, [mode] * DRY_RUNS))).items():
                for sticky in (False, True):
                    for number in points.spread(calls, POINTS_OF_FAULT):
                        meddling, ending = next(kinds)
                        out.append(Fault(mode, pair, number, sticky, ending, meddling))
        return out

    def fail(self, fault):
        for _ in range(TRIES):
            run, trace, faults = self.traced(fault, call=fault.pair.call, path=fault.pair.file, inject=fault.inject())
            fired = trace.count("(INJECTED)")
            if fired or faults:
                break
        answers = Counter(words.split()[0] for words in run.said)
        if run.code not in (0, -signal.SIGKILL) and (answers["did"] or not answers["failed:"]):
            faults.append(f"it ended with {run.code}: {run.said[-1].strip() if run.said else ''}")
        return Result(fault, fired, answers, faults)


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


def report(results, seconds):
    table(results)
    idle = [each for each in results if not each.fired]
    faulty = [each for each in results if each.faults]
    print(f"{len(results)} runs, {len(idle)} in which nothing fired, {len(faulty)} with faults, {seconds:.0f} s")
    for each in idle[:10]:
        print("FAILED: the fault did not fire:", each.point)
    for each in faulty[:10]:
        print(f"FAILED: {each.point}: " + "; ".join(each.faults[:5]))
    return 1 if idle or faulty else 0


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--caught-as", metavar="WORDS")
    words.add_argument("subject")
    how = words.parse_args()
    tracing.require_strace()
    begun = time.monotonic()
    loop = FaultLoop(how.subject)
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        results = workers.map(loop.fail, loop.plan(workers))
        if not how.caught_as:
            return report(list(results), time.monotonic() - begun)
        code = hunt(results, how.caught_as)
        workers.shutdown(cancel_futures=True)
        return code


if __name__ == "__main__":
    sys.exit(main())
