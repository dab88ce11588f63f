"""processes: each connection is in its own child alone, as 0 and 1; who is waited for is no zombie. And what two mistakes leave."""

import re

from seen import Page, Program, bash, fails_and_rests, limit, run, until

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

# No further descriptor: the client is in the queue, and is served later.
program = Program("processes", "127.0.0.1:8081", "3")
program.until("@ listening")
limit(program, 3)
client = bash()
client.type("exec 3<>/dev/tcp/127.0.0.1/8081; exec 4<>/dev/tcp/127.0.0.1/8081")
queue = until(lambda: run("ss -tlnH sport = :8081").split()[1] != "0")
fails_and_rests(page, program)
page.claim("the client is in the queue", queue, run("ss -tln"))
limit(program, 1024)
said = client.type('echo hello >&4; read -u 4 answer; echo "$answer"')
page.claim("and is served when there is a descriptor", said == "1 hello", said)
program.process.kill()

# Nobody waits for the child.
program = Program("processes", "127.0.0.1:8082", "3", mistake="no_wait")
program.until("@ listening")
client = bash()
client.type("exec 3<>/dev/tcp/127.0.0.1/8082")
child = until(children)[0].split()[0]
run(f"kill {child}")
zombie = until(lambda: [it for it in children() if it.split()[1].startswith("Z")])
page.claim("without the wait there is a zombie", zombie and zombie[0].endswith("[processes] <defunct>"), children())
program.process.kill()

# A killed server, whose child has the listening socket.
program = Program("processes", "127.0.0.1:8083", "3", mistake="the_child_keeps_the_listener")
program.until("@ listening")
client = bash()
client.type("exec 3<>/dev/tcp/127.0.0.1/8083")
child = until(children)[0].split()[0]
run(f"kill -9 {program.pid}")
program.process.wait()
page.prints("ss -tanp sport = :8083", page.blocks["console"][-1].split("\n", 1)[1].replace("8080", "8083"))
client.type("exec 4<>/dev/tcp/127.0.0.1/8083")
page.prints("ss -tlnH sport = :8083 | awk '{print $2}'", "1")
answer = page.python.type("import socket; socket.create_server(('127.0.0.1', 8083), reuse_port=False)")
page.claim("nobody else can have the port", "[Errno 98] Address already in use" in answer, answer)
run(f"kill {child}")
