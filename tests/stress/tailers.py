"""tailers.py [--defect NAME] [--server PROGRAM] KIND STRESS: 16 writers in four processes, and four tailers that see every position once and in order.

Writers rest at random, one append in ten meets a conflict or is rolled back by a check, and their processes are paused in turn. Tailers begin
with the first event and follow; at the end all must have seen the same. With --defect the tailers' store has that defect, and the test
passes when all of them notice. 100,000 events; VARVE_LONG=1 makes it 10,000,000.
"""

import argparse
import subprocess
import sys
import time

import stores
import strangers
from workers import Fault, Faults, Worker, Wrong, together

EVENTS = 10_000_000 if stores.LONG else 100_000
PROCESSES = 4
WRITERS = 16
TAILERS = 4
PAUSES = 3  # of each process
PATIENCE = 6000 if stores.LONG else 600  # seconds that a tailer may need to the end, once all is written


class Tailer:
    def __init__(self, stress, url, defect):
        self.process = subprocess.Popen([stress, "tail", url, defect], text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def ready(self):
        if self.process.stdout.readline() != "ready\n":
            raise Wrong(f"a tailer did not open the log: {self.process.communicate()[1]}")

    def end(self, last):
        """What it has seen, and what it complains of."""
        try:
            said, problem = self.process.communicate(f"{last}\n", timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Wrong(f"a tailer did not reach the end in {PATIENCE} s") from None
        return numbers(said), problem.strip()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def numbers(line):
    words = line.split()
    return {name: int(number) for name, number in zip(words[::2], words[1::2])}


def write_all(stress, url, faults):
    """All writers with their faults; answers with what each process says of itself."""
    share = EVENTS // PROCESSES
    workers = [Worker([stress, "write", url, str(WRITERS // PROCESSES), str(share), str(number)]) for number in range(PROCESSES)]
    plan = [Fault(share * turn // (PAUSES + 1), 0.3) for turn in range(1, PAUSES + 1)]
    try:
        for worker in workers:
            worker.ready()
        together([lambda worker=worker: worker.go(plan, faults) for worker in workers])
    finally:
        for worker in workers:
            worker.end()
    return [numbers(worker.said[-1]) for worker in workers]


def follow(stress, url, defect):
    """What the writers and each tailer said."""
    faults = Faults()
    tailers = [Tailer(stress, url, defect) for _ in range(TAILERS)]
    try:
        for tailer in tailers:
            tailer.ready()
        written = write_all(stress, url, faults)
        total = {name: sum(each[name] for each in written) for name in written[0]}
        seen = [tailer.end(total["events"]) for tailer in tailers]
    finally:
        for tailer in tailers:
            tailer.kill()
    return total, seen, faults


def check(stress, url):
    began = time.monotonic()
    total, seen, faults = follow(stress, url, "none")
    problems = [problem for _, problem in seen if problem]
    afterwards = Tailer(stress, url, "none")
    afterwards.ready()
    stands, problem = afterwards.end(total["events"])
    if problems or problem:
        raise Wrong("\n".join(problems + [problem]))
    if any(each["fingerprint"] != stands["fingerprint"] or each["seen"] != total["events"] for each, _ in seen):
        raise Wrong(f"the tailers have seen {seen}, and {stands} stands")
    print(f"{TAILERS} tailers saw each of {total['events']} positions once and in order, in "
          f"{time.monotonic() - began:.1f} s; {WRITERS} writers in {PROCESSES} processes met {total['conflicts']} conflicts, "
          f"were rolled back {total['rolled_back']} times, rested {total['pauses']} times; processes paused {faults.pauses} times; "
          f"the tailers read {sum(each['pages'] for each, _ in seen)} pages and had nothing to read {sum(each['waits'] for each, _ in seen)} times")
    faults.demand_most()
    never = [name for name in ("conflicts", "rolled_back", "pauses") if not total[name]] + ["paused"] * (not faults.pauses)
    if never:
        raise Wrong(f"this never came: {', '.join(never)}")


def catch(stress, url, defect):
    _, seen, _ = follow(stress, url, defect)
    if not all(problem for _, problem in seen):
        raise Wrong(f"tailers of a store that {defect} did not notice")
    print(f"caught a store that {defect}: {seen[0][1]}")


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--defect")
    words.add_argument("--server", metavar="PROGRAM", help="that starts a PostgreSQL server")
    words.add_argument("kind", choices=["sqlite", "postgres"])
    words.add_argument("stress")
    how = words.parse_args()
    try:
        with stores.opened(how.kind, how.server) as store, store.fresh() as url:
            if how.defect:
                catch(how.stress, url, how.defect)
            elif how.kind == "postgres":
                with strangers.in_the_way(store.server) as others:
                    check(how.stress, url)
                    others.demand_that_they_were_there()
                strangers.naive_tailer_skips(store.server)
            else:
                check(how.stress, url)
    except Wrong as problem:
        print(problem)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
