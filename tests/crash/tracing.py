"""strace, which kills a program at a system call or makes the call fail."""

import os
import subprocess
import sys

SKIPPED = 77


def require_strace():
    """Ends the test as skipped where nothing may be traced."""
    try:
        tried = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "true"], capture_output=True, text=True)
    except FileNotFoundError:
        reason = "strace is not installed"
    else:
        if tried.returncode == 0:
            return
        reason = tried.stderr.strip() or "strace cannot trace a program here"
    print("skipped:", reason)
    sys.exit(SKIPPED)


def traced(command, call, path=None, inject=None, log=os.devnull, names=False):
    """The command line that runs `command` with its calls of `call` traced, those on `path` alone when it is given.
    `inject` counts the calls that are traced, those of each thread on its own. With `names` the log tells files by name.

    Without --seccomp-bpf: strace 6.1 injects nothing then."""
    line = ["strace", "-f", "-qq", "-o", log, "-e", f"trace={call}"]
    if names:
        line.append("-y")
    if path:
        line += ["-P", path]
    if inject:
        line += ["-e", f"inject={call}:{inject}"]
    return line + command
