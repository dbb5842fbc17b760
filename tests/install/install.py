"""Installs a build into an empty prefix, and demands that every public header of the tree is there.

usage: install.py ROOT BUILD PREFIX
"""
import pathlib
import shutil
import subprocess
import sys


def public_headers(root):
    """The headers under include/ of the folders that hold libraries, as users name them."""
    for include in [*root.glob("*/include"), *root.glob("adapters/*/include"), *root.glob("tests/kit/include")]:
        for header in include.rglob("*.hpp"):
            yield header.relative_to(include)


def main():
    root, build, prefix = map(pathlib.Path, sys.argv[1:])
    shutil.rmtree(prefix, ignore_errors=True)
    subprocess.run(["cmake", "--install", build, "--prefix", prefix], check=True, stdout=subprocess.DEVNULL)
    headers = sorted(set(public_headers(root)))
    missing = [header for header in headers if not (prefix / "include" / header).is_file()]
    for header in missing:
        print(f"{header} is not installed: it is missing from HEADERS in a CMakeLists.txt")
    print(f"{len(headers) - len(missing)} of {len(headers)} public headers are installed")
    return 1 if missing or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
