"""The main program of a check that reads the repository and can show that it finds what it is for.

usage: CHECK ROOT              names every problem; exit 1 when there is one
       CHECK ROOT --self-test  plants faults and demands that each is found, and nothing where none is planted
"""
import pathlib
import sys
import tempfile


def misjudged(check, cases):
    """What `check` says wrongly of small roots: (what is planted there, or nothing, {path: text})."""
    for what, files in cases:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            problems = list(check(root))
            if bool(problems) != bool(what):
                yield f"planted {what or 'nothing'}: {problems}"


def main(check, cases):
    """`check` yields the problems of a root."""
    found = list(misjudged(check, cases) if "--self-test" in sys.argv else check(pathlib.Path(sys.argv[1]).resolve()))
    for problem in found:
        print(problem)
    return 1 if found else 0
