"""Counts the results of ./check: every GoogleTest case once, every other ctest entry once, every failed build once.

usage: summary.py RESULTS-FOLDER [FAILED-BUILD...]
"""
import pathlib
import sys
import xml.etree.ElementTree as xml


def gtest_cases(path):
    """(name, outcome, reason) of each case of one GoogleTest executable."""
    for case in xml.parse(path).getroot().iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        if case.find("failure") is not None:
            yield name, "failed", ""
        elif case.get("result") == "skipped" or case.find("skipped") is not None:
            skipped = case.find("skipped")
            yield name, "skipped", (skipped.get("message") or "").strip().splitlines()[-1:] if skipped is not None else ""
        elif case.get("status") == "run":
            yield name, "passed", ""


def ctest_entries(path, cases_folder):
    """The same of each ctest entry: its GoogleTest cases where it has them, else itself."""
    for entry in xml.parse(path).getroot().iter("testcase"):
        name, status = entry.get("name"), entry.get("status")
        outcome = {"run": "passed", "fail": "failed"}.get(status, "skipped")
        cases_file = cases_folder / f"{name}.xml"
        cases = list(gtest_cases(cases_file)) if cases_file.exists() else []
        yield from cases
        if not cases or (outcome == "failed" and all(case[1] != "failed" for case in cases)):
            output = (entry.findtext("system-out") or "").strip().splitlines()
            yield name, outcome, output[-1:] if outcome == "skipped" else ""


def failed_outputs(path, lines=60):
    """What each failed ctest entry said last."""
    for entry in xml.parse(path).getroot().iter("testcase"):
        if entry.get("status") == "fail":
            yield entry.get("name"), (entry.findtext("system-out") or "").strip().splitlines()[-lines:]


def main():
    results, failed_builds = pathlib.Path(sys.argv[1]), sys.argv[2:]
    count = {"passed": 0, "failed": len(failed_builds), "skipped": 0}
    for preset in failed_builds:
        print(f"failed: the build of {preset}")
    for path in sorted(results.glob("*.ctest.xml")):
        preset = path.name.split(".")[0]
        for name, output in failed_outputs(path):
            print(f"== {preset}: {name} ended with", *output, sep="\n   ")
        for name, outcome, reason in ctest_entries(path, results / preset):
            count[outcome] += 1
            if outcome != "passed":
                print(f"{outcome}: {preset}: {name}" + (f" ({' '.join(reason)})" if reason else ""))
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 1 if count["failed"] or not count["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
