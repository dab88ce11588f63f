"""The small changes that can be made in a solution: those of cargo-mutants, and three kinds of our own.

cargo-mutants leaves a function alone that never returns, and knows no statement that is forgotten. What
talks with a kernel is made of just that.
"""

import json
import re
import subprocess
from collections import Counter
from dataclasses import dataclass

# Comments, strings and characters: nothing in them is a statement or a number.
WORDS = re.compile(r"""//[^\n]*|r(#*)".*?"\1|"(?:\\.|[^"\\])*"|'(?:\\[^']*|[^\\'])'""", re.DOTALL)
# What is not left out: without it, nothing compiles, or nothing else is said than with it.
KEPT = re.compile(r"(pub|fn|let|use|mod|const|static|type|struct|enum|impl)\b|[#})]")
OTHER_VALUE = "the value"
LITERAL = re.compile(r"(?:(?<![\w.])|(?<=\.\.))(\d[\d_]*|true|false)(?!\w|\.\w)")


@dataclass
class Change:
    """One small change: what it is called, the line where it begins, and the whole text with it."""

    name: str
    line: str
    text: str


def change(name, text, start, end, put):
    """The change that puts something else between two places of a text."""
    line = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0].strip()
    return Change(name, line, text[:start] + put + text[end:])


def masked(text):
    """The text with a blank for each character of its comments and strings."""
    return WORDS.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def from_cargo_mutants(tree, files):
    """The changes that cargo-mutants makes in these files, each with its file."""
    command = ["cargo", "mutants", "--list", "--json", "--colors", "never"]
    command += [part for name in files for part in ("--package", name)]
    done = subprocess.run(command, cwd=tree, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise OSError(f"cargo mutants --list ended with {done.returncode}\n{done.stderr}")
    made = {name: [] for name in files}
    for mutant in json.loads(done.stdout):
        name = mutant["package"]
        if tree / mutant["file"] != files[name]:
            continue  # A file that is given.
        text = files[name].read_text()
        starts = [0] + [match.end() for match in re.finditer("\n", text)]
        start, end = (
            starts[place["line"] - 1] + place["column"] - 1
            for place in (mutant["span"]["start"], mutant["span"]["end"])
        )
        # `exercises/06_accept/src/accept.rs:20:5: replace …`: the place changes with every edit.
        called = re.sub(r"^\S+:\d+:\d+: ", "", mutant["name"])
        made[name].append(change(called, text, start, end, mutant["replacement"]))
    return made


def end_of_statement(lines, begin):
    """The line after the statement that begins with a line, if it ends with one."""
    depth = 0
    for number in range(begin, len(lines)):
        said = lines[number].strip()
        depth += sum(map(said.count, "([{")) - sum(map(said.count, ")]}"))
        if depth < 0 or (depth == 0 and said.endswith(",")):
            return None  # The last expression of a block, or a field.
        if depth == 0 and said.endswith((";", "}")):
            return number + 1
    return None


def left_out(text):
    """Each statement left out, those in others too."""
    lines, plain = text.splitlines(keepends=True), masked(text).splitlines()
    before = "}"
    for begin, line in enumerate(plain):
        said = line.strip()
        if not said:
            continue
        if line.startswith(" ") and before in "{};," and not KEPT.match(said):
            end = end_of_statement(plain, begin)
            if end is not None:
                first = lines[begin].strip()
                rest = "".join(lines[:begin] + lines[end:])
                yield Change(f"leave out `{first}`", lines[begin - 1].strip(), rest)
        before = said[-1]


def other_values(text):
    """Each number is 0, or 1 if it was 0; each truth is the other one."""
    for match in LITERAL.finditer(masked(text)):
        other = {"0": "1", "true": "false", "false": "true"}.get(match[0], "0")
        yield change(f"{OTHER_VALUE} {match[0]} → {other}", text, *match.span(), other)


def told_apart(changes):
    """The same changes, but none twice, and each with a name of its own."""
    changes = list({made.text: made for made in reversed(changes)}.values())[::-1]
    same = Counter(made.name for made in changes)
    for made in changes:
        if same[made.name] > 1 or made.name.startswith(OTHER_VALUE):
            made.name += f" at `{made.line}`"
    seen = Counter()
    for made in changes:
        seen[made.name] += 1
        if seen[made.name] > 1:
            made.name += f" ({seen[made.name]})"
    return changes


def all_of(tree, files):
    """All changes of these exercises; `files` has each exercise's file."""
    made = from_cargo_mutants(tree, files)
    for name, file in files.items():
        text = file.read_text()
        made[name] = told_apart([*made[name], *left_out(text), *other_values(text)])
    return made
