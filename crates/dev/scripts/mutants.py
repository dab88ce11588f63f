#!/usr/bin/env python3
"""Changes each solution in many small ways, and sees whether the graded tests notice.

cargo-mutants makes the changes. Each solution takes the stub's place in a copy of the course, and is
judged as a learner's answer is. A change that no check notices is in mutants.txt, with the reason why
it changes nothing that can be seen. Whatever else survives is a hole in the checks.

    crates/dev/scripts/mutants.py            all model exercises
    crates/dev/scripts/mutants.py accept     one of them
"""

import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
WORK = ROOT / "target/mutants"
KNOWN = pathlib.Path(__file__).with_name("mutants.txt")


def fail(sentence):
    sys.exit(f"mutants.py: {sentence}")


def run(command, **options):
    return subprocess.run(command, text=True, capture_output=True, check=False, **options)


def models():
    """The folders of the exercises that have generated stories: those on the model."""
    folders = sorted(path.name for path in (ROOT / "solutions").glob("[0-9]*"))
    snapshots = ROOT / "tests/snapshots"
    return [folder for folder in folders if (snapshots / f"{folder[3:]}__generated.snap").exists()]


def known():
    """The changes that nobody can see: for each exercise, what they are called and why."""
    reasons = {}
    for number, line in enumerate(KNOWN.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split(" | ")
        if len(parts) != 3:
            fail(f"mutants.txt, line {number}: expected `exercise | change | reason`")
        exercise, change, reason = parts
        reasons[exercise, change] = reason
    return reasons


def copy_of_the_course():
    tree = WORK / "tree"
    for old in ("exercises", "solutions", "crates", "tests", "book"):
        shutil.rmtree(tree / old, ignore_errors=True)
    listing = run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT)
    for name in filter(None, listing.stdout.split("\0")):
        source, target = ROOT / name, tree / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return tree


def judge(tree, folder):
    """The counts of one exercise, and the changes that survived."""
    name = folder[3:]
    answer = f"src/{name}.rs"
    shutil.copy2(tree / "solutions" / folder / answer, tree / "exercises" / folder / answer)
    output = WORK / name
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    command = ["cargo", "mutants", "--in-place", "--package", name, "--output", str(output)]
    command += ["--no-shuffle", "--colors", "never", "--timeout", "150", "--build-timeout", "150"]
    done = run(command, cwd=tree)
    results = output / "mutants.out"
    # cargo-mutants ends with 2 if changes were missed, and with 3 if some took too long.
    if done.returncode not in (0, 2, 3) or not results.is_dir():
        fail(f"{name}: cargo mutants ended with {done.returncode}\n{done.stdout}{done.stderr}")
    lists = {}
    for kind in ("caught", "missed", "timeout", "unviable"):
        lines = (results / f"{kind}.txt").read_text().splitlines()
        # `exercises/06_accept/src/accept.rs:20:5: replace …`: the place changes with every edit.
        lists[kind] = [re.sub(r"^\S+:\d+:\d+: ", "", line) for line in lines]
    return lists


def main():
    wanted = sys.argv[1:]
    folders = [folder for folder in models() if not wanted or folder[3:] in wanted]
    if not folders:
        fail(f"there is no model exercise named {' '.join(wanted)}")
    if run(["cargo", "mutants", "--version"]).returncode != 0:
        fail("cargo-mutants is missing: cargo install --locked cargo-mutants")
    reasons = known()
    tree = copy_of_the_course()
    holes = []
    print("| exercise | changes | caught | no effect | not Rust | survived |")
    print("| --- | --: | --: | --: | --: | --: |")
    for folder in folders:
        name = folder[3:]
        lists = judge(tree, folder)
        # A program that does not end is told so by the checks; but one of them may take too long.
        caught = len(lists["caught"]) + len(lists["timeout"])
        without = [change for change in lists["missed"] if (name, change) in reasons]
        survived = [change for change in lists["missed"] if (name, change) not in reasons]
        holes += [f"{name} | {change}" for change in survived]
        total = sum(map(len, lists.values()))
        counts = [total, caught, len(without), len(lists["unviable"]), len(survived)]
        print(f"| {name} | {' | '.join(map(str, counts))} |", flush=True)
    if holes:
        fail("no check notices:\n" + "\n".join(holes))


if __name__ == "__main__":
    main()
