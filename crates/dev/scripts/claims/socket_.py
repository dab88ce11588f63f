"""socket: the lowest free descriptor; a socket without a descriptor; the limit."""

import re

from seen import Page, plain, run

page = Page("socket")
pid = page.python.pid
page.claim("the first two are 3 and 4", page.play(0) == "(3, 4)")


def descriptors():
    """Each descriptor that stands for a socket, with the number of what is behind it."""
    return dict(re.findall(r" (\d+) -> (socket:\[\d+\])", run(f"ls -l /proc/{pid}/fd")))


before = descriptors()
page.claim("0, 1 and 2 are open, and two sockets", sorted(before) == ["3", "4"] and before["3"] != before["4"], before)
page.prints("ss -tanH", "")
lines = page.blocks["python"][1].splitlines()
page.python.type(lines[0])
page.prints("ss -tanH", "")
page.python.type(lines[1])
page.prints("ss -tanH | wc -l", "1")
page.python.type(lines[2])
page.shows(1, part=True)
page.claim("the descriptor of t is used again", page.play(2) == "4")
page.python.type("b = None")
after = descriptors()
same = after["3"] == before["3"] and after["4"] != before["4"] and sorted(after) == ["3", "4", "5"]
page.claim("its number is new, the others are not", same, (before, after))
third = [line for line in run("ss -tanpeH").splitlines() if "127.0.0.1:8080 " in line and line.startswith("ESTAB")]
page.claim("the copy has fd 4 and an inode now", any("fd=4" in line and "ino:0" not in line for line in third), third)
said = run(page.blocks["console"][3].split("\n[3")[0].removeprefix("$ "))
page.claim("the limit", said.startswith("[3, 4, 5]\n") and said.endswith("OSError: [Errno 24] Too many open files\n"), said)
said = run(f"python3 - <<'END'\n{page.blocks['python'][3]}END")
page.claim("limits.py", "[4, 5]" in said and said.endswith("OSError: [Errno 24] Too many open files\n"), said)
page.python.type("import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))")
answer = page.python.type("socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_UDP)")
page.claim("a stream and UDP: EPROTONOSUPPORT", answer.endswith("[Errno 93] Protocol not supported"), answer)
