#!/usr/bin/env python3
"""How long a learner waits: from an edit to the verdict, and from a fresh clone to the first one.

    python3 benches/verdict.py [--runs N] [--cold]

The exercise is 06_accept, solved. Beside it, in turn, runs `rustlings run hashmaps3`, solved too
(`cargo install --locked rustlings`); without rustlings its column is left out. Each run adds a line
to the source file, so that both have to compile. Medians are compared: these are ratios of one
machine, in one run. Everything happens in a temporary folder.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
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


def warm(folder, runs):
    """From an edit to the verdict."""
    clone = course(folder)
    stub = clone / "exercises/06_accept/src/accept.rs"
    shutil.copy(clone / "solutions/06_accept/src/accept.rs", stub)
    judge = ["cargo", "test", "-p", "accept"]
    run(judge, clone)
    other = rustlings(folder)
    ours, theirs = [], []
    for number in range(runs):
        edit(stub, number)
        ours.append(run(judge, clone))
        if other:
            top, source = other
            edit(source, number)
            theirs.append(run(["rustlings", "run", "hashmaps3"], top))
    report("cargo test -p accept, after an edit", ours)
    if theirs:
        report("rustlings run hashmaps3, after an edit", theirs)
        print(f"ratio of the medians: {statistics.median(ours) / statistics.median(theirs):.2f}")


def cold(folder, runs):
    """From a clone with its dependencies downloaded to the first verdict."""
    clone = course(folder)
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
    parser.add_argument("--cold", action="store_true", help="measure the first verdict instead")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure = cold if arguments.cold else warm
        measure(pathlib.Path(folder), arguments.runs)


main()
