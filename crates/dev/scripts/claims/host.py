"""host: what a real kernel's clients see of a host, with the solution in it and with each known mistake."""

import re
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from seen import ROOT, Page, Program, run, until

HOST = "198.18.203.1"
BIG = 5_000_000
# What the page's table says that a mistake's clients see. Of all other mistakes they see nothing.
PAGE, LARGE, REFUSED, BOTH, ENDS = range(5)
SEEN = {
    "nobody_is_silent": {REFUSED: r"28/0"},
    "a_copy_cannot_send": {PAGE: r"52/0", LARGE: r"52/0"},
    "numbers_begin_with_zero": {PAGE: r"28/0", LARGE: r"28/0"},
    "acknowledged_without_delivering": {PAGE: r"28/0", LARGE: r"28/0"},
    "acknowledgements_are_not_counted": {LARGE: r"28/\d{5}"},
    "in_send": {LARGE: r"28/\d{5,6}"},
    "in_lookup": {BOTH: r"(43732 (reset|timed out)|(reset|timed out) 43732)"},
    "the_fin_is_overlooked": {ENDS: r"timed out after 5000145"},
    "the_end_is_sent_twice": {ENDS: r"the end after 4\d{6}"},
    # On a busy machine it goes on for longer than anybody waits.
    "in_deliver": {ENDS: r"(.* reset by peer|too slow) after \d+"},
    "its_listener_is_forgotten": {PAGE: r"(7|55|56)/0", LARGE: r"(7|55|56)/0"},
    "in_no_queue": {PAGE: r"28/0", LARGE: r"28/0"},
    "another_answer": {PAGE: r"28/\d{3}", LARGE: r"28/\d{3}"},
    "output_is_called": {LARGE: r"28/\d{5,7}"},
    "the_end_has_another_number": {ENDS: r"timed out after 5000145"},
    # Where the last bytes have left before the program closes, it does not show.
    "the_end_is_the_next_number": {ENDS: r"(the end|timed out) after 5000145"},
    # Where the last bytes are acknowledged at once, it does not show.
    "an_ack_acknowledges_all": {ENDS: r"(the end after 5000145|.* after 49\d+)"},
}


def client():
    """Runs inside the host's network: each of the five, in a line."""
    def curl(path, port=""):
        # It has much time, but not if nothing comes: a busy machine is no mistake.
        said = subprocess.run(["curl", "-s", "--connect-timeout", "6", "--speed-time", "6", "--speed-limit", "3000",
                               "-m", "30", "-o", "/dev/null", "-w", "%{exitcode}/%{size_download}",
                               f"http://{HOST}{port}/{path}"], capture_output=True, text=True)
        return said.stdout

    def asks(talk, path, ending=""):
        talk.sendall(f"GET /{path} HTTP/1.1\r\nHost: {HOST}\r\n{ending}\r\n".encode())

    def pieces(talk):
        """What comes until the end. A few bytes each second would go on for hours."""
        begun = time.monotonic()
        while more := talk.recv(65536):
            yield more
            if time.monotonic() > begun + 60:
                raise TimeoutError("too slow")

    def is_told(talk):
        """The bytes that come until the end, or what came instead."""
        try:
            asks(talk, "page", "Connection: close\r\n")
            return len(b"".join(pieces(talk)).partition(b"\r\n\r\n")[2])
        except OSError as error:
            return "reset" if isinstance(error, ConnectionError) else error

    print(curl("page"))
    print(curl("big"))
    print(curl("", port=":81"))
    # Both are connected before either asks.
    both = [socket.socket() for _ in range(2)]
    for talk, address in zip(both, ["198.18.203.153", "198.18.203.86"]):
        talk.settimeout(6)
        talk.bind((address, 1025))
        try:
            talk.connect((HOST, 80))
        except OSError:
            pass  # It is told when it asks.
    print(*map(is_told, both))
    heard = 0
    try:
        with socket.create_connection((HOST, 80), timeout=6) as talk:
            asks(talk, "big")
            talk.shutdown(socket.SHUT_WR)
            for more in pieces(talk):
                heard += len(more)
            print(f"the end after {heard}")
    except OSError as error:
        print(f"{error} after {heard}")


if sys.argv[1:] == ["client"]:
    client()
    sys.exit()

page = Page("host")
site = tempfile.TemporaryDirectory()
root = Path(site.name)
root.chmod(0o755)
(root / "page").write_bytes(b"x" * 43_732)
(root / "big").write_bytes(b"x" * BIG)
RIGHT = ["0/43732", f"0/{BIG}", "7/0", "43732 43732", "the end after 5000145"]


def seen(mistake=None):
    """What clients see, a line each."""
    host = Program("host", "--quiet", "--root", site.name, "--", sys.executable, "-B", __file__, "client", mistake=mistake)
    said, _ = host.process.communicate()
    return [line for line in said.splitlines() if line][-len(RIGHT):]


page.claim("a right host's clients get all", (now := seen()) == RIGHT, now)
mistakes = sorted(file.stem for file in (ROOT / "tests/mistakes/host").glob("*.rs") if file.stem != "main")
page.claim("the table names known mistakes", SEEN.keys() <= set(mistakes), SEEN.keys() - set(mistakes))


def as_told(mistake):
    """What clients see of a host with a mistake. Some mistakes are races: what the table says is seen in one of five runs."""
    shows = SEEN.get(mistake, {})
    for _ in range(5):
        lines = seen(mistake)
        fits = [re.fullmatch(shows.get(number, re.escape(right)), line) for number, (right, line) in enumerate(zip(RIGHT, lines))]
        # Where one of the first is missing, the others do not matter.
        expected = [fits[number] for number in shows] if shows else fits
        if len(lines) == len(RIGHT) and all(expected):
            return True, lines
    return False, lines


with ThreadPoolExecutor(3) as some:
    for mistake, (fits, lines) in zip(mistakes, some.map(as_told, mistakes)):
        page.claim(f"{mistake}: {'it shows' if mistake in SEEN else 'nothing shows'}", fits, lines)

host = Program("host")
pid = host.until(r"nsenter --target (\d+)")[1]
place = host.until(r"in a browser: +(http://127\.0\.0\.1:\d+/)")[1]
inside = f"nsenter --target {pid} --user --net --preserve-credentials"
page.claim("ss shows the clients' network", "State" in run(f"{inside} ss -tan"), run(f"{inside} ss -tan"))
said = run(f"curl -s -o /dev/null -w '%{{exitcode}}/%{{http_code}}' {place}")
page.claim("a port of the ordinary network leads to the host", said == "0/200", said)
host.process.terminate()
page.claim("it ends, and leaves nothing behind", until(lambda: host.process.poll() is not None), "it runs")
