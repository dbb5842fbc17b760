"""Fails on an include that runs uphill or sideways, or that shows a third party where none may be seen.

usage: layering.py ROOT              checks the repository
       layering.py ROOT --self-test  plants forbidden includes and demands that each is found
"""
import pathlib
import re
import sys
import tempfile

MAY_SEE = {
    "core": {"core"},
    "eventstore": {"core", "eventstore"},
    "commands": {"core", "eventstore", "commands"},
    "projections": {"core", "eventstore", "projections"},
}
BELOW_ADAPTERS = {"core", "eventstore", "commands", "projections"}
MAY_SEE_ADAPTERS = {"url", "cli", "http"}
PUBLIC_THIRD_PARTY = {"core": "cereal", "eventstore": "cereal", "commands": "cereal", "projections": "cereal",
                      "sqlite": "cereal", "postgres": "cereal", "asio": "cereal|boost", "spdlog": "cereal|spdlog"}
STANDARD = re.compile(r"^[a-z0-9_]+$")
SYSTEM = re.compile(r"^(sys|linux|bits)/|^[a-z0-9_]+\.h$")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def module_of(include):
    """The module a <varve/...> include belongs to: <varve/core/fold.hpp> and <varve/core.hpp> are core."""
    return pathlib.PurePath(include).parts[1].removesuffix(".hpp")


def allowed_modules(module, adapters):
    if module in MAY_SEE:
        return MAY_SEE[module]
    return BELOW_ADAPTERS | {module} | (adapters if module in MAY_SEE_ADAPTERS else set())


def problems_of(path, module, adapters, public):
    for include in INCLUDE.findall(path.read_text(encoding="utf-8")):
        if include.startswith("varve/"):
            if module_of(include) not in allowed_modules(module, adapters):
                yield f"{path}: {module} must not see <{include}>"
        elif public and not STANDARD.match(include) and not SYSTEM.match(include):
            if not re.match(f"({PUBLIC_THIRD_PARTY.get(module, 'cereal')})/", include):
                yield f"{path}: a public header of {module} must not show <{include}>"
        elif public and SYSTEM.match(include):
            yield f"{path}: a public header of {module} must not show <{include}>"


def check(root):
    folders = {name: root / name for name in MAY_SEE}
    if (root / "adapters").is_dir():
        folders |= {folder.name: folder for folder in (root / "adapters").iterdir() if folder.is_dir()}
    adapters = set(folders) - set(MAY_SEE)
    for module, folder in folders.items():
        for path in sorted(folder.rglob("*.[ch]pp")):
            yield from problems_of(path, module, adapters, "include" in path.relative_to(folder).parts)
    for path in sorted((root / "samples").rglob("*.[ch]pp")) if (root / "samples").is_dir() else []:
        for include in INCLUDE.findall(path.read_text(encoding="utf-8")):
            if "/src/" in include or include.startswith(".."):
                yield f"{path}: a sample uses public headers only, not <{include}>"


PLANTED = {
    "core/src/a.cpp": "varve/eventstore/page.hpp",
    "eventstore/src/a.cpp": "varve/commands.hpp",
    "commands/src/a.cpp": "varve/projections/projector.hpp",
    "projections/src/a.cpp": "varve/sqlite.hpp",
    "adapters/sqlite/src/a.cpp": "varve/spdlog.hpp",
    "core/include/varve/core/a.hpp": "simdjson.h",
    "adapters/sqlite/include/varve/sqlite/a.hpp": "sqlite3.h",
    "commands/include/varve/commands/a.hpp": "boost/asio.hpp",
    "samples/shop/a.cpp": "../../core/src/json.cpp",
}


def self_test():
    for place, include in PLANTED.items():
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name in ("adapters/sqlite", "adapters/spdlog"):
                (root / name).mkdir(parents=True)
            path = root / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"#include <{include}>\n", encoding="utf-8")
            if not list(check(root)):
                yield f"the planted <{include}> in {place} was not found"


def main():
    found = list(self_test() if "--self-test" in sys.argv else check(pathlib.Path(sys.argv[1])))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
