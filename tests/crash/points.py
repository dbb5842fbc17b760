"""Where a program can be killed: at the n-th call of a kind on a file. Counted in runs without a kill.

strace counts the calls of each thread on its own, so n goes up to the most that one thread makes, and whichever thread comes
to n first is where it fires. What goes through shared memory (the WAL index) is no call and cannot be hit.
"""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

CALLS = ["write", "pwrite64", "writev", "pwritev", "fdatasync", "fsync", "ftruncate", "truncate", "fcntl", "open", "openat",
         "unlink", "unlinkat", "rename"]

STARTS = "execve"  # the program is not there yet

LINE = re.compile(r"(\d+) +(\w+)\((.*)")
OPENED = re.compile(r"\d+<([^>]+)>")
NAMED = re.compile(r'(?:AT_FDCWD(?:<[^>]*>)?, )?"([^"]+)"')


class Pair(NamedTuple):
    """A file, relative to the run's folder, and a call on it."""
    file: str
    call: str

    def is_anywhere(self):
        """Whether it means the call on whatever file, or on none."""
        return not self.file


def count(trace, folder, any_too=False):
    """{Pair: the most calls that one thread makes} from what `strace -f -y` wrote."""
    of_thread = Counter()
    for line in trace.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        thread, call, words = match.groups()
        if any_too and call != STARTS:
            of_thread[Pair("", call), thread] += 1
        if call not in CALLS:
            continue
        path = OPENED.match(words) or NAMED.match(words)
        if path and (path[1] == folder or path[1].startswith(folder + "/")):
            of_thread[Pair(path[1][len(folder) + 1:] or ".", call), thread] += 1
    most = defaultdict(int)
    for (pair, _), calls in of_thread.items():
        most[pair] = max(most[pair], calls)
    return dict(most)


def fewest(counts):
    """What every run can be expected to reach: the least that one of these reached, less by what they differ, for how threads
    meet differs by load; at the least half of it, for who waits for a lock asks again and again, and then most says little."""
    of_pair = {pair: [each[pair] for each in counts] for pair in counts[0] if all(pair in each for each in counts)}
    return {pair: max(2 * min(reached) - max(reached), (min(reached) + 1) // 2) for pair, reached in of_pair.items()}


def spread(calls, wanted):
    """At most `wanted` numbers from 1 to `calls`, evenly."""
    if calls <= wanted:
        return list(range(1, calls + 1))
    return sorted({1 + round(i * (calls - 1) / (wanted - 1)) for i in range(wanted)})
