"""send: what Linux answers to what comes twice, too early, or has no room; beside what the exercise's `received` answers."""

import itertools
import socket
import time

from seen import Page
from stranger import SERVER, Stranger

page = Page("send")
stranger = Stranger()
ports = itertools.count(1025)
# An ACK for data may wait, for an answer to travel with; all other answers come at once.
DELAYED, AT_ONCE = 0.3, 0.1


class Connection:
    """A connection of a server here, whose client is the stranger. Numbers count from its first byte."""

    def __init__(self, first, buffer=None):
        server = socket.socket()
        if buffer:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        server.bind((SERVER, 0))
        server.listen()
        self.first, self.port, self.to = first, next(ports), server.getsockname()[1]
        stranger.sends("SYN", self.port, self.to, (first - 1) % 2**32)
        self.number = self.hears(DELAYED)[3] + 1
        stranger.sends("ACK", self.port, self.to, first, self.number)
        self.program = server.accept()[0]
        self.nxt = self.window = 0
        self.sends(0, b"GET / HT")

    def hears(self, within):
        """The next segment for this connection's client."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            for heard in stranger.hears(0.01):
                if heard[2] == self.port:
                    return heard

    def sends(self, seq, data=b"", fin=False):
        """Sends a segment. Returns what is acknowledged by the answer, if there is one."""
        flags = "FIN+ACK" if fin else "ACK"
        stranger.sends(flags, self.port, self.to, (self.first + seq) % 2**32, self.number, data)
        heard = self.hears(DELAYED if data or fin else AT_ONCE)
        if heard:
            self.nxt, self.window = (heard[4] - self.first) % 2**32, heard[6]
            return self.nxt


def received(nxt, window, seq, length):
    """What the answer acknowledges, as the stub says: of `received`, or of `deliver` and `teardown` for what passes."""
    if length == 0:
        return None if seq == nxt or nxt <= seq < nxt + window else nxt
    passes = min(length - (nxt - seq), window) if seq <= nxt < seq + length else 0
    return nxt + passes


tried, others = 0, []


def tries(connection, begins, data, fin):
    global tried
    nxt, window = connection.nxt, connection.window
    seq = nxt + begins(window, len(data) + fin)
    expected = received(nxt, window, seq, len(data) + fin)
    answer = connection.sends(seq, data, fin)
    tried += 1
    if answer != expected:
        others.append((seq - nxt - window, data, fin, answer and answer - nxt, expected and expected - nxt))


KINDS = list(itertools.product([b"", b"a", b"abcde"], [False, True]))
PLACES = [
    lambda window, length: 0,
    lambda window, length: -1,
    lambda window, length: 1,
    lambda window, length: 100,
    lambda window, length: -length,
    lambda window, length: 1 - length,
    lambda window, length: -100_000,
    lambda window, length: 10_000_000,
    lambda window, length: window - 1,
    lambda window, length: window,
    lambda window, length: window + 1,
]
for first, begins, (data, fin) in itertools.product([1000, 2**32 - 11], PLACES, KINDS):
    tries(Connection(first), begins, data, fin)
behind = (0, b"", False, None, 0)
page.claim("Linux acknowledges what the stub says, but for an ACK right behind the window", others == 2 * [behind], others)

others.clear()


def full():
    """A connection whose buffer is full: its program reads nothing."""
    connection = Connection(1000, buffer=2048)
    while connection.window:
        connection.sends(connection.nxt, bytes(min(connection.window, 100)))
    return connection


for begins, (data, fin) in itertools.product(PLACES[:3] + PLACES[4:6], KINDS):
    tries(full(), begins, data, fin)
page.claim("into a full buffer it takes a FIN without data, and only that",
           others and {it[1:] for it in others} == {(b"", True, 1, 0)}, others)
print("   ", tried, "segments were sent")

# Where Linux does more than this course, or something else.
it = Connection(1000)
seen = it.sends(16, b"behind"), it.sends(22, b"", True), it.sends(8, b"the hole")
page.claim("what comes too early is kept, a FIN too", seen == (8, 8, 23), seen)
it = Connection(1000, buffer=5000)
while it.window > 1000:
    it.sends(it.nxt, bytes(500))
nxt = it.nxt
seen = it.sends(nxt, bytes(it.window + 100)) - nxt
page.claim("what does not fit as a whole is dropped as a whole", seen == 0, seen)
it = Connection(1000)
seen = [it.sends(-100_000), it.sends(-100_000)]
time.sleep(0.6)
seen.append(it.sends(-100_000))
page.claim("at most two answers in a second to stray ACKs", seen == [8, None, 8], seen)
