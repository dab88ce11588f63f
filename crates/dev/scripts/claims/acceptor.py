"""acceptor: the chapter's two clients; asleep in accept; and EMFILE."""

import re
import subprocess

from seen import Page, Program, run, until

page = Page("acceptor")
program = Program("acceptor", "198.18.203.1:80")
program.until("@ listening 198.18.203.1:80")


def curl(host):
    return subprocess.Popen(["curl", "-sN", "--interface", f"198.18.203.{host}", "--local-port", "1025",
                             "telnet://198.18.203.1:80"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)


clients = []
for count, host in enumerate(["153", "86"], 1):
    clients.append(curl(host))
    until(lambda: run("ss -tanH sport = :80").count("ESTAB") == count)
program.type("")
rows = page.blocks["console"][2].split("\n", 1)[1]
page.prints("ss -tan sport = :80", rows)
lines = [line.split() for line in open("/proc/net/tcp")]
waiting = [it[9] for it in lines if it[1:3] == ["01CB12C6:0050", "56CB12C6:0401"]]
served = [it[9] for it in lines if it[1:3] == ["01CB12C6:0050", "99CB12C6:0401"]]
page.claim("inode 0: nobody has accepted the second", waiting == ["0"] and served != ["0"], (waiting, served))
