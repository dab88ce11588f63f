#!/usr/bin/env python3
"""Tries what the book's pages say of Linux: types what they tell a reader to type, and compares what comes.

Each page has a script of its own in claims/, and each is run in a network of its own (`unshare -rn`), which nothing else
uses. It needs Linux, and iproute2; what works with the learner's programs also needs strace, and the solutions, which are
built first.

    crates/dev/scripts/claims.py                all pages
    crates/dev/scripts/claims.py accept bind    some
    crates/dev/scripts/claims.py --check        only says which page names no script, or one that is not there
"""

import re
import subprocess
import sys
from pathlib import Path

CLAIMS = Path(__file__).resolve().parent / "claims"
BOOK = CLAIMS.parents[3] / "book/src"
ADDRESSES = ["1", "2", "86", "153", "154"]


def unnamed():
    """The pages that say what Linux does, and name no script that tries it."""
    for page in sorted(BOOK.glob("*.md")):
        text = page.read_text()
        named = re.search(r"<!-- (crates/dev/scripts/claims/\w+\.py) tries what stands here\. -->", text)
        if re.search(r"^## .*\{#kernel\}$", text, re.MULTILINE) and not (named and (BOOK.parents[1] / named[1]).is_file()):
            yield page.name


def main():
    if sys.argv[1:] == ["--check"]:
        pages = list(unnamed())
        sys.exit(f"These pages name no script that tries what they say: {', '.join(pages)}." if pages else 0)
    scripts = sorted(path for path in CLAIMS.glob("*.py") if path.stem not in {"seen", "stranger"})
    names = sys.argv[1:]
    # A file `socket.py` would hide Python's own.
    pages = {path.stem.removesuffix("_"): path for path in scripts}
    unknown = set(names) - pages.keys()
    if unknown:
        sys.exit(f"There is no script for {', '.join(sorted(unknown))} in {CLAIMS}.")
    failed = []
    for page, script in pages.items():
        if names and page not in names:
            continue
        add = "".join(f"ip address add 198.18.203.{host}/32 dev lo\n" for host in ADDRESSES)
        network = f"set -e\nip link set lo up\n{add}exec python3 -B {script}"
        ended = subprocess.run(["unshare", "-rn", "sh", "-c", network])
        if ended.returncode:
            failed.append(page)
    print(f"Not as the page says: {', '.join(failed)}." if failed else "All is as the pages say.")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
