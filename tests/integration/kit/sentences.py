"""Runs test cases whose names are sentences, and reports each of them where ./check counts GoogleTest's.

Methods that begin with a lower-case letter and stand in a subclass of `Case` are tests; there is no prefix.
"""
import os
import pathlib
import sys
import time
import unittest
import xml.etree.ElementTree as xml


class Case(unittest.TestCase):
    """A case whose own public methods are its tests; those of its bases are not."""

    @classmethod
    def sentences(cls):
        return [name for name, member in vars(cls).items() if callable(member) and not name.startswith(("_", "setUp", "tearDown"))]


class _Result(unittest.TextTestResult):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.cases = []

    def startTest(self, test):
        self._began = time.monotonic()
        super().startTest(test)

    def _note(self, test, outcome="", text=""):
        self.cases.append((type(test).__name__, test._testMethodName, time.monotonic() - self._began, outcome, text))

    def addSuccess(self, test):
        super().addSuccess(test)
        self._note(test)

    def addFailure(self, test, problem):
        super().addFailure(test, problem)
        self._note(test, "failure", self.failures[-1][1])

    def addError(self, test, problem):
        super().addError(test, problem)
        self._note(test, "failure", self.errors[-1][1])

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._note(test, "skipped", reason)


def _report(name, cases):
    """The file that GoogleTest would write, when GTEST_OUTPUT asks for it."""
    wish = os.environ.get("GTEST_OUTPUT", "")
    if not wish.startswith("xml:") or not wish.endswith("/"):
        return
    root = xml.Element("testsuites")
    for suite, sentence, seconds, outcome, text in cases:
        case = xml.SubElement(root, "testcase", name=sentence, classname=f"{name}.{suite}", status="run",
                              result="skipped" if outcome == "skipped" else "completed", time=f"{seconds:.3f}")
        if outcome:
            xml.SubElement(case, outcome, message=text)
    folder = pathlib.Path(wish[len("xml:"):])
    folder.mkdir(parents=True, exist_ok=True)
    xml.ElementTree(root).write(folder / f"{name}.xml")


def run(name, cases, only=()):
    """Runs the sentences of the cases, of which those named in `only` where any is; exits 1 when one failed."""
    suite = unittest.TestSuite()
    for case in cases:
        suite.addTests(case(sentence) for sentence in case.sentences() if not only or sentence in only)
    if not suite.countTestCases():
        sys.exit(f"no such sentence: {' '.join(only)}")
    result = unittest.TextTestRunner(stream=sys.stdout, resultclass=_Result, verbosity=1).run(suite)
    _report(name, result.cases)
    sys.exit(0 if result.wasSuccessful() else 1)
