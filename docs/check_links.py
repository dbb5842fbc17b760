"""Demands that every link of the documentation leads somewhere: to a file, and to a heading in it where one is named. So
must every docs/….md that a source mentions.

usage: check_links.py ROOT              names every link that leads nowhere; exit 1 when there is one
       check_links.py ROOT --self-test  plants faults and demands that each is found
"""
import re
import subprocess
import sys

import planted_check

FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
MENTION = re.compile(r"\bdocs/[\w./-]+\.md\b")


def tracked(root):
    """The files of a clone; all files elsewhere."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z"], capture_output=True, text=True)
    names = [name for name in listed.stdout.split("\0") if name]
    return [root / name for name in names] or [path for path in root.rglob("*") if path.is_file()]


def prose(text):
    """The text without its blocks of code; lines keep their numbers."""
    return FENCE.sub(lambda block: "\n" * block[0].count("\n"), text)


def anchors(page):
    """What a heading can be reached by, as web views of a repository name it."""
    for heading in HEADING.findall(prose(page.read_text(encoding="utf-8"))):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def problem_of_link(page, link):
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    if not target.exists():
        return f"{link} leads nowhere"
    if anchor and anchor not in anchors(target):
        return f"{link}: no such heading"
    return None


def problems_of(root, file, text):
    found = []
    if file.suffix == ".md":
        text = prose(text)
        links = ((link.start(), link[1]) for link in LINK.finditer(text) if not re.match(r"\w+:", link[1]))
        found += [(at, problem_of_link(file, link)) for at, link in links]
    else:
        found += [(mention.start(), f"{mention[0]} does not exist") for mention in MENTION.finditer(text)
                  if not (root / mention[0]).exists()]
    return [f"{file.relative_to(root)}:{text.count(chr(10), 0, at) + 1}: {problem}" for at, problem in found if problem]


def check(root):
    for file in tracked(root):
        if file.suffix in {".md", ".hpp", ".cpp", ".txt", ".cmake"} and file.is_file():
            yield from problems_of(root, file, file.read_text(encoding="utf-8"))


GOOD = "# A page, of `code`\n[here](#a-page-of-code) [there](docs/b.md#other) [out](https://example.org) ```x```\n```\n[x](y)\n```\n"
OTHER = {"docs/b.md": "# Other\n"}
CASES = [
    ("", OTHER | {"a.md": GOOD, "a.hpp": "// see docs/b.md"}),
    ("a link to nothing", OTHER | {"a.md": GOOD.replace("b.md", "c.md")}),
    ("a heading that is not there", OTHER | {"a.md": GOOD.replace("#other", "#another")}),
    ("a heading of its own that is not there", OTHER | {"a.md": GOOD.replace("(#a-page", "(#the-page")}),
    ("a mention of nothing", OTHER | {"a.hpp": "// see docs/c.md"}),
]

if __name__ == "__main__":
    sys.exit(planted_check.main(check, CASES))
