"""Demands that every tracked C++ file is as .clang-format says. Exit 77 (skipped) where clang-format 19 is missing.

usage: format.py ROOT
"""
import shutil
import subprocess
import sys

TOOL = "clang-format-19"


def main():
    if not shutil.which(TOOL):
        print(f"{TOOL} is not here")
        return 77
    root = sys.argv[1]
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z", "*.cpp", "*.hpp"], capture_output=True, text=True)
    files = [name for name in listed.stdout.split("\0") if name]
    if listed.returncode != 0 or not files:
        print(f"git lists no sources in {root}: {listed.stderr.strip() or 'not a clone'}")
        return 77
    return subprocess.run([TOOL, "--dry-run", "-Werror", "--ferror-limit=1", *files], cwd=root).returncode


if __name__ == "__main__":
    sys.exit(main())
