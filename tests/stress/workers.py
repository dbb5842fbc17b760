"""Processes that work on one store at the same time, and what is done to them meanwhile."""

import signal
import subprocess
import threading
import time
from dataclasses import dataclass


class Wrong(Exception):
    """Something that a store, or a test of it, must not do."""


@dataclass
class Fault:
    """Happens to a process once it has said that it carried out so many operations. Without `pause` it is killed."""

    after: int
    pause: float | None = None


class Faults:
    """What happened, counted. A fault misses when its process was done before anybody heard that it was due."""

    def __init__(self):
        self.pauses = 0
        self.kills = 0
        self.missed = 0
        self.lock = threading.Lock()

    def count(self, pauses=0, kills=0, missed=0):
        with self.lock:
            self.pauses += pauses
            self.kills += kills
            self.missed += missed

    def strike(self, process, fault):
        """Whether the process was left alive."""
        if process.poll() is not None:
            self.count(missed=1)
        elif fault.pause is None:
            process.kill()
            process.wait()
            self.count(kills=1)
            return False
        else:
            process.send_signal(signal.SIGSTOP)
            time.sleep(fault.pause)
            process.send_signal(signal.SIGCONT)
            self.count(pauses=1)
        return True

    def demand_most(self):
        if self.missed > (self.pauses + self.kills) // 2:
            raise Wrong(f"{self.missed} faults missed, {self.pauses} pauses and {self.kills} kills did not")


class Worker:
    """A process that says `ready`, waits for a line, and then says how far it has come."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.said = []
        self.reached = 0

    def ready(self):
        said = self.process.stdout.readline()
        if said != "ready\n":
            raise Wrong(f"a process did not open the store but said {said!r} and ended with {self.process.wait()}")

    def go(self, plan, faults):
        """Lets it work and strikes it as planned; False when it was killed, and then how far it had come is in `reached`."""
        print(file=self.process.stdin, flush=True)
        plan = sorted(plan, key=lambda fault: fault.after)
        for line in self.process.stdout:
            if not line.strip().isdigit():
                self.said.append(line)
                continue
            self.reached = max(self.reached, int(line))
            while plan and self.reached >= plan[0].after:
                if not faults.strike(self.process, plan.pop(0)):
                    return False
        if self.process.wait() != 0:
            raise Wrong(f"a process ended with {self.process.returncode}: {''.join(self.said)}")
        faults.count(missed=len(plan))
        return True

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


def together(tasks, workers=()):
    """Runs them all at once, and raises what the first of them raised that failed. The workers are killed then, so that what waits
    for them ends, too."""
    problems = []

    def run(task):
        try:
            task()
        except BaseException as problem:  # pylint: disable=broad-except
            problems.append(problem)
            for worker in workers:
                worker.process.kill()

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
