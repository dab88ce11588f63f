#!/usr/bin/env python3
"""How long a teacher waits for a class: a made-up one, graded in sandboxes.

    python3 benches/class.py [--students N] [--exercises LIST] [--answers FOLDER] [--twice] [--short]

For each exercise N students (300) hand in a file: of ten, five are right, four make a known mistake, and one is
the stub; FOLDER may have more answers, EXERCISE/right_….rs and EXERCISE/wrong_….rs. Each file is another
one, so none is judged but once; only the stubs are the same. The numbers: seconds until all are graded, and how
much of the processors all of it took; the most memory of the grader itself; and seconds of a second `grade`, which
has nothing new. With --twice the class is graded again with the same seed, while other programs keep all
processors busy: each mark must be the same.

With --whole all exercises are graded together, and only ten students have files of their own. It is about the memory
and the second `grade`, and not about how long judging takes.

Linux only. The machine should have nothing else to do; the seconds of processor time say more if it has. --short takes
few students, to see that it works: its numbers say little.
"""

import argparse
import ctypes
import json
import os
import pathlib
import resource
import shutil
import subprocess
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", TOP / "target"))


# prctl(2). A sandbox's first process outlives its parent, and whoever adopts it can wait for it.
PR_SET_CHILD_SUBREAPER = 36


def used():
    """The processor time of all that has been waited for, in seconds."""
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass
    times = resource.getrusage(resource.RUSAGE_CHILDREN)
    return times.ru_utime + times.ru_stime


def classroom(*words):
    """Runs the command: seconds, seconds of processors, and the most memory that it had itself, in MB."""
    command = [TARGET / "debug/classroom", *map(str, words)]
    start, before, most = time.monotonic(), used(), 0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=TOP, stdout=said, stderr=said)
        while process.poll() is None:
            # What it has waited for is not its own.
            try:
                lines = pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines()
                most = max([most] + [int(it.split()[1]) for it in lines if it.startswith("VmHWM:")])
            except OSError:
                pass
            time.sleep(0.02)
        seconds = time.monotonic() - start
        said.seek(0)
        if process.returncode != 0:
            raise SystemExit(f"{words[0]} ends with {process.returncode}:\n{said.read().decode()}")
    return seconds, used() - before, most / 1000


def marks(folder):
    """What came of each file, without the time that it took."""
    with open(folder / "results.jsonl") as lines:
        results = [json.loads(line) for line in lines]
    keys = ("student", "exercise", "state", "points")
    return [
        [*(result[key] for key in keys)]
        + [(it["check"], it["outcome"], it["mistake"]) for it in (result["verdict"] or {}).get("records", [])]
        for result in results
    ]


class Load:
    """Programs that keep all processors busy."""

    def __enter__(self):
        loop = ["sh", "-c", "while :; do :; done"]
        self.programs = [subprocess.Popen(loop) for _ in range(2 * os.cpu_count())]

    def __exit__(self, *_):
        for program in self.programs:
            program.kill()
            program.wait()


def measure(exercises, options, work):
    """Grades a class."""
    handed_in, folder = work / "in", work / "class"
    for old in (handed_in, folder):
        shutil.rmtree(old, ignore_errors=True)
    more = ["--answers", options.answers] if options.answers else []
    chosen = ["--exercises", exercises]
    others = min(options.students, 10) if options.whole else options.students
    classroom("example", handed_in, "--students", others, *chosen, *more)
    for student in range(others + 1, options.students + 1):
        shutil.copytree(handed_in / f"student-{student % others + 1:03}", handed_in / f"student-{student:03}")
    classroom("collect", handed_in, "--to", folder, *chosen)
    # So that building is not measured.
    classroom("shards", folder, "--parts", 1, "--form", "slurm", "--to", work / "script")
    seconds, processors, memory = classroom("grade", folder, *options.jobs)
    first = marks(folder)
    again, _, memory_again = classroom("grade", folder)
    states = [row[2] for row in first]
    counts = ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states)))
    print(
        f"{exercises}: {len(first)} files in {seconds:.1f} s, {processors:.1f} s of processors; again {again:.2f} s; "
        f"{max(memory, memory_again):.0f} MB ({counts})",
        flush=True,
    )
    if options.twice:
        shutil.rmtree(folder / "kept")
        with Load():
            seconds, processors, _ = classroom("grade", folder, *options.jobs)
        others = [(one, other) for one, other in zip(first, marks(folder)) if one != other]
        print(f"{exercises}, busy: {seconds:.1f} s, {processors:.1f} s of processors; {len(others)} are told something else")
        if others:
            raise SystemExit("\n".join(f"{one}\n{other}" for one, other in others[:10]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--exercises", help="one or several: 06,threads", default="accept,threads")
    parser.add_argument("--answers", type=pathlib.Path)
    parser.add_argument("--jobs", type=lambda number: ["--jobs", number], default=[])
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    if options.short:
        options.students, options.twice, options.exercises = 10, True, "accept,listener"
    subprocess.run(["cargo", "build", "--quiet", "--locked", "-p", "classroom"], cwd=TOP, check=True)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as work:
        for exercises in [options.exercises] if options.whole else options.exercises.split(","):
            measure(exercises, options, pathlib.Path(work))


if __name__ == "__main__":
    main()
