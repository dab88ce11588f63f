"""backlog: the queue holds one more than the backlog; who comes then hears nothing. SYN cookies, and the first figure."""

import socket
import struct
import time

from seen import Page, run, setting, until
from stranger import SERVER, Stranger, rows, set_to

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
page.python.process.kill()


server = None


def listens(backlog):
    """A new socket at port 80, and nothing of the one before."""
    global server
    if server:
        server.close()
    for port in range(2000, 2100):
        stranger.sends("RST", port, seq=101)
    page.claim("nothing is left", until(lambda: not run("ss -tanH sport = :80").strip()), run("ss -tan sport = :80"))
    server = socket.create_server((SERVER, 80), backlog=backlog)
    server.setblocking(False)


def accepts():
    """Accepts a connection, reads, and breaks it off: then nothing of it is left."""
    accepted = server.accept()[0]
    accepted.setblocking(False)
    try:
        data = accepted.recv(100)
    except BlockingIOError:
        data = b""
    accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    accepted.close()
    return data


def queued():
    """What Recv-Q of the listening socket says."""
    return int(run("ss -tlnH sport = :80").split()[1])


# Half-open connections: as many rows as slots, and what comes then depends on tcp_syncookies.
stranger = Stranger()
for cookies, answered, kept in [(1, 6, 3), (0, 3, 3), (2, 6, 0)]:
    set_to("ipv4/tcp_syncookies", cookies)
    listens(2)
    stranger.hears(0)
    for port in range(2000, 2006):
        stranger.sends("SYN", port)
    heard = len({it[2] for it in stranger.hears(0.5) if it[0] == "SYN+ACK"})
    page.claim(f"tcp_syncookies {cookies}, backlog 2: of six SYNs {answered} are answered, and {kept} have a row",
               (heard, rows("syn-recv")) == (answered, kept), (heard, rows("syn-recv")))
number = stranger.connects(2010)
stranger.acknowledges(number, 2010)
page.claim("the ACK for a cookie makes the connection", until(lambda: queued() == 1) and rows("established") == 1, queued())
set_to("ipv4/tcp_syncookies", 1)



def fills(port):
    """A full queue, and one connection that is half open."""
    listens(1)
    stranger.acknowledges(stranger.connects(port), port)
    second, third = stranger.connects(port + 1), stranger.connects(port + 2)
    stranger.acknowledges(second, port + 1)
    seen = until(lambda: (queued(), rows("syn-recv")) == (2, 1))
    page.claim("backlog 1: two are in the queue, and one is half open", seen, run("ss -tan sport = :80"))
    stranger.hears(0)
    return third


# A full queue: the last ACK is dropped, with its data too; the same is taken later.
number = fills(2020)
stranger.acknowledges(number, 2022, data=b"GET /")
time.sleep(0.2)
page.claim("a last ACK with data is dropped", (queued(), rows("syn-recv")) == (2, 1), run("ss -tan sport = :80"))
accepts()
stranger.acknowledges(number, 2022, data=b"GET /")
page.claim("it is taken when there is room", until(lambda: queued() == 2 and rows("syn-recv") == 0), queued())
accepts()
page.claim("with its data", accepts() == b"GET /")

# A reset removes what is half open, and leaves the queue alone.
listens(5)
first, second = stranger.connects(2030), stranger.connects(2031)
stranger.acknowledges(first, 2030)
until(lambda: queued() == 1)
stranger.sends("RST", 2031, seq=101)
page.claim("a reset one is gone, and the queue stays", until(lambda: rows("syn-recv") == 0) and queued() == 1, queued())

# A smaller backlog.
listens(5)
for port in range(2040, 2044):
    stranger.acknowledges(stranger.connects(port), port)
until(lambda: queued() == 4)
server.listen(1)
page.claim("after a smaller backlog all four are there", queued() == 4, queued())
page.claim("and a SYN is dropped", stranger.connects(2050) is None)
for _ in range(3):
    accepts()
page.claim("it is taken when the queue is short enough", stranger.connects(2050) is not None)

# tcp_abort_on_overflow.
set_to("ipv4/tcp_abort_on_overflow", 1)
number = fills(2060)
stranger.acknowledges(number, 2062)
said = [it for it in stranger.hears(0.5) if it[2] == 2062]
page.claim("tcp_abort_on_overflow: a last ACK without room is answered with RST", [it[0] for it in said] == ["RST"], said)
page.claim("and the half-open connection is gone", rows("syn-recv") == 0)
page.claim("a SYN is dropped all the same", stranger.connects(2063) is None)
set_to("ipv4/tcp_abort_on_overflow", 0)

# The SYN+ACK comes again; then the half-open connection is given up.
set_to("ipv4/tcp_synack_retries", 1)
listens(5)
begin = time.monotonic()
number = stranger.connects(2070)
gone = until(lambda: rows("syn-recv") == 0 and time.monotonic() - begin, 10)
page.claim("tcp_synack_retries 1: after 3 seconds the row is gone", gone and 2.5 < gone < 5, gone)
stranger.hears(0)
stranger.acknowledges(number, 2070)
said = [it[0] for it in stranger.hears(0.5) if it[2] == 2070]
page.claim("and an ACK is answered with RST", said[-1:] == ["RST"], said)
set_to("ipv4/tcp_synack_retries", 5)
listens(5)
stranger.sends("SYN", 2080)
begin, times = time.monotonic(), []
while time.monotonic() - begin < 4:
    times += [time.monotonic() - begin for it in stranger.hears(0.05) if it[0] == "SYN+ACK" and it[2] == 2080]
page.claim("the SYN+ACK comes again after 1 and 3 seconds", [round(it) for it in times] == [0, 1, 3], times)

# The first figure: two clients with two connections each, a backlog of 1.
one, two = Stranger(201), Stranger(202)
listens(1)


def is_as_the_figure(step, states, queue):
    seen = until(lambda: (states, queue) == now() and now(), 2) or now()
    page.claim(f"the figure, {step}: {states}, queue {queue}", seen == (states, queue), seen)


def now():
    lines = [line.split() for line in run("ss -tanH sport = :80").splitlines()]
    states = " ".join(sorted(line[0] for line in lines if line[0] != "LISTEN"))
    return states, queued()


a = one.connects(1025)
is_as_the_figure("a SYN", "SYN-RECV", 0)
b = two.connects(1025)
is_as_the_figure("the next SYN", "SYN-RECV SYN-RECV", 0)
two.acknowledges(b, 1025)
is_as_the_figure("the second client's ACK", "ESTAB SYN-RECV", 1)
c = one.connects(1026)
is_as_the_figure("a third SYN", "ESTAB SYN-RECV SYN-RECV", 1)
one.acknowledges(a, 1025)
is_as_the_figure("the first client's ACK", "ESTAB ESTAB SYN-RECV", 2)
one.acknowledges(c, 1026)
is_as_the_figure("an ACK is dropped", "ESTAB ESTAB SYN-RECV", 2)
page.claim("the figure, a SYN is dropped", two.connects(1026) is None and now()[1] == 2)
accepted = server.accept()
page.claim("the figure: the second client is the first in the queue", accepted[1] == (two.address, 1025), accepted[1])
one.acknowledges(c, 1026)
is_as_the_figure("the ACK again", "ESTAB ESTAB ESTAB", 2)
