"""accept: who is in the queue is connected, and no process has it; then its socket gets a descriptor. When the copy is made."""

import socket
import struct

from seen import Page, run, until
from stranger import SERVER, Stranger, rows

page = Page("accept")
page.play(0)
page.shows(0)
page.play(1)
page.says("a.getsockname() == ('127.0.0.1', 8080), peer == c.getsockname(), a.fileno()", "(True, True, 6)")
page.shows(1)
lines = [line.split() for line in open("/proc/net/tcp")]
mine = sorted((it[3], it[4], it[9] == "0") for it in lines if it[1].endswith(":1F90"))
expected = [("01", "00000000:00000000", False), ("01", "00000000:00000000", True), ("0A", "00000000:00000001", False)]
page.claim("the same in /proc/net/tcp", mine == expected, mine)

# The full copy is made when the ACK comes: it has an option that was set between SYN and ACK, and none that was set later.
stranger = Stranger()
listening = socket.create_server((SERVER, 80))
for early in [1, 0]:
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1 - early)
    number = stranger.connects(2000 + early)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, early)
    stranger.acknowledges(number, 2000 + early)
    until(lambda: rows("established") == 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1 - early)
    copy = listening.accept()[0]
    has = bool(copy.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    page.claim(f"TCP_NODELAY is {early} between SYN and ACK, and so it is in the copy", has == bool(early), has)
    copy.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    copy.close()
listening.close()

# The record of a SYN does not hold the port.
listening = socket.socket()
listening.bind((SERVER, 81))
listening.listen()
stranger.connects(2002, 81)
listening.close()
other = socket.socket()
other.bind((SERVER, 81))
page.claim("the record is still there, and another socket has the port", rows("syn-recv", 81) == 1, run("ss -tan"))

# What an accepted socket has of O_NONBLOCK, and a client that has gone.
page.python.type("import os, fcntl, struct; s.setblocking(False); c.setblocking(True)")
page.says("b, _ = s._accept(); fcntl.fcntl(b, fcntl.F_GETFL) & os.O_NONBLOCK", "0")
page.python.type("g = socket.create_connection(('127.0.0.1', 8080)); name = g.getsockname()")
page.python.type("g.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); g.close()")
page.says("h, peer = s.accept(); peer == name", "True")
# EMFILE comes first: before an empty queue, and before a socket that does not listen.
page.python.type("import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (3, 1024))")
for call in ["s.accept()", "a.accept()"]:
    answer = page.python.type(call)
    page.claim(f"without a descriptor `{call}` gives EMFILE", answer.endswith("[Errno 24] Too many open files"), answer)
