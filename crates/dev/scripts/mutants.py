#!/usr/bin/env python3
"""Changes each solution in many small ways, and sees whether the graded tests notice.

changes.py makes the changes. Each takes the stub's place in a copy of the course, and what is built of it
is judged as a learner's answer is. It is noticed if a check says that it is wrong. A change that no check
notices is in mutants.txt, with the reason why nothing changes that a learner is promised. Whatever else
survives is a hole in the checks.

    crates/dev/scripts/mutants.py                 all exercises
    crates/dev/scripts/mutants.py accept config   some of them
    crates/dev/scripts/mutants.py --page          also writes what came of it into CONTRIBUTING.md
    crates/dev/scripts/mutants.py --short         a few changes, to see that it works

target/mutants/EXERCISE.jsonl has a line for each change: which checks noticed it, and what they named. A
verdict is kept for as long as neither the change nor the test is another one, so a run can be broken off.
"""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Semaphore

# No folder of Python's own beside the scripts.
sys.dont_write_bytecode = True
import changes

ROOT = pathlib.Path(__file__).resolve().parents[3]
WORK = ROOT / "target/mutants"
TREE = WORK / "tree"
KNOWN = pathlib.Path(__file__).with_name("mutants.txt")
PAGE = ROOT / "CONTRIBUTING.md"

# What can become of a change, as the columns of the table.
KINDS = ["noticed", "no effect", "not Rust", "survived"]
# A graded test gives up after four minutes.
LIMIT = 300
# Where a test takes longer than this, in seconds, its checks are asked one after the other, until one
# notices: those first that noticed the most, and after so many of them the others together.
LONG, FIRST = 1, 6


def fail(sentence):
    sys.exit(f"mutants.py: {sentence}")


def run(command, **options):
    return subprocess.run(command, text=True, capture_output=True, check=False, **options)


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
    """Makes the copy, and gives the files of all exercises, each with its solution in the stub's place."""
    for old in ("exercises", "solutions", "crates", "tests", "book"):
        shutil.rmtree(TREE / old, ignore_errors=True)
    listing = run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT)
    for name in filter(None, listing.stdout.split("\0")):
        source, target = ROOT / name, TREE / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    files = {}
    for folder in sorted((TREE / "exercises").iterdir()):
        name = folder.name[3:]
        files[name] = folder / f"src/{name}.rs"
        shutil.copy2(TREE / "solutions" / folder.name / f"src/{name}.rs", files[name])
    return files


@dataclass
class Judge:
    """The graded test of an exercise, built once."""

    name: str
    file: pathlib.Path
    test: pathlib.Path
    # All checks, and what this machine can't check of the solution either.
    checks: list = field(default_factory=list)
    unchecked: set = field(default_factory=set)
    is_long: bool = False
    noticed: Counter = field(default_factory=Counter)

    @classmethod
    def of(cls, name, file):
        """Builds the test."""
        command = ["cargo", "test", "--package", name, "--no-run", "--message-format", "json"]
        done = run(command, cwd=TREE)
        messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        tests = [it["executable"] for it in messages if "test" in it.get("target", {}).get("kind", [])]
        if done.returncode != 0 or not tests:
            fail(f"the test of {name} does not compile\n{done.stderr}")
        return cls(name, file, pathlib.Path(tests[0]))

    def state(self):
        """A number for all that verdicts depend on, but for the program."""
        stories = (TREE / "tests/stories" / self.name).glob("*")
        snapshots = (TREE / "tests/snapshots").glob(f"{self.name}__*")
        files = [self.test, *sorted(stories), *sorted(snapshots)]
        return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()

    def build(self, text, program):
        """Builds a program of this text. Gives whether it compiles."""
        self.file.write_text(text)
        if run(["cargo", "build", "--package", self.name], cwd=TREE).returncode != 0:
            return False
        shutil.copy2(TREE / "target/debug" / self.name, program)
        return True

    def records(self, program, checks):
        """What some checks say of a program, or all: one record for each."""
        path = program.with_suffix(".records")
        path.unlink(missing_ok=True)
        environment = {name: value for name, value in os.environ.items() if name[:10] != "SOCKLINGS_"}
        environment |= {
            "CARGO_MANIFEST_DIR": str(self.file.parents[1]),
            "SOCKLINGS_PROGRAM": str(program),
            "SOCKLINGS_RECORDS": str(path),
        }
        test = subprocess.Popen(
            [self.test, "--exact", *checks],
            cwd=self.file.parents[1],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            test.wait(LIMIT)
        except subprocess.TimeoutExpired:
            # It ends its programs then.
            test.terminate()
            test.wait()
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return [json.loads(line) for line in lines]

    def asked(self, program, checks):
        """What is wrong by these checks, and whether nothing else is left open. Asks once more if the
        machine did not let a check come to its end."""
        for _ in range(3):
            records = self.records(program, checks)
            wrong = [it for it in records if it["outcome"] not in ("passed", "not_checked", "fault")]
            unchecked = {it["check"] for it in records if it["outcome"] != "passed"}
            if wrong or (records and unchecked <= self.unchecked):
                return wrong, True
        return [], False

    def verdict(self, program):
        """The checks that notice, each with the mistake that it names, and whether all had a verdict."""
        first = [check for check, _ in self.noticed.most_common(FIRST)] if self.is_long else []
        rest = [check for check in self.checks if check not in first]
        for checks in filter(None, [*([check] for check in first), rest]):
            wrong, certain = self.asked(program, checks)
            if wrong or not certain:
                break
        self.noticed.update(record["check"] for record in wrong)
        return {record["check"]: record["mistake"] for record in wrong}, certain

    def learns(self, program):
        """Asks the solution itself. Whatever is wrong with it ends everything."""
        begun = time.monotonic()
        records = self.records(program, [])
        self.is_long = time.monotonic() - begun > LONG
        wrong = [record["check"] for record in records if record["outcome"] not in ("passed", "not_checked")]
        if wrong or not records:
            fail(f"{self.name}: the solution itself is rejected: {wrong}")
        self.checks = [record["check"] for record in records]
        self.unchecked = {record["check"] for record in records if record["outcome"] != "passed"}
        for check in self.unchecked:
            print(f"mutants.py: {self.name}: this machine can't check {check}", file=sys.stderr)


def judge_all(judge, chosen, jobs):
    """Judges the changes of one exercise, side by side. Gives a line for each."""
    folder = WORK / judge.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    right, kept = folder / "right", folder.with_suffix(".jsonl")
    if not judge.build(judge.file.read_text(), right):
        fail(f"the solution of {judge.name} does not compile")
    state = judge.state()
    lines = map(json.loads, kept.read_text().splitlines()) if kept.exists() else []
    lines = {line["id"]: line for line in lines}
    ids = [hashlib.sha256((state + change.text).encode()).hexdigest()[:16] for change in chosen]
    if set(ids) <= set(lines):
        return [lines[id] for id in ids]
    judge.learns(right)
    for line in lines.values():
        judge.noticed.update(list(line["checks"]))
    room = Semaphore(jobs * 2)

    def judged(id, change, program):
        begun = time.monotonic()
        line = {"id": id, "change": change.name, "kind": "not Rust", "checks": {}}
        if program:
            try:
                checks, certain = judge.verdict(program)
            finally:
                program.unlink()
                room.release()
            # Without a verdict nobody knows.
            line["kind"] = "noticed" if checks else "not noticed" if certain else "no verdict"
            line |= {"checks": checks, "seconds": round(time.monotonic() - begun, 1)}
            print(f"{judge.name}: {line['kind']}: {change.name}, {line['seconds']} s", file=sys.stderr)
        lines[id] = line
        if line["kind"] == "no verdict":
            return
        with kept.open("a") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    # Programs are built one after the other, and not many more than can be judged.
    with ThreadPoolExecutor(jobs) as pool:
        running = []
        for id, change in zip(ids, chosen):
            if id in lines:
                continue
            room.acquire()
            program = folder / id
            if judge.build(change.text, program):
                running.append(pool.submit(judged, id, change, program))
            else:
                room.release()
                judged(id, change, None)
    for it in running:
        it.result()
    shutil.rmtree(folder)
    return [lines[id] for id in ids]


def write_into_the_page(rows):
    """Puts these rows in the place of those that the maintainers' page has."""
    lines = PAGE.read_text().splitlines()
    try:
        begin = lines.index(HEAD[0])
    except ValueError:
        fail(f"CONTRIBUTING.md has no table that begins with {HEAD[0]}")
    end = next((at for at in range(begin, len(lines)) if not lines[at].startswith("|")), len(lines))
    old = {line.split()[1]: line for line in lines[begin + 2 : end]}
    order = [folder.name[3:] for folder in sorted((ROOT / "exercises").iterdir())]
    table = [row for row in map((old | rows).get, order) if row]
    PAGE.write_text("\n".join(lines[:begin] + HEAD + table + lines[end:]) + "\n")


HEAD = [
    f"| exercise | changes | {' | '.join(KINDS)} |",
    "| --- |" + " --: |" * (1 + len(KINDS)),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("exercises", nargs="*", help="exercises (all)")
    parser.add_argument("--short", action="store_true", help="a few changes of two exercises")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth change")
    parser.add_argument("--jobs", type=int, default=4, help="how many are judged side by side (4)")
    parser.add_argument("--page", action="store_true", help="writes the rows into CONTRIBUTING.md")
    arguments = parser.parse_args()
    wanted, every = arguments.exercises, arguments.every
    if arguments.short:
        # One on the model, one on the real kernel.
        wanted, every = ["listen", "listener"], 4
    if run(["cargo", "mutants", "--version"]).returncode != 0:
        fail("cargo-mutants is missing: cargo install --locked cargo-mutants")
    reasons, files = known(), copy_of_the_course()
    if unknown := set(wanted) - set(files):
        fail(f"there is no exercise named {' '.join(unknown)}")
    made = changes.all_of(TREE, files)
    there = {(name, change.name) for name in made for change in made[name]}
    if stale := [f"{name}: {change}" for name, change in reasons if (name, change) not in there]:
        fail("mutants.txt has what there is not any more; remove it:\n" + "\n".join(stale))
    holes, rows = [], {}
    print("\n".join(HEAD), flush=True)
    for name in [name for name in files if not wanted or name in wanted]:
        chosen = made[name][every // 2 :: every]
        count = Counter()
        for line in judge_all(Judge.of(name, files[name]), chosen, arguments.jobs):
            change = f"{name}: {line['change']}"
            is_known = (name, line["change"]) in reasons
            if line["kind"] == "noticed" and is_known:
                print(f"mutants.txt: this is noticed now: {change}", file=sys.stderr)
            elif line["kind"] == "not noticed" and is_known:
                line["kind"] = "no effect"
            elif line["kind"] in ("not noticed", "no verdict"):
                holes.append(f"{change} ({line['kind']})")
                line["kind"] = "survived"
            count[line["kind"]] += 1
        of = f"{len(chosen)} of {len(made[name])}" if every > 1 else len(chosen)
        rows[name] = f"| {' | '.join(map(str, [name, of, *map(count.__getitem__, KINDS)]))} |"
        print(rows[name], flush=True)
    if arguments.page:
        write_into_the_page(rows)
    if holes:
        fail("no check notices:\n" + "\n".join(holes))


if __name__ == "__main__":
    main()
