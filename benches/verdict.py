#!/usr/bin/env python3
"""How long a learner waits: from an edit to the verdict, and from a fresh clone to the first one.

    python3 benches/verdict.py [--runs N] [--cold | --desk | --short]

The exercise is `accept`, solved. Beside it, in turn, runs `rustlings run hashmaps3`, solved too
(`cargo install --locked rustlings`); without rustlings its column is left out. Each run adds a line
to the source file, so that both have to compile. Medians are compared: these are ratios of one
machine, in one run. Everything happens in a temporary folder.

With --desk it is the time from a save to the verdict on the screen, in a terminal that this script
plays: `cargo run` beside `rustlings` in its watch mode. The file is right and wrong in turn.
With --cold it is the time from a clone, with all dependencies downloaded, to the first verdict.
--short does a little of all three, to see that all of it works: its numbers say little.
"""

import argparse
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import statistics
import struct
import subprocess
import tempfile
import termios
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
SCORES = """        let first = scores.entry(team_1_name).or_default();
        first.goals_scored += team_1_score;
        first.goals_conceded += team_2_score;
        let second = scores.entry(team_2_name).or_default();
        second.goals_scored += team_2_score;
        second.goals_conceded += team_1_score;
"""


def run(command, folder, **environment):
    """Runs a command; says how long it took, in seconds, and stops if it fails."""
    env = {**os.environ, "RUST_BACKTRACE": "0", "CARGO_TERM_COLOR": "never", **environment}
    env.pop("CARGO_TARGET_DIR", None)
    start = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    seconds = time.monotonic() - start
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed in {folder}:\n{done.stdout}{done.stderr}")
    return seconds


def edit(path, number):
    """Adds a line to a file, so that it has to be compiled again."""
    with path.open("a") as file:
        file.write(f"// edit {number}\n")


def course(folder):
    """A fresh clone, without anything built."""
    clone = folder / "course"
    run(["git", "clone", "--quiet", str(TOP), str(clone)], folder)
    run(["cargo", "fetch", "--locked"], clone)
    return clone


def rustlings(folder):
    """The comparable exercise of rustlings, solved."""
    if not shutil.which("rustlings"):
        return None
    subprocess.run(["rustlings", "init"], cwd=folder, input="\n", capture_output=True, text=True)
    top = folder / "rustlings"
    source = top / "exercises/11_hashmaps/hashmaps3.rs"
    before, after = source.read_text().split("        // TODO: Populate", 1)
    source.write_text(before + SCORES + after[after.index("    }\n\n    scores") :])
    run(["rustlings", "run", "hashmaps3"], top)
    published = top / "solutions/11_hashmaps/hashmaps3.rs"
    source.write_text(published.read_text())
    return top, source


def stub(clone, name):
    """The file that a learner edits. The numbers in front of the names change with the course."""
    [path] = (clone / "exercises").glob(f"*_{name}/src/{name}.rs")
    return path


def solution(path):
    """The solution's text, for a stub's path."""
    exercise, folder, name = path.parents[1], path.parent.name, path.name
    return (exercise.parents[1] / "solutions" / exercise.name / folder / name).read_text()


def warm(clone, other, runs):
    """From an edit to the verdict."""
    path = stub(clone, "accept")
    path.write_text(solution(path))
    judge = ["cargo", "test", "-p", "accept"]
    run(judge, clone)
    ours, theirs = [], []
    for number in range(runs):
        edit(path, number)
        ours.append(run(judge, clone))
        if other:
            top, source = other
            edit(source, number)
            theirs.append(run(["rustlings", "run", "hashmaps3"], top))
    report("cargo test -p accept, after an edit", ours)
    if theirs:
        report("rustlings run hashmaps3, after an edit", theirs)
        print(f"ratio of the medians: {statistics.median(ours) / statistics.median(theirs):.2f}")


class Screen:
    """A program at a terminal of its own."""

    def __init__(self, command, folder):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            # 24 lines of 80 columns. A new terminal has none.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.chdir(folder)
            os.environ.update(RUST_BACKTRACE="0", TERM="xterm", NO_COLOR="1")
            os.environ.pop("CARGO_TARGET_DIR", None)
            os.execvp(command[0], command)

    def shows(self, words, seconds=120):
        """Waits until the program prints this; says how long that took."""
        start, text = time.monotonic(), ""
        while words not in text:
            left = seconds - (time.monotonic() - start)
            if not select.select([self.terminal], [], [], max(left, 0))[0]:
                raise SystemExit(f"no `{words}` after {seconds} s:\n{text[-2000:]}")
            text += os.read(self.terminal, 65536).decode(errors="replace")
            text = re.sub("\x1b\\[[0-9;?]*[A-Za-z]", "", text)
        return time.monotonic() - start

    def press(self, key):
        os.write(self.terminal, key.encode())

    def leave(self):
        self.press("q")
        os.waitpid(self.pid, 0)


def desk(clone, other, runs):
    """From a save to the verdict on the screen."""
    path = stub(clone, "accept")
    right = solution(path)
    wrong = right.replace("State::SynReceived", "State::Listen")
    assert wrong != right, "the mistake is not in the solution any more"
    # The desk opens at the first exercise that is not passed.
    for folder in sorted((clone / "exercises").iterdir()):
        name = folder.name.partition("_")[2]
        if name == "accept":
            break
        stub(clone, name).write_text(solution(stub(clone, name)))
        run(["cargo", "run", "--quiet", "--", "check", name], clone)
    path.write_text(wrong)
    stubs = [(path, right, wrong)]
    screens = [(Screen(["cargo", "run", "--quiet"], clone), "Passed:", "✗ ")]
    screens[0][0].shows(screens[0][2])
    if other:
        top, source = other
        solved = source.read_text()
        wrong = solved.replace("goals_scored += team_1_score", "goals_scored += team_2_score")
        stubs.append((source, solved, wrong))
        source.write_text(wrong)
        state = top / ".rustlings-state.txt"
        lines = state.read_text().split("\n")
        state.write_text("\n".join(lines[:2] + ["hashmaps3"] + lines[3:]))
        screens.append((Screen(["rustlings"], top), "Exercise done", "test result: FAILED"))
        screens[1][0].press("\n")
        screens[1][0].shows(screens[1][2])
    times = [[] for _ in screens]
    for number in range(runs):
        for (screen, passed, failed), (path, right, wrong), taken in zip(screens, stubs, times):
            is_right = number % 2 == 0
            path.write_text((right if is_right else wrong) + f"// edit {number}\n")
            taken.append(screen.shows(passed if is_right else failed))
    for screen, *_ in screens:
        screen.leave()
    report("the desk, after a save", times[0])
    if other:
        report("rustlings, after a save", times[1])
        ratio = statistics.median(times[0]) / statistics.median(times[1])
        print(f"ratio of the medians: {ratio:.2f}")


def cold(clone, _, runs):
    """From a clone with its dependencies downloaded to the first verdict."""
    times = []
    for _ in range(runs):
        shutil.rmtree(clone / "target", ignore_errors=True)
        times.append(run(["cargo", "run", "--quiet"], clone))
    report("cargo run, nothing built", times)


def report(name, times):
    median, low, high = statistics.median(times), min(times), max(times)
    print(f"{name}: median {median:.2f} s, {low:.2f} to {high:.2f} s, {len(times)} runs")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=20, help="how often each is run (20)")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--cold", action="store_true", help="measure the first verdict instead")
    which.add_argument("--desk", action="store_true", help="measure the watch modes instead")
    which.add_argument("--short", action="store_true", help="a little of all three")
    arguments = parser.parse_args()
    measures, runs = [warm], arguments.runs
    if arguments.cold:
        measures = [cold]
    elif arguments.desk:
        measures = [desk]
    elif arguments.short:
        measures, runs = [cold, warm, desk], 2
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        clone = course(folder)
        other = None if arguments.cold else rustlings(folder)
        for measure in measures:
            measure(clone, other, 1 if arguments.short and measure is cold else runs)


main()
