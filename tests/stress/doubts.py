"""doubts.py [--defect NAME --caught-as WORD] --server PROGRAM STRESS: connections are cut around the commit of an append.

Eight callers in two processes reach a PostgreSQL server through a proxy, which cuts one in a few of their appends, mostly between the commit
and its answer, else before the append or right behind it, until 1,000 (10,000 with VARVE_LONG=1) answers were cut off. What is in
doubt is sent again. Then the whole history must be linearizable: each command stands once, and no conflict was told that never was. With
--defect the callers' store has that defect, and the test passes when a history with a tenth of the cuts shows it by these words.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import stores
from histories import History, tally
from workers import Faults, Worker, Wrong, together

CUTS = 10_000 if stores.LONG else 1000
PROCESSES = 2
CALLERS = 8
ONE_IN = 3


def numbers(line):
    words = line.split()
    return {name: int(number) for name, number in zip(words[::2], words[1::2])}


def cut_appends(stress, store, defect, cuts, folder):
    """What the proxy counted, what the check said, and whether it was content."""
    history = History(stress, defect, False, 1)
    server = store.server
    with store.fresh(server.ask("proxy")) as url:
        workers = [Worker(history.command("call", url, folder / str(number), 0, CALLERS // PROCESSES)) for number in range(PROCESSES)]
        counts = {}

        def cut():
            server.ask(f"cut {ONE_IN} append_1")
            while not counts or counts["before_answer"] < cuts:
                time.sleep(0.05)
                counts.update(numbers(server.ask("counts")))
            server.ask("calm")
            for worker in workers:
                print(file=worker.process.stdin, flush=True)

        try:
            for worker in workers:
                worker.ready()
            together([cut] + [lambda worker=worker: worker.go([], Faults()) for worker in workers], workers)
        finally:
            for worker in workers:
                worker.end()
        said, good = history.verdict([stress, "check", url, *sorted(folder.iterdir())])
    return counts, said, good


def check(stress, store, folder):
    began = time.monotonic()
    counts, said, good = cut_appends(stress, store, "none", CUTS, folder)
    if not good:
        raise Wrong("\n".join(said))
    total = tally(said[0])
    print(f"cut {counts['before_request']} times before an append, {counts['behind_request']} times behind it, "
          f"{counts['before_answer']} times before its answer, in {time.monotonic() - began:.1f} s; each stands once, no violation:",
          ", ".join(f"{name} {number:.0f}" for name, number in total.items() if name != "checked_in_ms"))
    never = [name for name in ("appended", "conflict", "replayed", "unknown") if not total[name]]
    never += [way for way in ("before_request", "behind_request", "before_answer") if not counts[way]]
    if never:
        raise Wrong(f"this never came: {', '.join(never)}")


def catch(stress, store, defect, word, folder):
    counts, said, good = cut_appends(stress, store, defect, CUTS // 10, folder)
    found = [line for line in said if line.startswith(word + ":")]
    if good or not found:
        raise Wrong(f"a store that {defect} was not caught as {word}: {said}")
    print(f"caught a store that {defect}, with {tally(said[0])['findings']:.0f} findings after {counts['before_answer']} "
          f"answers were cut off: {found[0]}")


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--defect")
    words.add_argument("--caught-as", metavar="WORD")
    words.add_argument("--server", required=True)
    words.add_argument("stress")
    how = words.parse_args()
    try:
        with stores.opened("postgres", how.server) as store, tempfile.TemporaryDirectory(prefix="varve-doubts-") as folder:
            if how.defect:
                catch(how.stress, store, how.defect, how.caught_as, Path(folder))
            else:
                check(how.stress, store, Path(folder))
    except Wrong as problem:
        print(problem)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
