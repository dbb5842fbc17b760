"""Compiles a program with its fault (-DFAULT), which must fail, and whose first error must say what the
program's first line demands.

usage: must_not_compile.py SOURCE COMPILER [OPTION...]
"""
import pathlib
import re
import subprocess
import sys


def main():
    source, *command = sys.argv[1:]
    phrase = re.match(r"// must say: (.*)", pathlib.Path(source).read_text(encoding="utf-8"))[1]
    done = subprocess.run([*command, "-DFAULT", "-fsyntax-only", source], capture_output=True, text=True)
    if done.returncode == 0:
        return "it compiles"
    first = next((line for line in done.stderr.splitlines() if "error:" in line), "no error")
    print(first)
    return None if re.search(phrase, first) else f"the first error does not say: {phrase}\n{done.stderr}"


if __name__ == "__main__":
    sys.exit(main())
