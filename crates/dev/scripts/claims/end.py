"""end: one request to the joined host, as the table shows it: the same calls, and the same states on both sides."""

import re
import tempfile
from pathlib import Path

from seen import ROOT, Page, Program

page = Page("end", "request")
committed = (ROOT / "benches/one_request.md").read_text()


def column(table, number):
    """What stands in a column, without what is empty, and without the same twice in a row."""
    cells = [line.split("|")[number].strip() for line in table.splitlines()[2:]]
    cells = [cell for cell in cells if cell]
    return [cell for place, cell in enumerate(cells) if place == 0 or cell != cells[place - 1]]


with tempfile.TemporaryDirectory() as folder:
    table = Path(folder) / "table"
    # The client's kernel ends its part when curl is gone.
    curl = "curl -s -o /dev/null --interface 198.18.203.153 --local-port 1025 http://198.18.203.1/Cargo.toml; sleep 1"
    program = Program("host", "--quiet", "--root", ROOT, "--request", table, "--", "sh", "-c", curl)
    program.process.wait()
    seen = table.read_text()
for number, what in [(3, "the program calls"), (5, "the client's kernel has")]:
    plain = lambda text: [re.sub(r"\d+ bytes", "bytes", cell) for cell in column(text, number)]
    page.claim(f"{what} what the table says", plain(seen) == plain(committed), plain(seen))
