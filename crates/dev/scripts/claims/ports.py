"""ports: four ports make five connections to two servers, and one port of a server 72,000."""

import os
import re
import socket
import subprocess
import time

from seen import Page, rows, run, setting, until
from stranger import SERVER, Stranger

page = Page("ports")
open("/proc/sys/net/ipv4/ip_local_port_range", "w").write("1025 1028")
answer = page.play_all(0)
page.claim("the fifth fails", answer.endswith("OSError: [Errno 99] Cannot assign requested address"), answer)
page.play(1)
page.python.type("import os")
said = page.python.type("os.system(\"ss -tanH 'dport = :80 or dport = :81'\")")
ends = sorted(line.split()[3:5] for line in said.splitlines() if line.startswith("ESTAB"))
used = sorted(own for own, peer in ends if peer.endswith(":80"))
page.claim("each of the four ports is used to port 80", used == [f"198.18.203.1:{port}" for port in range(1025, 1029)], ends)
page.claim("and one of them to port 81 too", len(ends) == 5 and all(it[0] in used for it in ends), ends)
page.python.process.kill()
# After a refusal.
page = Page("ports", "kernel-differs")
page.python.type("import socket; c = socket.socket()")
answer = page.python.type("c.connect(('198.18.203.1', 9))")
page.claim("nobody listens: ECONNREFUSED", answer.endswith("Connection refused"), answer)
page.says("c.getsockname()[0], c.getsockname()[1] > 0", "('0.0.0.0', True)")
page.python.type("c = socket.socket(); c.setblocking(False); c.connect_ex(('198.18.203.1', 9))")
page.says("c.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), c.getsockname()[0]", "(111, '198.18.203.1')")
page.python.type("c = socket.socket(); d = socket.create_server(('127.0.0.2', 81)); c.connect(('127.0.0.2', 81))")
page.says("c.getsockname()[0]", "'127.0.0.1'")
# It is told once; a third connect tries again. A nonblocking attempt that succeeds.
page.python.type("c = socket.socket(); c.setblocking(False); c.connect_ex(('198.18.203.1', 9))")
page.says("c.connect_ex(('198.18.203.1', 9)), c.connect_ex(('198.18.203.1', 9))", "(111, 115)")
page.python.type("e = socket.create_server(('198.18.203.1', 82)); c = socket.socket(); c.setblocking(False)")
page.says("[c.connect_ex(('198.18.203.1', 82)) for _ in range(3)]", "[115, 0, 106]")
# A port that a program has bound is chosen for nobody else.
open("/proc/sys/net/ipv4/ip_local_port_range", "w").write("1101 1102")
page.python.type("f = socket.create_server(('198.18.203.1', 83)); b = socket.socket(); b.bind(('198.18.203.2', 1101))")
page.python.type("b.connect(('198.18.203.1', 82)); g = socket.create_connection(('198.18.203.1', 83))")
page.says("g.getsockname()[1]", "1102")
answer = page.python.type("socket.create_connection(('198.18.203.1', 83))")
page.claim("also while it is connected elsewhere", answer.endswith("[Errno 99] Cannot assign requested address"), answer)
# A socket that connects to itself.
open("/proc/sys/net/ipv4/ip_local_port_range", "w").write("46000 46000")
page.python.type("c = socket.socket(); c.connect(('198.18.203.1', 46000)); c.send(b'to myself')")
page.says("c.getsockname() == c.getpeername(), c.recv(100)", "(True, b'to myself')")
open("/proc/sys/net/ipv4/ip_local_port_range", "w").write("1025 1028")
# TIME_WAIT, and tcp_tw_reuse.
page.claim("Linux starts with 2 for tcp_tw_reuse", setting("ipv4/tcp_tw_reuse") == "2", setting("ipv4/tcp_tw_reuse"))
open("/proc/sys/net/ipv4/ip_local_port_range", "w").write("1201 1201")
for address, again in [("127.0.0.1", True), ("198.18.203.1", False)]:
    page.python.type(f"s = socket.create_server(('{address}', 84)); c = socket.create_connection(('{address}', 84))")
    page.python.type("a = s.accept()[0]; c.shutdown(1); a.close(); c.recv(1); c.close(); import time; time.sleep(1.5)")
    answer = page.python.type(f"c = socket.create_connection(('{address}', 84)); 'connected'")
    page.claim(f"to {address} the four values in TIME_WAIT are {'taken again' if again else 'left alone'}",
               ("'connected'" in answer) == again, answer)
    page.python.type("c.close(); s.close()")
open("/proc/sys/net/ipv4/ip_local_port_range", "w").write("1025 1028")
# A wrong number in the answer to our SYN.
stranger = Stranger()
client = socket.socket()
client.bind((SERVER, 1300))
client.setblocking(False)
client.connect_ex((stranger.address, 80))
number = [it[3] for it in stranger.hears(0.3) if it[0] == "SYN"][0]
state = lambda: run("ss -tanH sport = :1300").split()[0]
stranger.sends("RST+ACK", 80, 1300, 0, number)
time.sleep(0.3)
page.claim("an RST+ACK with a wrong number is dropped", state() == "SYN-SENT", state())
stranger.sends("SYN+ACK", 80, 1300, 500, number + 5)
# (Linux may have sent its SYN again.)
heard = [(it[0], it[3]) for it in stranger.hears(0.3) if it[0] != "SYN"]
page.claim("a SYN+ACK with a wrong number gets an RST", heard == [("RST", number + 5)], heard)
stranger.sends("SYN+ACK", 80, 1300, 500, number + 1)
page.claim("the right one opens the connection", until(lambda: state() == "ESTAB"), state())
client.close()
if "SOCKLINGS_SHORT" not in os.environ:
    # 72,000 connections: the page's own program, with its own commands in the place of the shell.
    page = Page("ports")
    many = next(code for code in page.blocks["python"] if "EACH = 18_000" in code)
    counts = [block for block in page.blocks["console"] if "wc -l" in block][0]
    commands = [part.partition("\n")[0] for part in counts.split("# ")[1:]]
    look = "until [ $(ss -Htan state established 'sport = :80' | wc -l) = 72000 ]; do sleep 1; done; "
    look += "date +%s >&2; grep MemAvailable /proc/meminfo >&2; " + "; ".join(commands)
    many = many.replace('os.system("bash")', f"os.system({look!r})")
    available = lambda text: int(re.search(r"MemAvailable:\s+(\d+)", text)[1])
    begin, before = time.time(), available(open("/proc/meminfo").read())
    said = subprocess.run(["timeout", "400", "python3", "-c", many], capture_output=True, text=True)
    expected = [line for line in counts.splitlines() if not line.startswith("# ")]
    page.claim("72,000 connections have one local endpoint", rows(said.stdout) == rows("\n".join(expected)), said.stdout + said.stderr)
    took, memory = int(said.stderr.split()[0]) - begin, (before - available(said.stderr)) / 2**20
    print(f"    {took:.0f} seconds, {memory:.2f} GiB of memory")
    page.claim("it takes less than a minute, and about half a gigabyte", took < 60 and 0.25 < memory < 1, (took, memory))
