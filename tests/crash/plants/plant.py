"""plant.py SOUND BUG PLANTED: writes the source SOUND with the bug BUG in it to PLANTED.

A bug is a text of edits: lines that begin with "-" stand in the source next to each other, exactly once, and the
lines with "+" that follow take their place. Lines before the first edit say what the bug is; an empty line ends an edit.
White space at the ends of lines does not count. The build fails when the source has no such place any more.
"""

import sys
from pathlib import Path


def edits(bug: str):
    """(old lines, new lines) of each edit."""
    old, new = [], []
    for line in bug.splitlines() + [""]:
        if line.startswith("-"):
            old.append(line[1:])
        elif line.startswith("+"):
            new.append(line[1:])
        elif old:
            yield old, new
            old, new = [], []


def stripped(lines):
    return [line.strip() for line in lines]


def replace(source, old, new):
    places = [at for at in range(len(source)) if stripped(source[at:at + len(old)]) == stripped(old)]
    if len(places) != 1:
        raise SystemExit(f"the source has {len(places)} places for this edit, not one:\n" + "\n".join(old))
    at = places[0]
    return source[:at] + new + source[at + len(old):]


def main():
    sound, bug, planted = map(Path, sys.argv[1:])
    source = sound.read_text().splitlines()
    for old, new in edits(bug.read_text()):
        source = replace(source, old, new)
    planted.write_text(f'#line 1 "{bug.stem} in {sound.name}"\n' + "\n".join(source) + "\n")


main()
