"""crashes.py [--longest-outage SECONDS] --server PROGRAM STRESS: a PostgreSQL server is killed again and again under eight callers, and every answer is checked.

Callers in four processes append, repeat, conflict and read all the while; the server is killed by SIGKILL, every process of it, and started
again, 30 times (1,000 with VARVE_LONG=1). What is in doubt is sent again. In the end the whole history must be linearizable: nothing acknowledged is
lost, nothing denied stands, nothing stands twice, and no conflict was told that never was. A history is judged after every 30 kills.
The test fails, too, when the callers need longer than 15 s from a restart until they have carried out 100 operations.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import stores
from histories import History, tally
from workers import Faults, Worker, Wrong, together

KILLS_OF_ALL = 1000 if stores.LONG else 30
KILLS = 30  # in a history
PROCESSES = 4
CALLERS = 8
PROGRESS = 100  # operations between two kills
LONGEST_OUTAGE = 15.0  # seconds from a restart to that


def wait_for_progress(workers, operations, longest):
    """Until the callers have carried out that many more, at most so many seconds."""
    goal = sum(worker.reached for worker in workers) + operations
    deadline = time.monotonic() + longest
    while sum(worker.reached for worker in workers) < goal:
        if time.monotonic() > deadline:
            raise Wrong(f"the callers came no further within {longest} s of a restart")
        time.sleep(0.01)


def one_history(stress, store, seed, kills, folder, longest_outage):
    """What was said of it; `Wrong` when it is faulty."""
    chance = random.Random(seed)
    history = History(stress, "none", False, seed)
    faults = Faults()
    with store.fresh() as url:
        workers = [Worker(history.command("call", url, folder / str(number), 0, CALLERS // PROCESSES)) for number in range(PROCESSES)]

        def kill_and_start():
            for _ in range(kills):
                wait_for_progress(workers, PROGRESS, longest_outage)
                time.sleep(chance.uniform(0, 0.1))
                store.server.ask("kill")
                store.server.ask("start")
            wait_for_progress(workers, PROGRESS, longest_outage)
            for worker in workers:
                print(file=worker.process.stdin, flush=True)

        try:
            for worker in workers:
                worker.ready()
            together([kill_and_start] + [lambda worker=worker: worker.go([], faults) for worker in workers], workers)
        finally:
            for worker in workers:
                worker.end()
        said, good = history.verdict([stress, "check", url, *sorted(folder.iterdir())])
    if not good:
        raise Wrong("\n".join(said))
    return tally(said[0])


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--server", required=True)
    words.add_argument("--longest-outage", metavar="SECONDS", type=float, default=LONGEST_OUTAGE)
    words.add_argument("stress")
    how = words.parse_args()
    total = Counter()
    began = time.monotonic()
    try:
        with stores.opened("postgres", how.server, stores.NO_SYNC) as store:
            for seed in range(-(-KILLS_OF_ALL // KILLS)):
                folder = Path(tempfile.mkdtemp(prefix="varve-crashes-"))
                total += one_history(how.stress, store, seed + 1, min(KILLS, KILLS_OF_ALL - seed * KILLS), folder, how.longest_outage)
                for file in folder.iterdir():
                    file.unlink()
                folder.rmdir()
    except Wrong as problem:
        print(problem)
        return 1
    print(f"the server was killed {KILLS_OF_ALL} times in {time.monotonic() - began:.1f} s, no violation:",
          ", ".join(f"{name} {number:.0f}" for name, number in total.items() if name != "checked_in_ms"))
    missing = [name for name in ("appended", "conflict", "replayed", "unknown", "not_written") if not total[name]]
    if missing:
        print(f"this never came: {', '.join(missing)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
