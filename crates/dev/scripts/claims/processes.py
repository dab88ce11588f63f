"""processes: each connection is in its own child alone, as 0 and 1; who is waited for is no zombie."""

import re

from seen import Page, Program, bash, run, until

page = Page("processes")
program = Program("processes", "127.0.0.1:8080", "3")
program.until("@ listening")
client = bash()
for descriptor in [3, 4]:
    client.type(f"exec {descriptor}<>/dev/tcp/127.0.0.1/8080")


def children():
    return run(f"ps -o pid=,stat=,args= --ppid {program.pid}").splitlines()


talking = until(lambda: children() if len([it for it in children() if it.endswith(" talk")]) == 2 else None)
page.claim("two children talk", talking and all("Z" not in it.split()[1] for it in talking), children())
page.shows(1)
first = talking[0].split()[0]
links = re.findall(r" ([01]) -> (socket:\[\d+\])", run(f"ls -l /proc/{first}/fd"))
page.claim("one socket, two descriptors", len(links) == 2 and links[0][1] == links[1][1], links)
run(f"kill {first}")
left = until(lambda: children() if len(children()) == 1 else None)
page.claim("the killed one is gone, the other one stays, and there is no zombie", left and "Z" not in left[0].split()[1], left)
