"""Demands that every ```cpp and ```cmake block of the documentation is a region of a source that is compiled and run.

A block stands under a comment that names its region, `<!-- snippet: tests/x_test.cpp#name -->`; the region stands
between the lines `// [name]` and `// [/name]` (in CMake `# [name]`) and is compared without its common indentation and without the
marks of regions inside it.

usage: check_snippets.py ROOT              names every block that differs; exit 1 when there is one
       check_snippets.py ROOT --write      fills the blocks from their regions
       check_snippets.py ROOT --self-test  plants faults and demands that each is found
"""
import pathlib
import re
import sys
import textwrap

import planted_check

BLOCK = re.compile(r"(?P<head>^(?:<!-- snippet: (?P<path>[^#\n]+)#(?P<name>[\w-]+) -->\n)?```(?:cpp|cmake)\n)(?P<code>.*?)(?P<tail>^```$)",
                   re.MULTILINE | re.DOTALL)
MARK = re.compile(r"^\s*(?://|#) \[/?[\w-]+\]\s*\n", re.MULTILINE)


def region(root, path, name):
    """The code of a region, or what is wrong with it."""
    source = root / path
    if not source.is_file():
        return None, f"{path} does not exist"
    text = source.read_text(encoding="utf-8")
    found = re.findall(rf"^[ \t]*(?://|#) \[{re.escape(name)}\]\n(.*?)^[ \t]*(?://|#) \[/{re.escape(name)}\]$", text,
                       re.MULTILINE | re.DOTALL)
    if len(found) != 1:
        return None, f"{path} holds {len(found)} regions [{name}]"
    return textwrap.dedent(MARK.sub("", found[0])), None


def pages(root):
    return sorted([*root.glob("README.md"), *(root / "docs").rglob("*.md")])


def problems_of(root, page, text):
    for block in BLOCK.finditer(text):
        place = f"{page.relative_to(root)}:{text.count(chr(10), 0, block.start()) + 1}"
        if not block["path"]:
            yield f"{place}: a block of code names no snippet"
            continue
        code, wrong = region(root, block["path"], block["name"])
        if wrong:
            yield f"{place}: {wrong}"
        elif code != block["code"]:
            yield f"{place}: differs from {block['path']}#{block['name']}; fill it with docs/check_snippets.py . --write"


def check(root):
    for page in pages(root):
        yield from problems_of(root, page, page.read_text(encoding="utf-8"))


def write(root):
    def filled(block):
        code = region(root, block["path"], block["name"])[0] if block["path"] else None
        return block[0] if code is None else block["head"] + code + block["tail"]

    for page in pages(root):
        text = page.read_text(encoding="utf-8")
        page.write_text(BLOCK.sub(filled, text), encoding="utf-8")


SOURCE = "int main() {\n  // [call]\n  if (true) {\n    // [inner]\n    call();\n    // [/inner]\n  }\n  // [/call]\n}\n"
GOOD = "<!-- snippet: a.cpp#call -->\n```cpp\nif (true) {\n  call();\n}\n```\n<!-- snippet: a.cpp#inner -->\n```cpp\ncall();\n```\n"
PLANTED = {
    "no snippet": "```cpp\ncall();\n```\n",
    "a file that is not there": GOOD.replace("a.cpp#call", "b.cpp#call"),
    "a region that is not there": GOOD.replace("#call", "#cal"),
    "another text": GOOD.replace("call();", "call(1);"),
    "a block of CMake without a snippet": "```cmake\ncall()\n```\n",
    "a line too many": GOOD.replace("call();", "call();\n"),
}


def case(what, page):
    return what, {"a.cpp": SOURCE, "docs/deep/page.md": page}


CASES = [case("", GOOD), *(case(what, page) for what, page in PLANTED.items())]

if __name__ == "__main__":
    if "--write" in sys.argv:
        write(pathlib.Path(sys.argv[1]).resolve())
    sys.exit(planted_check.main(check, CASES))
