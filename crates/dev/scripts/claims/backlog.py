"""backlog: one more than the backlog can wait; who comes then hears nothing."""

import os
import time

from seen import Page, run, setting

page = Page("backlog")
page.claim("Linux starts with 1 for tcp_syncookies and 5 for tcp_synack_retries",
           (setting("ipv4/tcp_syncookies"), setting("ipv4/tcp_synack_retries")) == ("1", "5"))
page.play(0)
page.shows(0, part=False)
said = run("nstat -asz TcpExtListenOverflows").splitlines()[-1].split()
page.claim("the kernel counts what it drops: 2, or more if they have sent again", int(said[1]) >= 2, said)
page.play(1)
# As the page says, both SYNs need not come together on every machine: then the fourth is left out.
end = time.monotonic() + 20
while time.monotonic() < end and run("ss -tanH state syn-sent 'dport = :8080'").strip():
    time.sleep(0.2)
half = run("ss -tanH state syn-recv 'sport = :8080'")
page.claim("a client is connected, as it sees it, and the server has it half open", "127.0.0.1:8080" in half, half)
page.shows(1 + 1, within=20)
# A backlog of 0: one waits, and the next SYN is dropped.
page.python.type("z = socket.create_server(('127.0.0.1', 8090), backlog=0)")
page.python.type("k = [socket.socket() for _ in range(3)]")
page.python.type("for c in k: c.setblocking(False), c.connect_ex(('127.0.0.1', 8090))\n")
page.prints("ss -tnH state established 'sport = :8090' | wc -l", "1")
page.prints("ss -tnH state syn-sent 'dport = :8090' | wc -l", "2")
# One by one, ten are connected at the same time with a backlog of 1.
page.python.type("y = socket.create_server(('127.0.0.1', 8091), backlog=1)")
page.python.type("held = []")
page.python.type("for _ in range(10): held.append((socket.create_connection(('127.0.0.1', 8091)), y.accept()[0]))\n")
page.prints("ss -tnH state established 'sport = :8091' | wc -l", "10")
# Who closes, or is reset, stays in the queue.
page.python.type("import struct; x = socket.create_server(('127.0.0.1', 8092), backlog=5)")
page.python.type("m, n = (socket.create_connection(('127.0.0.1', 8092)) for _ in range(2))")
page.python.type("m.close(); n.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); n.close()")
page.prints("ss -tlnH 'sport = :8092'", "LISTEN 2 5 127.0.0.1:8092 0.0.0.0:*")
