"""failing_calls.py [--caught-as WORDS] [--most N] SUBJECT: lets every call of SQLite to its disk fail, once and from then on (subject/failing_calls.hpp).

Prints for each scenario and kind of fault how often it fired and what was answered. --most N takes N calls of each kind in a
scenario, spread evenly over all: 16 unless said, with VARVE_LONG=1 every one. What a kill and what a power cut would leave is looked at in turns, with VARVE_LONG=1 both each time. With --caught-as SUBJECT has a bug, and the test passes when it is found by these words.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor

SHARED_MEMORY = "/dev/shm"
ALL = 10**9
SAMPLE = 16
LONG = bool(os.environ.get("VARVE_LONG"))
BOTH_ENDINGS = ["both"] if LONG else []
ENOUGH_RUNS = 4  # of fewer none may come to the call that was counted in another run
ANSWERS = ["did", "unknown", "refused", "stands", "absent", "read", "polled"]


def fail(subject, share, shares, most):
    base = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=base, prefix="varve-calls-") as folder:
        run = subprocess.run([subject, "fail", folder, str(share), str(shares), str(most), *BOTH_ENDINGS], text=True, capture_output=True, check=False)
        lines = run.stdout.splitlines()
        return lines if run.returncode in (0, 1) else lines + [f"it ended with {run.returncode}: {run.stderr[-2000:]}"]


def totals(lines):
    """{(scenario, call, how, how long): counts}, and what was said besides."""
    sums, said = defaultdict(Counter), []
    for line in lines:
        words = line.split()
        if words[:1] != ["sum"]:
            said.append(line)
            continue
        counts = sums[tuple(words[1:5])]
        for name, number in zip(words[5::2], words[6::2]):
            counts[name] = max(counts[name], int(number)) if name == "calls" else counts[name] + int(number)
    return sums, said


def table(sums):
    print(f"{'scenario':9} {'call':9} {'fails as':8} {'':8} {'calls':>5} {'runs':>5} {'fired':>6} " + " ".join(f"{word:>7}" for word in ANSWERS))
    for (scenario, call, how, length), counts in sums.items():
        if counts["runs"]:
            print(f"{scenario:9} {call:9} {how:8} {length:8} {counts['calls']:5} {counts['runs']:5} {counts['fired']:6} "
                  + " ".join(f"{counts[word]:7}" for word in ANSWERS))


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--caught-as", metavar="WORDS")
    words.add_argument("--most", type=int, default=ALL if LONG else SAMPLE)
    words.add_argument("subject")
    how = words.parse_args()
    begun = time.monotonic()
    shares = os.cpu_count()
    with ThreadPoolExecutor(shares) as workers:
        said = workers.map(lambda share: fail(how.subject, share, shares, how.most), range(shares))
        sums, said = totals([line for lines in said for line in lines])
    if how.caught_as:
        caught = [line for line in said if how.caught_as in line]
        print(f"caught by {len(caught)} of the lines: {caught[0]}" if caught else "FAILED: the planted bug was not caught")
        return 0 if caught else 1
    table(sums)
    runs, fired = sum(each["runs"] for each in sums.values()), sum(each["fired"] for each in sums.values())
    idle = [" ".join(key) for key, each in sums.items() if each["runs"] >= ENOUGH_RUNS and not each["fired"]]
    print(f"{runs} runs, faults fired {fired} times, {len(said)} lines of trouble, {time.monotonic() - begun:.0f} s")
    for line in said[:20]:
        print("FAILED:", line)
    for each in idle:
        print("FAILED: it never fired:", each)
    return 1 if said or idle or not runs else 0


if __name__ == "__main__":
    sys.exit(main())
