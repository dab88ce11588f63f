"""acceptor: the chapter's two clients; asleep in accept; and EMFILE."""

import re
import subprocess

from seen import Page, Program, bash, fails_and_rests, limit, run, until

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
for _ in range(4):
    program.type("")
asleep = until(lambda: run(f"cat /proc/{program.pid}/wchan") == "inet_csk_accept")
page.claim("it sleeps in accept", asleep, run(f"cat /proc/{program.pid}/wchan"))
switches = lambda: run(f"grep voluntary_ctxt /proc/{program.pid}/status")
before = switches()
run("sleep 1")
page.claim("and does not wake up", switches() == before, (before, switches()))
for client in clients:
    client.kill()
program.process.kill()

# No descriptor.
program = Program("acceptor", "127.0.0.1:8080")
program.until("@ listening")
client = bash()
client.type("exec 3<>/dev/tcp/127.0.0.1/8080; exec 4<>/dev/tcp/127.0.0.1/8080")
program.type("")
until(lambda: run("ss -tlnH sport = :8080").split()[1] == "1")
limit(program, 3)
program.type("")
page.claim("the second client is in the queue", until(lambda: "ESTAB" in run("ss -tanH sport = :8080")), run("ss -tan"))
fails_and_rests(page, program)
page.claim("and stays there, connected", run("ss -tlnH sport = :8080").split()[1] == "1", run("ss -tan"))
limit(program, 1024)
program.type("")
said = client.type("head -c 14 <&4")
page.claim("with a descriptor it is served", said == "127.0.0.1:8080", said)
