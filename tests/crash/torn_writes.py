"""torn_writes.py [--caught-as WORDS [--power POWER] [--cuts N]] SUBJECT: cuts the power of a disk of which SUBJECT keeps a model (subject/torn_writes.hpp).

Each cut loses, tears and reorders what was not synced, by its seed; the log is opened anew and must hold what was acknowledged. The
controls must lose: a log that is synced less, and a disk that only says that it syncs. VARVE_LONG=1 cuts ten times as often.
With --caught-as SUBJECT has a bug, and the test passes when it is found by these words.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

SHARED_MEMORY = "/dev/shm"  # the model knows what a disk would hold
CUTS = {"synced": 10_000, "synced_in_vain": 3_000, "less_synced": 400, "lied_to": 400}
MUST_LOSE = {"less_synced", "lied_to"}
TIMES = 10 if os.environ.get("VARVE_LONG") else 1
CUTS_OF_HUNT = 800
SUM = re.compile(r"cuts (\d+) lossy (\d+) damaged (\d+) runs (\d+) faulty (\d+)")


def tear(subject, power, first_seed, cuts):
    """What one process said."""
    base = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=base, prefix="varve-torn-") as folder:
        return subprocess.run([subject, "tear", folder, power, str(first_seed), str(cuts)], text=True, capture_output=True,
                              check=False).stdout.splitlines()


def tear_in_parallel(subject, power, cuts):
    processes = os.cpu_count()
    share = -(-cuts // processes)
    with ThreadPoolExecutor(processes) as workers:
        seeds = range(1, cuts + 1, share)
        said = workers.map(tear, [subject] * len(seeds), [power] * len(seeds), seeds, [share] * len(seeds))
        return [line for lines in said for line in lines]


def totals(lines):
    """cuts, lossy, damaged, runs, faulty; and what was said besides."""
    sums = [SUM.fullmatch(line) for line in lines]
    numbers = [[int(number) for number in found.groups()] for found in sums if found]
    return [sum(column) for column in zip(*numbers)] or [0] * 5, [line for line, found in zip(lines, sums) if not found]


def report(subject):
    failed = False
    print(f"{'power':16} {'cuts':>7} {'runs':>5} {'lossy':>6} {'damaged':>8} {'faulty':>7} {'s':>4}")
    for power, cuts in CUTS.items():
        begun = time.monotonic()
        (done, lossy, damaged, runs, faulty), said = totals(tear_in_parallel(subject, power, cuts * TIMES))
        print(f"{power:16} {done:7} {runs:5} {lossy:6} {damaged:8} {faulty:7} {time.monotonic() - begun:4.0f}")
        bad = done < cuts or faulty or (lossy == 0) == (power in MUST_LOSE) or said
        failed |= bool(bad)
        for line in said[:10]:
            print("FAILED:", line)
        if bad:
            print(f"FAILED: {power}: {'nothing was lost' if power in MUST_LOSE and not lossy else 'not as it must be'}")
    return 1 if failed else 0


def hunt(subject, power, cuts, words):
    _, said = totals(tear_in_parallel(subject, power, cuts))
    caught = [line for line in said if words in line]
    print(f"caught by {len(caught)} of the lines: {caught[0]}" if caught else "FAILED: the planted bug was not caught")
    return 0 if caught else 1


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--caught-as", metavar="WORDS")
    words.add_argument("--power", default="synced", choices=CUTS)
    words.add_argument("--cuts", type=int, default=CUTS_OF_HUNT)
    words.add_argument("subject")
    how = words.parse_args()
    return hunt(how.subject, how.power, how.cuts, how.caught_as) if how.caught_as else report(how.subject)


if __name__ == "__main__":
    sys.exit(main())
