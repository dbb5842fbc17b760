"""What the loops that run the workload over and over share: the points they choose from, the hunt for a planted bug, and what
they say at the end."""

import argparse
import os
import time
from concurrent.futures import ThreadPoolExecutor

import points
import tracing

LONG = bool(os.environ.get("VARVE_LONG"))
DRY_RUNS = 8
TRIES = 10
MODES = {"alone": False, "accompanied": True}
SHARED_MEMORY = "/dev/shm"  # what kill -9 leaves behind is the same in memory, and no disk slows the loop


class Loop:
    """A loop has `count(mode)`, which runs once with nothing injected; `plan(workers, how)`, the points of its runs; `run(point)`,
    whose result has `point`, `fired` and `faults`; and `report(results, seconds)`, which answers the exit code."""

    def __init__(self, subject):
        self.subject = subject
        self.base = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None

    @staticmethod
    def add_words(words):
        """What else it understands on its command line."""

    def reached(self, workers, file):
        """(mode, pair, calls) that every run reaches, on one file when one is named. Counts as busily as it will run."""
        for mode in MODES:
            for pair, calls in points.fewest(list(workers.map(self.count, [mode] * DRY_RUNS))).items():
                if file in (None, pair.file):
                    yield mode, pair, calls


def require_sound(mode, run, faults):
    if run.code != 0 or faults:
        raise SystemExit(f"with nothing injected ({mode}) it ended with {run.code}: {faults}")


def failures(results):
    """Names the runs that failed, or in which nothing fired."""
    idle = [each for each in results if not each.fired]
    faulty = [each for each in results if each.faults]
    for each in idle[:10]:
        print("FAILED: it did not fire:", each.point)
    for each in faulty[:10]:
        print(f"FAILED: {each.point}: " + "; ".join(each.faults[:5]))
    return len(idle) + len(faulty)


def hunt(results, words):
    """Takes results until one shows the planted bug."""
    for number, each in enumerate(results, 1):
        caught = [fault for fault in each.faults if words in fault]
        if caught:
            print(f"caught in run {number} ({each.point}): {caught[0]}")
            return 0
    print("FAILED: the planted bug was not caught")
    return 1


def main(loop_of, description):
    words = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--caught-as", metavar="WORDS")
    words.add_argument("--in", metavar="FILE", dest="file")
    words.add_argument("subject")
    loop_of.add_words(words)
    how = words.parse_args()
    tracing.require_strace()
    begun = time.monotonic()
    loop = loop_of(how.subject)
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        results = workers.map(loop.run, loop.plan(workers, how))
        if not how.caught_as:
            return loop.report(list(results), time.monotonic() - begun)
        code = hunt(results, how.caught_as)
        workers.shutdown(cancel_futures=True)
        return code
