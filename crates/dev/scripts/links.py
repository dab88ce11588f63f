#!/usr/bin/env python3
"""Links each term's first use in each page to the glossary, and each exercise's page to the next one.

A term is a heading of book/src/glossary.md. It is linked in prose, or in a table if no prose has it: not in code, headings
or summaries, and not in the sections that a verdict prints. What is linked already stays as it is, so this can be run again
at any time.

    crates/dev/scripts/links.py            writes the links
    crates/dev/scripts/links.py --check    only says what is missing; leaves with 1 if something is
"""

import errno
import re
import sys
from pathlib import Path

BOOK = Path(__file__).resolve().parents[3] / "book/src"

# They stand in nearly every sentence, and the whole picture explains them.
COMMON = set(
    "accept address bind client close connect connection copy host listen model packet port reference server shutdown"
    " socket ss TCP trace".split()
) | {"broken off"}

# They are words of everyday English too. So they are meant only where they stand as code.
ONLY_AS_CODE = {"exec", "fork", "place", "poll"}

# They may stand as code too. Other words that do are the names of functions.
ALSO_AS_CODE = {"dup2", "epoll", "inode", "somaxconn", "strace"}

# Sections that a verdict prints: there a link is no use.
PRINTED = {"graded", "differs", "hints"}

# Pages that explain some terms themselves, at that very place.
EXPLAINS = {
    "processes": {"process"},
    "start": {"descriptor", "queue", "LISTEN", "ESTABLISHED"},
    "threads": {"thread", "multitasking", "multithreading"},
}

LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")


def terms():
    """Each term, with its id."""
    headings = re.findall(r"^### (.+) \{#([a-z0-9-]+)\}$", (BOOK / "glossary.md").read_text(), re.MULTILINE)
    return dict(headings)


def pattern(term):
    """What a term looks like in a text."""
    if term in ONLY_AS_CODE:
        return re.compile(f"`{term}`")
    word = re.escape(term).replace(r"half\ open", "half[- ]open")
    if term.upper() == term or "_" in term:
        return re.compile(rf"`{word}`|(?<![\w`+/-]){word}(?![\w`+-])")
    many = "es" if term.endswith("s") else "s"
    as_code = f"`{word}`|" if term in ALSO_AS_CODE else ""
    return re.compile(rf"{as_code}(?<![\w`/._-]){word}(?:{many})?(?![\w`(/-])", re.IGNORECASE)


def prose(text):
    """Where each line of prose begins and ends; behind them, the rows of tables."""
    begin, section, closed, tables = 0, "", None, []
    for line in text.splitlines(keepends=True):
        end = begin + len(line)
        stripped = line.strip()
        heading = re.fullmatch(r"## .*\{#([a-z-]+)\}", stripped)
        section = heading[1] if heading and not closed else section
        opens = re.match(r"```|<figure|<summary|<div", stripped)
        inside = closed
        if not closed and opens:
            closed = {"```": "```", "<figure": "</figure>", "<summary": "</summary>", "<div": "</div>"}[opens[0]]
            inside = closed
            stripped = stripped[len(opens[0]) :]
        if closed and closed in stripped:
            closed = None
        if not inside and section not in PRINTED:
            if stripped.startswith("|"):
                tables.append((begin, end))
            elif not re.match(r"[#<]|\{\{", stripped):
                yield begin, end
        begin = end
    yield from tables


def first_use(text, term):
    """Where a term is used first; nothing if it never is."""
    looks_like = pattern(term)
    links = [link.span() for link in LINK.finditer(text)]
    for begin, end in prose(text):
        for use in looks_like.finditer(text, begin, end):
            in_a_link = any(a <= use.start() < b for a, b in links)
            in_code = not use[0].startswith("`") and text.count("`", begin, use.start()) % 2
            if not in_a_link and not in_code:
                return use.span()
    return None


def with_next(pages):
    """The text of each exercise's page, with a last section that leads to the next one."""
    summary = (BOOK / "SUMMARY.md").read_text()
    order = re.findall(r"^- \[(\d\d .+)\]\((\w+)\.md\)$", summary, re.MULTILINE)
    order += [("What you have built", "end")]
    for (_, page), (title, next_page) in zip(order, order[1:]):
        if page not in pages:
            continue
        words = "The next exercise is" if title[0].isdigit() else "That was the last exercise:"
        text = pages[page].split("\n## Next {#next}\n")[0].rstrip("\n")
        yield page, f"{text}\n\n## Next {{#next}}\n\n{words} [{title}]({next_page}.md).\n"


def main():
    check = sys.argv[1:] == ["--check"]
    known = terms()
    missing = []
    texts = {page.stem: page.read_text() for page in BOOK.glob("*.md")}
    nexts = dict(with_next(texts))
    for page in sorted(BOOK.glob("*.md")):
        if page.stem in ("SUMMARY", "glossary"):
            continue
        text = nexts.get(page.stem, texts[page.stem])
        if text != texts[page.stem]:
            missing.append(f"{page.name}: its end does not lead to the next exercise")
        for name in sorted(set(errno.errorcode.values()) - known.keys()):
            if re.search(rf"\b{name}\b", text):
                missing.append(f"glossary.md: no entry for {name}, which stands in {page.name}")
        for term, place in known.items():
            skipped = COMMON | EXPLAINS.get(page.stem, set()) | {page.stem}
            if term in skipped or f"(glossary.md#{place})" in text:
                continue
            if use := first_use(text, term):
                begin, end = use
                missing.append(f"{page.name}: {text[begin:end]} is not linked to the glossary")
                text = f"{text[:begin]}[{text[begin:end]}](glossary.md#{place}){text[end:]}"
        if not check:
            page.write_text(text)
    written = [line for line in missing if line.endswith(("glossary", "exercise"))]
    left = missing if check else [line for line in missing if line not in written]
    print("\n".join(left) if left else f"{0 if check else len(written)} links were missing.")
    sys.exit(1 if left else 0)


if __name__ == "__main__":
    main()
