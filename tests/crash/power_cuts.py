"""power_cuts.py SUBJECT: cuts the power of a real file system under the workload, and looks what it leaves.

The log lies on ext4, in an image that is a file on XFS. A cut is a reflink copy of that file while the workload runs: what the file
system has written to its disk up to then. Mounting the copy is the reboot: its journal is played back, and SUBJECT inspects the log
with what was acknowledged before the copy was begun. Weaker than a disk that forgets its cache, which crash_torn_writes
models. A log opened with the weaker durability is the control and must lose. Needs root and mkfs.xfs, else it is skipped. The
mounts are private to this process and gone with it where the machine allows that. VARVE_LONG=1 cuts ten times as often.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SKIPPED = 77
TIMES = 10 if os.environ.get("VARVE_LONG") else 1
CUTS = {"synced": 200 * TIMES, "less_synced": 40 * TIMES}
MOST_BETWEEN = 10  # lines that the workload says from one cut to the next
LOST = "was acknowledged"
FOLLOWS = ("went back", "no event stands", "there is no log")  # from a loss
SEED = 1


class Unable(Exception):
    """This machine has no such file systems, or we may not mount them."""


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unable(f"{' '.join(map(str, words))}: {done.stderr.strip()}")


class Machine:
    """A disk in a file, and its copies."""

    def __init__(self, room):
        self.room = Path(room)
        self.outer, self.data, self.check = (self.room / name for name in ("outer", "data", "check"))
        for folder in (self.outer, self.data, self.check):
            folder.mkdir()
        self.image(self.room / "xfs.img", "1G", "mkfs.xfs", "-q", "-m", "reflink=1")
        run("mount", "-o", "loop", self.room / "xfs.img", self.outer)
        self.image(self.outer / "disk.img", "96M", "mkfs.ext4", "-q")
        run("mount", "-o", "loop", self.outer / "disk.img", self.data)

    @staticmethod
    def image(path, size, *make):
        run("truncate", "-s", size, path)
        run(*make, path)

    def cut(self, look):
        """Lets `look` see what the disk holds at this instant, after a reboot."""
        copy = self.outer / "snap.img"
        run("cp", "--reflink=always", self.outer / "disk.img", copy)
        run("mount", "-o", "loop", copy, self.check)
        try:
            return look(self.check)
        finally:
            run("umount", self.check)
            copy.unlink()

    def off(self):
        for folder in (self.check, self.data, self.outer):
            subprocess.run(["umount", "--lazy", folder], capture_output=True, check=False)


class Workload:
    """The workload in a folder of its own, and what it has said."""

    def __init__(self, subject, folder, level):
        self.said = []
        folder.mkdir()
        self.process = subprocess.Popen([subject, "work", folder, level], stdout=subprocess.PIPE, text=True)
        self.reading = threading.Thread(target=lambda: self.said.extend(self.process.stdout))
        self.reading.start()

    def says(self, more):
        """Waits until it has said so many lines more; False when it has ended."""
        until = len(self.said) + more
        while self.process.poll() is None:
            if len(self.said) >= until:
                return True
            time.sleep(0.0005)
        return False

    def send(self, what):
        if self.process.poll() is None:
            self.process.send_signal(what)

    def end(self):
        code = self.process.wait()
        self.reading.join()
        return code


def look(subject, folder, said, level):
    """What is wrong there."""
    if not folder.is_dir():
        return [LOST + ": the folder is gone"] if said else []
    found = subprocess.run([subject, "look", folder, level], input="".join(said), text=True, capture_output=True, check=False)
    lines = (found.stdout + found.stderr).splitlines()
    return lines if found.returncode == 0 or lines else [f"the look ended with {found.returncode}"]


def cut_often(machine, subject, level, cuts):
    """(lossy cuts, acknowledgements lost in the worst, faults)"""
    lossy, worst, faults, done, chance = 0, 0, [], 0, random.Random(SEED)
    for number in range(cuts):
        if done == cuts:
            break
        workload = Workload(subject, machine.data / f"{level}-{number}", level)
        try:
            while done < cuts and workload.says(chance.randint(1, MOST_BETWEEN)):
                stops = done % 2 == 0  # so that nothing more is synced by it; else the cut comes in the middle of something
                workload.send(signal.SIGSTOP if stops else 0)
                said = list(workload.said)  # before the copy: what is said meanwhile need not be on it
                found = machine.cut(lambda disk: look(subject, disk / f"{level}-{number}", said, level))
                workload.send(signal.SIGCONT)
                losses = [line for line in found if LOST in line]
                done += 1
                lossy += bool(losses)
                worst = max(worst, len(losses))
                faults += [line for line in found if LOST not in line and not any(words in line for words in FOLLOWS)]
        finally:
            workload.send(signal.SIGCONT)
            code = workload.end()
        if code != 0:
            faults.append(f"the workload ended with {code}: {workload.said[-1:]}")
        shutil.rmtree(machine.data / f"{level}-{number}")
    return done, lossy, worst, faults


def main():
    if os.geteuid() != 0:
        raise Unable("only root may mount file systems")
    for tool in ("mkfs.xfs", "mkfs.ext4"):
        if not shutil.which(tool):
            raise Unable(f"{tool} is not installed")
    subject, failed = os.path.abspath(sys.argv[1]), False
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=base, prefix="varve-power-") as room:
        machine = Machine(room)
        try:
            print(f"{'durability':12} {'cuts':>5} {'lossy':>6} {'worst':>6} {'faulty':>7} {'s':>4}")
            for level, cuts in CUTS.items():
                begun = time.monotonic()
                done, lossy, worst, faults = cut_often(machine, subject, level, cuts)
                print(f"{level:12} {done:5} {lossy:6} {worst:6} {len(faults):7} {time.monotonic() - begun:4.0f}")
                failed |= done < cuts or bool(faults) or (lossy == 0) != (level == "synced")
                for line in faults[:10]:
                    print("FAILED:", line)
        finally:
            machine.off()
    return 1 if failed else 0


def with_own_mounts():
    """What runs a program with mounts that nobody else sees. In a chroot, whose "/" is no mount point, others see them until we undo them."""
    hidden = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode == 0
    return ["unshare", "--mount"] if hidden else ["unshare", "--mount", "--propagation", "unchanged"]


if __name__ == "__main__":
    if "VARVE_OWN_MOUNTS" not in os.environ and os.geteuid() == 0 and shutil.which("unshare"):
        os.environ["VARVE_OWN_MOUNTS"] = "1"
        os.execvp("unshare", [*with_own_mounts(), sys.executable, *sys.argv])
    try:
        sys.exit(main())
    except Unable as problem:
        print("skipped:", problem)
        sys.exit(SKIPPED)
