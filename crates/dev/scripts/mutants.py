#!/usr/bin/env python3
"""Changes each solution in many small ways, and sees whether the graded tests notice.

cargo-mutants makes the changes. Each solution takes the stub's place in a copy of the course, and is
judged as a learner's answer is. A change that no check notices is in mutants.txt, with the reason why
it changes nothing that can be seen. Whatever else survives is a hole in the checks.

    crates/dev/scripts/mutants.py            all model exercises
    crates/dev/scripts/mutants.py accept     one of them
    crates/dev/scripts/mutants.py --short    a few changes of one, to see that it works
"""

import argparse
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
        exercise, _, rest = line.partition(": ")
        change, _, reason = rest.partition(" # ")
        if not reason:
            fail(f"mutants.txt, line {number}: expected `exercise: change # reason`")
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


def put_in_place(tree, folder):
    """Puts an exercise's solution into the stub's place, and gives the exercise's name."""
    name = folder[3:]
    answer = f"src/{name}.rs"
    shutil.copy2(tree / "solutions" / folder / answer, tree / "exercises" / folder / answer)
    return name


def without_place(line):
    """`exercises/06_accept/src/accept.rs:20:5: replace …`: the place changes with every edit."""
    return re.sub(r"^\S+:\d+:\d+: ", "", line)


def forget_none(tree, folders, reasons):
    """Fails if mutants.txt has a change that there is not any more."""
    for folder in folders:
        name = put_in_place(tree, folder)
        ours = [change for exercise, change in reasons if exercise == name]
        if not ours:
            continue
        done = run(["cargo", "mutants", "--list", "--package", name, "--colors", "never"], cwd=tree)
        if done.returncode != 0:
            fail(f"{name}: cargo mutants --list ended with {done.returncode}\n{done.stderr}")
        all_of = {without_place(line) for line in done.stdout.splitlines()}
        for gone in set(ours) - all_of:
            fail(f"mutants.txt: {name} has no such change any more: {gone}")


def judge(tree, folder, more):
    """The changes of one exercise, by what became of them. `more` is for cargo-mutants."""
    name = put_in_place(tree, folder)
    output = WORK / name
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    command = ["cargo", "mutants", "--in-place", "--package", name, "--output", str(output)]
    command += ["--no-shuffle", "--colors", "never", "--timeout", "150", "--build-timeout", "150"]
    command += more
    done = run(command, cwd=tree)
    results = output / "mutants.out"
    # cargo-mutants ends with 2 if changes were missed, and with 3 if some took too long.
    if done.returncode not in (0, 2, 3) or not results.is_dir():
        fail(f"{name}: cargo mutants ended with {done.returncode}\n{done.stdout}{done.stderr}")
    lists = {}
    for kind in ("caught", "missed", "timeout", "unviable"):
        lines = (results / f"{kind}.txt").read_text().splitlines()
        lists[kind] = [without_place(line) for line in lines]
    return lists


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("exercises", nargs="*", help="model exercises (all)")
    parser.add_argument("--short", action="store_true", help="a few changes of one exercise")
    arguments = parser.parse_args()
    wanted, more = arguments.exercises, []
    if arguments.short:
        wanted, more = ["listen"], ["--shard", "0/8"]
    folders = [folder for folder in models() if not wanted or folder[3:] in wanted]
    if not folders:
        fail(f"there is no model exercise named {' '.join(wanted)}")
    if run(["cargo", "mutants", "--version"]).returncode != 0:
        fail("cargo-mutants is missing: cargo install --locked cargo-mutants")
    reasons = known()
    tree = copy_of_the_course()
    forget_none(tree, models(), reasons)
    holes = []
    print("| exercise | changes | caught | no effect | not Rust | survived |")
    print("| --- | --: | --: | --: | --: | --: |")
    for folder in folders:
        name = folder[3:]
        lists = judge(tree, folder, more)
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
