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

target/mutants/EXERCISE.jsonl has a line for each change: which checks noticed it, and what they named.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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
    test: str
    # What this machine can't check of the solution either.
    unchecked: frozenset = frozenset()

    @classmethod
    def of(cls, name, file):
        """Builds the test."""
        command = ["cargo", "test", "--package", name, "--no-run", "--message-format", "json"]
        done = run(command, cwd=TREE)
        messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        tests = [it["executable"] for it in messages if "test" in it.get("target", {}).get("kind", [])]
        if done.returncode != 0 or not tests:
            fail(f"the test of {name} does not compile\n{done.stderr}")
        return cls(name, file, tests[0])

    def build(self, text, program):
        """Builds a program of this text. Gives whether it compiles."""
        self.file.write_text(text)
        if run(["cargo", "build", "--package", self.name], cwd=TREE).returncode != 0:
            return False
        shutil.copy2(TREE / "target/debug" / self.name, program)
        return True

    def records(self, program):
        """What the checks say of a program: one record for each."""
        path = program.with_suffix(".records")
        path.unlink(missing_ok=True)
        environment = {name: value for name, value in os.environ.items() if name[:10] != "SOCKLINGS_"}
        environment |= {
            "CARGO_MANIFEST_DIR": str(self.file.parents[1]),
            "SOCKLINGS_PROGRAM": str(program),
            "SOCKLINGS_RECORDS": str(path),
        }
        test = subprocess.Popen(
            [self.test],
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

    def verdict(self, program):
        """Judges a program once more if the machine did not let a check come to its end."""
        for _ in range(3):
            records = self.records(program)
            wrong = [record for record in records if record["outcome"] not in ("passed", "not_checked", "fault")]
            unchecked = {record["check"] for record in records if record["outcome"] != "passed"}
            if wrong or (records and unchecked <= self.unchecked):
                break
        return wrong, unchecked if records else {"the whole test"}


def judge_all(judge, chosen, reasons, jobs):
    """Judges the changes of one exercise, side by side. Gives a line for each."""
    folder = WORK / judge.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    right = folder / "right"
    if not judge.build(judge.file.read_text(), right):
        fail(f"the solution of {judge.name} does not compile")
    wrong, unchecked = judge.verdict(right)
    if wrong or "the whole test" in unchecked:
        fail(f"{judge.name}: the solution itself is rejected: {[record['check'] for record in wrong]}")
    judge.unchecked = frozenset(unchecked)
    for check in unchecked:
        print(f"mutants.py: {judge.name}: this machine can't check {check}", file=sys.stderr)

    def line(change, kind, wrong, begun):
        what = {"change": change.name, "kind": kind, "seconds": round(time.monotonic() - begun, 1)}
        checks = {record["check"]: record["mistake"] for record in wrong}
        return what | {"checks": checks}

    def judged(change, program):
        begun = time.monotonic()
        try:
            wrong, unchecked = judge.verdict(program)
        finally:
            program.unlink()
            room.release()
        kind = "noticed" if wrong else "no effect" if (judge.name, change.name) in reasons else "survived"
        if not wrong and unchecked - judge.unchecked:
            kind = "survived"  # No verdict: nobody knows.
        made = line(change, kind, wrong, begun)
        print(f"{judge.name}: {kind}: {change.name} ({made['seconds']} s)", file=sys.stderr)
        return made

    # Programs are built one after the other, and not many more than can be judged.
    room, lines = Semaphore(jobs * 2), []
    with ThreadPoolExecutor(jobs) as pool:
        for number, change in enumerate(chosen):
            room.acquire()
            program = folder / str(number)
            begun = time.monotonic()
            if judge.build(change.text, program):
                lines.append(pool.submit(judged, change, program))
            else:
                room.release()
                lines.append(line(change, "not Rust", [], begun))
    lines = [made if isinstance(made, dict) else made.result() for made in lines]
    text = "".join(json.dumps(made, ensure_ascii=False) + "\n" for made in lines)
    folder.with_suffix(".jsonl").write_text(text)
    shutil.rmtree(folder)
    return lines


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
    parser.add_argument("--like", default="", help="only changes whose name has this text")
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
        chosen = [change for change in made[name][every // 2 :: every] if arguments.like in change.name]
        lines = judge_all(Judge.of(name, files[name]), chosen, reasons, arguments.jobs)
        count = Counter(line["kind"] for line in lines)
        holes += [f"{name}: {line['change']}" for line in lines if line["kind"] == "survived"]
        for line in lines:
            if line["kind"] == "noticed" and (name, line["change"]) in reasons:
                print(f"mutants.txt: is noticed now: {name}: {line['change']}", file=sys.stderr)
        rows[name] = f"| {' | '.join(map(str, [name, len(lines), *map(count.__getitem__, KINDS)]))} |"
        print(rows[name], flush=True)
    if arguments.page:
        write_into_the_page(rows)
    if holes:
        fail("no check notices:\n" + "\n".join(holes))


if __name__ == "__main__":
    main()
