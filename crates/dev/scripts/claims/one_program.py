"""one_program: one thread, one descriptor for each client; a client that never reads is stopped by what is full."""

import re
import resource
import socket

from seen import Page, Program, bash, limit, run, until

page = Page("one_program")
program = Program("one_program", "127.0.0.1:8080")
program.until("@ listening")
client = bash()
client.type("exec 3<>/dev/tcp/127.0.0.1/8080 4<>/dev/tcp/127.0.0.1/8080 5<>/dev/tcp/127.0.0.1/8080")
client.type("printf 'hel' >&3")
said = client.type("printf 'one\\ntwo\\n' >&4; head -2 <&4")
page.claim("the second client hears `1 one`, `2 two`", said == "1 one\n2 two", said)
said = client.type("printf 'lo\\n' >&3; head -1 <&3")
page.claim("the first one hears `1 hello`", said == "1 hello", said)
page.claim("one thread", len(run(f"ls /proc/{program.pid}/task").split()) == 1)
sockets = re.findall(r"(\d+) -> socket", run(f"ls -l /proc/{program.pid}/fd"))
page.claim("3 to 6 are sockets", sorted(sockets) == ["3", "4", "5", "6"], sockets)
sleeps = until(lambda: "poll_schedule_timeout" in run(f"cat /proc/{program.pid}/wchan"))
page.claim("it sleeps in poll", sleeps, run(f"cat /proc/{program.pid}/wchan"))
client.type("tr '\\0' '\\n' </dev/zero >&5 &")


def full():
    """The third client's numbers, if they don't change."""
    rows = [run("ss -tnH '( sport = :8080 or dport = :8080 )'") for _ in range(1)][0]
    numbers = [tuple(map(int, line.split()[1:3])) for line in rows.splitlines()]
    numbers = sorted(it for it in numbers if max(it) > 0)
    stays, before[0] = numbers == before[0], numbers
    run("sleep 1")
    return numbers if stays and len(numbers) == 2 else None


before = [None]
numbers = until(full, 60)
page.claim("both directions are full", numbers and all(min(it) > 0 for it in numbers), numbers)
print("    seen:", numbers)
said = client.type("printf 'still?\\n' >&4; head -1 <&4")
page.claim("the second client is served", said == "3 still?", said)
memory = int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{program.pid}/status").read())[1])
page.claim("its memory stays small (below 8 MiB)", memory < 8192, memory)

# No further descriptor: the loop does not ask for the listening socket, until a client has gone.
program = Program("one_program", "127.0.0.1:8081")
program.until("@ listening")
client = bash()
client.type("exec 3<>/dev/tcp/127.0.0.1/8081 4<>/dev/tcp/127.0.0.1/8081")
until(lambda: len(re.findall("-> socket", run(f"ls -l /proc/{program.pid}/fd"))) == 3)
limit(program, 6)
client.type("exec 5<>/dev/tcp/127.0.0.1/8081")
queue = until(lambda: run("ss -tlnH sport = :8081").split()[1] == "1")
page.claim("the third client is in the queue", queue, run("ss -tln"))
until(lambda: "poll_schedule_timeout" in run(f"cat /proc/{program.pid}/wchan"))
time = lambda: run(f"cut -d' ' -f14,15 /proc/{program.pid}/stat")
before = time()
run("sleep 2")
page.claim("the program sleeps in poll, and uses no processor", time() == before, (before, time()))
said = client.type("printf 'still?\\n' >&4; head -1 <&4")
page.claim("the others are served", said == "1 still?", said)
client.type("exec 3>&-")
said = client.type("printf 'hello\\n' >&5; head -1 <&5")
page.claim("when one has gone, the third is served", said == "1 hello", said)
# What poll says then: the listening socket can be read.
page.python.type("import resource, select, socket; s = socket.create_server(('127.0.0.1', 8082)); s.setblocking(False)")
page.python.type("c = socket.create_connection(('127.0.0.1', 8082)); p = select.poll(); p.register(s, select.POLLIN)")
page.python.type("resource.setrlimit(resource.RLIMIT_NOFILE, (3, 1024))")
answer = page.python.type("s.accept()")
page.claim("accept gives EMFILE", answer.endswith("[Errno 24] Too many open files"), answer)
page.says("p.poll(0) == [(s.fileno(), select.POLLIN)], p.poll(0) == [(s.fileno(), select.POLLIN)]", "(True, True)")


def grows(name, clients, *arguments):
    """Threads, KiB of memory for each client, and MiB of addresses, when so many clients are idle."""
    program = Program(name, "127.0.0.1:8083", *arguments)
    program.until("@ listening")
    status = lambda field: int(re.search(rf"{field}:\s+(\d+)", open(f"/proc/{program.pid}/status").read())[1])
    before, held = status("VmRSS"), []
    for _ in range(clients):
        client = socket.create_connection(("127.0.0.1", 8083))
        client.sendall(b"hello\n")
        held.append((client, client.recv(100)))
    seen = status("Threads"), (status("VmRSS") - before) / clients, status("VmSize") / 1024
    program.process.kill()
    program.process.wait()
    print(f"    {name}, {clients} idle clients: {seen[0]} threads, {seen[1]:.1f} KiB for each, {seen[2]:.0f} MiB of addresses")
    return seen


# (These are debug builds; the page's numbers are of release builds.)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(1100, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
one, each = grows("one_program", 1000), grows("threads", 1000, "1000")
page.claim("one thread, and less than a KiB for each client", one[0] == 1 and one[1] < 1, one)
page.claim("a thread for each, some KiB of memory and 2 MiB of addresses for each",
           each[0] == 1001 and 8 < each[1] < 32 and 2000 < each[2] < 4500, each)
