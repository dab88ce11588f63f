"""teardown: who closes first is in TIME_WAIT, and holds the port. And what arrives then, made by hand."""

import re
import socket
import time

from seen import Page, run, setting, until
from stranger import SERVER, Stranger

page = Page("teardown")
page.play(0)
page.shows(0)
page.play(1)
page.shows(1)
lines = [line.split() for line in open("/proc/net/tcp")]
page.claim("in /proc/net/tcp it is 06", any(it[1:4:2] == ["0100007F:1F90", "06"] for it in lines), lines)
answer = page.play_all(2)
page.claim("the port is not free", answer.endswith("OSError: [Errno 98] Address already in use"), answer)
page.python.process.kill()

stranger = Stranger()
server = socket.create_server((SERVER, 90))


def state():
    """The state of the connection with the stranger."""
    line = run("ss -tanHo sport = :90 and dst 198.18.203.200").split()
    return line[0] if line else "gone"


def heard(port, within=0.3):
    return [it[0] for it in stranger.hears(within) if it[2] == port]


def talks(port):
    """A connection, accepted. Its next number comes back."""
    number = stranger.connects(port, 90)
    stranger.acknowledges(number, port, 90)
    copy = server.accept()[0]
    stranger.hears(0)
    return copy, number + 1


copy, number = talks(3000)
stranger.sends("FIN", 3000, 90, 101)
page.claim("a FIN without ACK is dropped", not heard(3000) and state() == "ESTAB", state())
stranger.sends("RST", 3000, 90, 5000)
page.claim("an RST with a wrong number ends nothing", heard(3000) == ["ACK"] and state() == "ESTAB", state())
copy.close()
stranger.sends("ACK", 3000, 90, 101, number + 1)
page.claim("FIN_WAIT_2, and no program", until(lambda: state() == "FIN-WAIT-2"), state())
stranger.hears(0)
stranger.sends("SYN", 3000, 90, 150)
page.claim("there a SYN whose number fits gets an RST", "RST+ACK" in heard(3000), state())

copy, number = talks(3001)
copy.close()
stranger.hears(0.1)
stranger.sends("FIN+ACK", 3001, 90, 101, number + 1)
page.claim("TIME_WAIT", until(lambda: state() == "TIME-WAIT"), state())
stranger.hears(0)
seconds = lambda: int(re.search(r"timewait,(\d+)sec", run("ss -tanHo state time-wait sport = :90"))[1])
time.sleep(3)
late = seconds()
stranger.sends("ACK", 3001, 90, 101, number + 1, b"x")
said = heard(3001)
page.claim("data in TIME_WAIT is answered with ACK", "ACK" in said, said)
page.claim("and its minute begins anew", late < 58 and seconds() >= 59, (late, seconds()))
stranger.sends("SYN", 3001, 90, 9000)
page.claim("a SYN with a newer number opens a new connection", "SYN+ACK" in heard(3001) and state() == "SYN-RECV", state())
for name, value in [("tcp_fin_timeout", "60"), ("tcp_rfc1337", "0")]:
    page.claim(f"Linux starts with {value} for {name}", setting(f"ipv4/{name}") == value, setting(f"ipv4/{name}"))

# An RST in TIME_WAIT.
copy, number = talks(3002)
copy.close()
stranger.hears(0.1)
stranger.sends("FIN+ACK", 3002, 90, 101, number + 1)
until(lambda: "3002" in run("ss -tanH state time-wait sport = :90"))
stranger.sends("RST", 3002, 90, 102)
page.claim("an RST ends TIME_WAIT", until(lambda: "3002" not in run("ss -tanH state time-wait sport = :90")))

# What comes after a FIN.
copy, number = talks(3003)
stranger.sends("ACK", 3003, 90, 101, number, b"data")
stranger.sends("FIN+ACK", 3003, 90, 105, number)
stranger.hears(0.2)
stranger.sends("ACK", 3003, 90, 106, number, b"new")
page.claim("new data behind a FIN is dropped", not heard(3003))
stranger.sends("ACK", 3003, 90, 101, number, b"data")
page.claim("data that was there before is answered with ACK", heard(3003) == ["ACK"])

# After a talk, the ACK for a FIN may come late.
copy, number = talks(3004)
sent = 101
for _ in range(5):
    stranger.sends("ACK", 3004, 90, sent, number, b"ask")
    copy.recv(10)
    copy.send(b"yes")
    sent, number = sent + 3, number + 3
    stranger.hears(0.02)
stranger.sends("ACK", 3004, 90, sent, number)
stranger.hears(0.1)
begin = time.monotonic()
stranger.sends("FIN+ACK", 3004, 90, sent, number)
late = until(lambda: "ACK" in heard(3004, 0.002) and time.monotonic() - begin, 1)
page.claim("after a talk, a FIN is answered some 40 milliseconds later", late and 0.03 < late < 0.2, late)
