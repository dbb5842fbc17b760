"""Does what a page tells its reader to do, and demands that what is printed is what the page shows.

The project is put together from the page's own snippets: a block that names SOURCE/FILE#region is appended to FILE, and
replaces it when the blocks before came from another source. A ```console block holds commands (`$ …`), each followed by exactly
what it prints, save times of day; the commands of a ```sh block must succeed. A block under `<!-- not run: why -->` is left out.

usage: run_page.py PAGE SCRATCH           in the environment's CMAKE_PREFIX_PATH; exit 1 at the first difference
       run_page.py --self-test SCRATCH    plants faults and demands that each is found
"""
import difflib
import pathlib
import re
import shutil
import subprocess
import sys

BLOCK = re.compile(r"^(?:<!-- (?P<mark>snippet|not run): (?P<what>[^\n]+) -->\n)?```(?P<language>\w+)\n(?P<text>.*?)^```$",
                   re.MULTILINE | re.DOTALL)

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z")


def run(command, folder):
    done = subprocess.run(["bash", "-c", command], cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def steps(text):
    """(command, what it prints, or None when that is not shown)"""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def timeless(output):
    """The output with its times, and the widths that depend on them, made equal."""
    if not TIME.search(output):
        return output
    return re.sub(" +", " ", TIME.sub("TIME", output))


def save(folder, origins, what, code):
    source, _ = what.split("#")
    file = folder / pathlib.PurePosixPath(source).name
    begun = origins.get(file.name) == source
    origins[file.name] = source
    file.write_text((file.read_text(encoding="utf-8") + "\n" if begun else "") + code, encoding="utf-8")


def problem_of(page, folder):
    """What happens otherwise than the page says, or None."""
    origins, commands = {}, 0
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["mark"] == "snippet":
            save(folder, origins, block["what"], block["text"])
        elif block["mark"] is None and block["language"] == "sh":
            commands += 1
            code, output = run("set -e\n" + block["text"], folder)
            if code != 0:
                return f"exit {code} of:\n{block['text']}{output}"
        elif block["mark"] is None and block["language"] == "console":
            for command, shown in steps(block["text"]):
                commands += 1
                _, output = run(command, folder)
                if timeless(output) != timeless(shown):
                    return f"{command}\n" + "\n".join(difflib.unified_diff(shown.split("\n"), output.split("\n"), "shown", "printed", lineterm=""))
    print(f"{page.name}: {commands} commands did what the page says")
    return None if commands else "the page has no commands"


def try_page(page, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return problem_of(page, folder)


GOOD = """<!-- snippet: one/a.txt#begin -->
```cpp
first
```
<!-- snippet: one/a.txt#end -->
```cpp
last
```
```console
$ cat a.txt
first

last
$ echo AT 2026-11-21T10:00:00.25Z end
AT 2026-11-20T11:30:00Z    end
```
<!-- snippet: two/a.txt#begin -->
```cpp
other
```
<!-- not run: it would fail -->
```sh
false
```
```sh
grep other a.txt
```
"""
PLANTED = {
    "another output": GOOD.replace("$ cat a.txt\nfirst", "$ cat a.txt\nFirst"),
    "an output that is not shown": GOOD.replace("$ cat a.txt\n", "$ cat a.txt; echo more\n"),
    "another word beside a time": GOOD.replace("Z    end", "Z    END"),
    "a command that fails": GOOD.replace("grep other", "grep another"),
    "a file that was never saved": GOOD.replace("two/a.txt", "two/b.txt"),
    "no command": GOOD.split("```console")[0],
}


def self_test(folder):
    for what, text in {"": GOOD, **PLANTED}.items():
        page = folder.with_suffix(".md")
        page.write_text(text, encoding="utf-8")
        problem = try_page(page, folder)
        if bool(problem) != bool(what):
            yield f"planted {what or 'nothing'}: {problem}"


def main():
    page, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    problems = list(self_test(folder)) if sys.argv[1] == "--self-test" else [try_page(page, folder)]
    problems = [problem for problem in problems if problem]
    for problem in problems:
        print(f"{page}: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
