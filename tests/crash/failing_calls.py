"""failing_calls.py [--caught-as WORDS] [--most N] SUBJECT: lets every call of SQLite to its disk fail, once and from then on (subject/failing_calls.hpp).

Prints for each scenario and kind of fault how often it fired and what was answered. --most N takes N calls of each kind in a
scenario, spread evenly over all. With --caught-as SUBJECT has a bug, and the test passes when it is found by these words.
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
ENOUGH_RUNS = 4  # of fewer none may come to the call that was counted in another run
ANSWERS = ["did", "unknown", "refused", "stands", "absent", "read", "polled"]


def room():
    return tempfile.TemporaryDirectory(dir=SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None, prefix="varve-calls-")


def command(subject, folder, share, shares, most):
    return [subject, "fail", folder, str(share), str(shares), str(most)]


def fail(subject, share, shares, most):
    with room() as folder:
        run = subprocess.run(command(subject, folder, share, shares, most), text=True, capture_output=True, check=False)
        lines = run.stdout.splitlines()
        return lines if run.returncode in (0, 1) else lines + [f"it ended with {run.returncode}: {run.stderr[-2000:]}"]


def hunt(subject, shares, most, words):
    """Goes on until the planted bug shows."""
    with room() as folder:
        reading, writing = os.pipe()
        processes = [subprocess.Popen(command(subject, f"{folder}/{share}", share, shares, most), stdout=writing) for share in range(shares)]
        os.close(writing)
        with open(reading, encoding="utf-8") as said:
            caught = next((line.strip() for line in said if words in line), None)
            for each in processes:
                each.kill()
        for each in processes:
            each.wait()
    print(f"caught: {caught}" if caught else "FAILED: the planted bug was not caught")
    return 0 if caught else 1


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
    words.add_argument("--most", type=int, default=ALL)
    words.add_argument("subject")
    how = words.parse_args()
    begun = time.monotonic()
    shares = os.cpu_count()
    if how.caught_as:
        return hunt(how.subject, shares, how.most, how.caught_as)
    with ThreadPoolExecutor(shares) as workers:
        said = workers.map(lambda share: fail(how.subject, share, shares, how.most), range(shares))
        sums, said = totals([line for lines in said for line in lines])
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
