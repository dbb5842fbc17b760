"""Demands that what the reference pages name is there: tests, measurements and error codes.

Every row of a table whose last column is headed `held by` names tests, as `suite.test`, `suite.*` or the name of a ctest entry, or
says `no test yet` or `the caller's part`. The names of docs/reference/metrics.md are those that the libraries send; the codes of docs/reference/errors.md
are those of `errc`.

usage: check_claims.py ROOT              names every claim that does not hold; exit 1 when there is one
       check_claims.py ROOT --self-test  plants faults and demands that each is found
"""
import re
import sys

import planted_check

LIBRARIES = ["core", "eventstore", "commands", "projections", "adapters"]
CASE = re.compile(r"^(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|VARVE_CONTRACT|VARVE_PROMISE)\(\s*(\w+),\s*(\w+)", re.MULTILINE)
ENTRY = re.compile(r"\b(?:\w+_test\((?:NAME\s+)?|varve_target\((?:test|fuzz|script)\s+|use_installed\()([\w${}]+)")
CATCHING = re.compile(r"\bvarve_planted_test\((\w+)\s+(\w+)")
QUOTED = re.compile(r"`([^`]+)`")
METRIC = re.compile(r'"(varve\.[a-z_]+\.[a-z_.]+)"')
CODE = re.compile(r"^  (\w+)(?: = \d+)?,", re.MULTILINE)


def sources(root, folders, *suffixes):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in suffixes or path.name in suffixes:
                yield path.read_text(encoding="utf-8")


def known_tests(root):
    """(suite.test, …) and patterns of ctest entries, each with the words that may fill its variables."""
    cases, entries = set(), []
    for text in sources(root, ["tests", "samples"], ".cpp", ".hpp"):
        for suite, name in CASE.findall(text):
            cases |= {f"{suite}.{name}", f"{suite}.*"}
    for text in sources(root, ["tests", "samples"], "CMakeLists.txt"):
        words = set(re.findall(r"\w+", text))
        entries += [(re.compile(re.sub(r"\\\$\\\{\w+\\\}", r"(\\w+)", re.escape(name))), words) for name in ENTRY.findall(text)]
        entries += [(re.compile(f"{program}_catches_{bug}"), words) for program, bug in CATCHING.findall(text)]
    return cases, entries


def is_test(name, cases, entries):
    if name in cases:
        return True
    for pattern, words in entries:
        match = pattern.fullmatch(name)
        if match and pattern.pattern != r"(\w+)" and all(group in words for group in match.groups()):
            return True
    return False


def rows(text):
    """(line, cells, headings) of every row of every table."""
    headings = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("|"):
            headings = None
            continue
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if headings is None:
            headings = cells
        elif not re.fullmatch(r"[|\s:-]+", line):
            yield number, cells, headings


def untested(root):
    cases, entries = known_tests(root)
    for page in sorted((root / "docs").rglob("*.md")):
        for number, cells, headings in rows(page.read_text(encoding="utf-8")):
            if headings[-1] != "held by":
                continue
            place = f"{page.relative_to(root)}:{number}"
            named = QUOTED.findall(cells[-1])
            if not named and not re.search("no test yet|the caller's part", cells[-1]):
                yield f"{place}: names no test"
            yield from (f"{place}: there is no test {name}" for name in named if not is_test(name, cases, entries))


def differing(page, headed, found, what):
    """What the first column under the heading names beside what the sources hold."""
    text = page.read_text(encoding="utf-8")
    stated = {name for _, cells, headings in rows(text) if headings[0] == headed for name in QUOTED.findall(cells[0])}
    yield from (f"{page.name}: {what} {name} is not stated" for name in sorted(found - stated))
    yield from (f"{page.name}: there is no {what} {name}" for name in sorted(stated - found))


def check(root):
    yield from untested(root)
    sent = {name for text in sources(root, LIBRARIES, ".cpp", ".hpp") for name in METRIC.findall(text)}
    sent |= {name for text in sources(root, LIBRARIES, ".cpp", ".hpp") for name in re.findall(r'gauge\("(varve[\w.]+)"', text)}
    yield from differing(root / "docs/reference/metrics.md", "name", sent, "measurement")
    header = (root / "core/include/varve/core/error.hpp").read_text(encoding="utf-8")
    codes = set(CODE.findall(header.split("enum class errc")[1].split("};")[0]))
    yield from differing(root / "docs/reference/errors.md", "code", codes, "code")


GOOD = {
    "core/include/varve/core/error.hpp": "enum class errc {\n  broken = 1,  ///< b\n  lost,\n};\n",
    "core/src/a.cpp": 'sink.count("varve.a.count", 1);\n',
    "tests/a.cpp": "TEST(stone, rolls) {\nVARVE_CONTRACT(moss,\n               grows) {\n",
    "tests/CMakeLists.txt": "foreach(how slowly)\n  add_test(NAME rolls_${how} COMMAND x)\nvarve_target(test unit_stone SOURCES a.cpp)\n"
                            "varve_planted_test(unit_stone mossy src/a.cpp stone.rolls)\n",
    "docs/reference/metrics.md": "| name | unit |\n|---|---|\n| `varve.a.count` | 1 |\n",
    "docs/reference/errors.md": "| code | means |\n|---|---|\n| `broken` | b |\n| `lost` | l |\n",
    "docs/p.md": "| what | held by |\n|---|---|\n| a | `stone.rolls`, `moss.grows` `stone.*` |\n| b | `rolls_slowly` `unit_stone` `unit_stone_catches_mossy` |\n| c | no test yet |\n| d | the caller's part |\n",
}
PLANTED = {
    "a test that is not there": ("docs/p.md", "stone.rolls", "stone.rests"),
    "a suite that is not there": ("docs/p.md", "stone.*", "rock.*"),
    "an entry that is not there": ("docs/p.md", "rolls_slowly", "rolls_quickly"),
    "a planted bug that is not there": ("docs/p.md", "catches_mossy", "catches_dry"),
    "a row without a test": ("docs/p.md", "no test yet", "surely"),
    "a measurement that is not stated": ("core/src/a.cpp", "a.count", "a.number"),
    "a code that is not there": ("docs/reference/errors.md", "lost", "found"),
}


def planted(place, good, bad):
    return GOOD | {place: GOOD[place].replace(good, bad)}


CASES = [("", GOOD), *((what, planted(*change)) for what, change in PLANTED.items())]

if __name__ == "__main__":
    sys.exit(planted_check.main(check, CASES))
