"""A host without a kernel: segments that are made by hand, and what Linux answers to them.

A real client's kernel would answer by itself. This one's address belongs to nobody: what is sent there goes round the loopback
once, is heard here, and is dropped."""

import socket
import struct
import time

from seen import run

FLAGS = {"FIN": 1, "SYN": 2, "RST": 4, "ACK": 16}
SERVER = "198.18.203.1"


def checksum(data):
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Stranger:
    def __init__(self, host=200):
        self.address = f"198.18.203.{host}"
        run(f"ip route replace {self.address}/32 dev lo")
        self.raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
        self.ears = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.ntohs(0x0800))
        self.ears.bind(("lo", 0))

    def sends(self, flags, port=1025, to=80, seq=100, ack=0, data=b""):
        """Sends one segment: `sends("SYN+ACK")`."""
        bits = sum(FLAGS[name] for name in flags.split("+") if name)
        segment = struct.pack("!HHIIBBHHH", port, to, seq, ack, 5 << 4, bits, 65535, 0, 0) + data
        both = socket.inet_aton(self.address) + socket.inet_aton(SERVER)
        total = checksum(both + struct.pack("!BBH", 0, 6, len(segment)) + segment)
        segment = segment[:16] + struct.pack("!H", total) + segment[18:]
        header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(segment), 0, 0, 64, 6, 0) + both
        self.raw.sendto(header + segment, (SERVER, 0))

    def hears(self, within=0.3):
        """What comes for this host, until the time is over: the flags, the ports, seq, ack, the data, and the window."""
        heard, end = [], time.monotonic() + within
        while (left := end - time.monotonic()) > 0:
            self.ears.settimeout(left)
            try:
                packet = self.ears.recv(65536)
            except TimeoutError:
                break
            if packet[9] != socket.IPPROTO_TCP or packet[16:20] != socket.inet_aton(self.address):
                continue
            segment = packet[20:struct.unpack("!H", packet[2:4])[0]]
            port, to, seq, ack, offset, bits, window = struct.unpack("!HHIIBBH", segment[:16])
            flags = "+".join(name for name in ["SYN", "RST", "FIN", "ACK"] if bits & FLAGS[name])
            heard.append((flags, port, to, seq, ack, segment[(offset >> 4) * 4:], window))
        return heard

    def connects(self, port=1025, to=80, seq=100):
        """Two of the three steps of a handshake. The server's first number comes back, for the third."""
        self.sends("SYN", port, to, seq)
        answers = [it for it in self.hears() if it[0] == "SYN+ACK" and it[2] == port]
        return answers[0][3] if answers else None

    def acknowledges(self, number, port=1025, to=80, seq=101, data=b""):
        """The third step, or what has the same numbers."""
        self.sends("ACK", port, to, seq, number + 1, data)


def rows(state, port=80):
    """How many rows of the table are in this state, at this port."""
    return len(run(f"ss -tanH state {state} sport = :{port}").splitlines())


def set_to(name, value):
    """Changes a setting of this network."""
    with open(f"/proc/sys/net/{name}", "w") as file:
        file.write(str(value))
