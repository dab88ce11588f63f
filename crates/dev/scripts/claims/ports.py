"""ports: four ports make five connections to two servers, and one port of a server 72,000."""

import os
import subprocess

from seen import Page, plain, rows

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
if "SOCKLINGS_SHORT" not in os.environ:
    # 72,000 connections: the page's own program, with its own commands in the place of the shell.
    page = Page("ports")
    many = next(code for code in page.blocks["python"] if "EACH = 18_000" in code)
    counts = [block for block in page.blocks["console"] if "wc -l" in block][0]
    commands = [part.partition("\n")[0] for part in counts.split("# ")[1:]]
    look = "until [ $(ss -Htan state established 'sport = :80' | wc -l) = 72000 ]; do sleep 1; done; " + "; ".join(commands)
    many = many.replace('os.system("bash")', f"os.system({look!r})")
    said = subprocess.run(["timeout", "400", "python3", "-c", many], capture_output=True, text=True)
    expected = [line for line in counts.splitlines() if not line.startswith("# ")]
    page.claim("72,000 connections have one local end", rows(said.stdout) == rows("\n".join(expected)), said.stdout + said.stderr)
