"""send: what Linux sends to a peer whose every segment this script writes. It needs /dev/net/tun."""

import fcntl
import os
import select
import socket
import struct
import subprocess
import sys
import time

from seen import Page

FIN, SYN, ACK = 1, 2, 16
HOST, PEER = "198.18.204.1", "198.18.204.2"
ENDS = socket.inet_aton(PEER) + socket.inet_aton(HOST)
# No timer of Linux runs out so soon: TCP_RTO_MIN is 0.2 s.
AT_ONCE = 0.1
# A timer that has run out twice or three times waits for so long.
PATIENCE = 4.0

page = Page("send")


def device():
    """A network device whose other end is this script."""
    try:
        tun = os.open("/dev/net/tun", os.O_RDWR)
    except OSError as error:
        sys.exit(print(f"    skipped: /dev/net/tun: {error.strerror}"))
    fcntl.ioctl(tun, 0x400454CA, struct.pack("16sH", b"tun0", 0x1001))  # TUNSETIFF, IFF_TUN | IFF_NO_PI
    subprocess.run(["ip", "address", "add", f"{HOST}/24", "dev", "tun0"], check=True)
    subprocess.run(["ip", "link", "set", "tun0", "up"], check=True)
    for setting in ["tcp_timestamps", "tcp_sack", "tcp_early_retrans"]:
        with open(f"/proc/sys/net/ipv4/{setting}", "w") as file:
            file.write("0")
    return tun


TUN = device()


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Connection:
    """A connection of a server here, whose client is the script. It takes segments of 100 bytes."""

    def __init__(self, window):
        server = socket.create_server((HOST, 0))
        self.port, self.seq, self.begin, self.acked = server.getsockname()[1], 5000, 0, time.monotonic()
        self.write(SYN, 0, window, struct.pack("!BBH", 2, 4, 100))
        self.begin = self.read(PATIENCE)[1]
        self.seq += 1
        self.ack(1, window)
        self.program = server.accept()[0]

    def write(self, flags, ack, window, options=b""):
        offset = (20 + len(options)) << 2
        number = (self.begin + ack) % 2**32 if flags & ACK else 0
        tcp = struct.pack("!HHIIBBHHH", 1025, self.port, self.seq, number, offset, flags, window, 0, 0) + options
        pseudo = ENDS + struct.pack("!HH", 6, len(tcp))
        tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp)) + tcp[18:]
        ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0) + ENDS
        os.write(TUN, ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:] + tcp)

    def ack(self, number, window):
        """The client has all before this number (Linux's SYN has the number 0), and room for more."""
        self.write(ACK, number, window)
        self.acked = time.monotonic()

    def read(self, seconds):
        """The next segment: how long after the last ACK it came, its number, its length, whether it has a FIN."""
        end = time.monotonic() + seconds
        while select.select([TUN], [], [], max(0, end - time.monotonic()))[0]:
            packet = os.read(TUN, 65536)
            if packet[9] == 6 and struct.unpack("!H", packet[20:22])[0] == self.port:
                _, _, number, _, offset, flags = struct.unpack("!HHIIBB", packet[20:34])
                after = time.monotonic() - self.acked
                return after, (number - self.begin + 2**31) % 2**32 - 2**31, len(packet) - 20 - (offset >> 2), bool(flags & FIN)

    def at_once(self):
        """What is sent before a timer can run out."""
        sent = []
        while (left := self.acked + AT_ONCE - time.monotonic()) > 0:
            if segment := self.read(left):
                sent.append(segment[1:])
        return sent

    def send(self, count, more=None):
        self.acked = time.monotonic()
        self.program.send(bytes(count))

    def later(self):
        """What is sent when a timer has run out."""
        segment = self.read(PATIENCE)
        return segment and segment[1:]


it = Connection(250)
it.send(1000)
sent = it.at_once()
page.claim("a segment is not cut to fit into the window", sent == [(1, 100, False), (101, 100, False)], sent)
it.ack(201, 50)
sent = it.at_once(), it.later(), it.later()
page.claim("when the timer runs out, it is; and sent again", sent == ([], (201, 50, False), (201, 50, False)), sent)
it.ack(251, 20)
sent = it.at_once(), it.later()
page.claim("the next one too", sent == ([], (251, 20, False)), sent)

it = Connection(0)
it.send(250)
sent = it.at_once(), it.later(), it.later()
page.claim("a probe has the number before una, and no data", sent == ([], (0, 0, False), (0, 0, False)), sent)
it.ack(1, 0)
sent = it.at_once(), it.later()
page.claim("an answer changes nothing while the window is closed", sent == ([], (0, 0, False)), sent)
it.ack(1, 300)
sent = it.at_once()
page.claim("an open window lets all out", sent == [(1, 100, False), (101, 100, False), (201, 50, False)], sent)

it = Connection(1000)
it.send(300)
it.at_once()
it.ack(401, 1000)
sent = it.at_once()
page.claim("an ACK for what was never sent is answered with nxt", (301, 0, False) in sent, sent)
it.ack(151, 1000)
sent = it.later()
while sent and sent[0] < 151:
    sent = it.later()
page.claim("what is sent again begins where the ACK ends, and is a whole segment", sent == (151, 100, False), sent)

it = Connection(200)
it.send(1000)
it.at_once()
it.ack(101, 0)
sent = it.at_once(), it.later()
page.claim("a closed window does not keep back what is sent again", sent == ([], (101, 100, False)), sent)

it = Connection(200)
it.send(200)
it.program.shutdown(socket.SHUT_WR)
sent = it.at_once()
page.claim("the FIN needs room", sent == [(1, 100, False), (101, 100, False)], sent)
it.ack(101, 200)
sent = it.at_once()
page.claim("then it follows alone", sent == [(201, 0, True)], sent)

# Where this course is another than Linux.
it = Connection(1000)
it.send(250)
sent = it.at_once()
page.claim("Linux: a small segment behind full ones goes out", sent[:3] == [(1, 100, False), (101, 100, False), (201, 50, False)], sent)
it = Connection(0)
it.send(50)
it.program.shutdown(socket.SHUT_WR)
it.at_once()
it.ack(1, 50)
sent = it.at_once(), it.later()
page.claim("Linux: bytes wait with the FIN that has no room", sent == ([], (1, 50, False)), sent)
