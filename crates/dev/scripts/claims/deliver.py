"""deliver: bytes are in the socket of their own connection; the end, a reset, and an answer after the end; refusals."""

import socket

from seen import Page
from stranger import SERVER, Stranger

page = Page("deliver")
page.play(0)
page.shows(0)
lines = [line.split() for line in open("/proc/net/tcp")]
waiting = [it[4] for it in lines if it[1] == "0100007F:1F90" and it[3] == "01"]
page.claim("in /proc/net/tcp, rx_queue is 3", waiting == ["00000000:00000003"] * 2, waiting)
page.claim("(b'ab', b'c', b'xyz')", page.play(1) == "(b'ab', b'c', b'xyz')")
answer = page.python.type(page.blocks["python"][2])
page.claim("EAGAIN", answer.endswith("BlockingIOError: [Errno 11] Resource temporarily unavailable"), answer)
answer = page.play(3)
page.claim("an answer after the end", answer == "(b'', b'', 10, b'the answer')", answer)
page.prints("ss -tanH 'sport = :8080 and dst 127.0.0.3' | cut -d' ' -f1", "CLOSE-WAIT")
page.play(4)
page.shows(1)
answers = [page.python.type(line).splitlines()[-1] for line in page.blocks["python"][5].splitlines()]
page.claim("the data, the error, the end, and EPIPE", answers == [
    "b'the last words'", "ConnectionResetError: [Errno 104] Connection reset by peer", "b''",
    "BrokenPipeError: [Errno 32] Broken pipe"], answers)
answers = [page.python.type(line).splitlines()[-1] for line in page.blocks["python"][6].splitlines()]
page.claim("a socket without a peer", answers == [
    "BrokenPipeError: [Errno 32] Broken pipe", "OSError: [Errno 107] Transport endpoint is not connected"], answers)
# How much a program that reads nothing can be sent.
page.python.type("s = socket.create_server(('127.0.0.1', 8085)); c = socket.create_connection(('127.0.0.1', 8085))")
page.python.type("a = s.accept()[0]; c.setblocking(False); sent = 0")
page.python.type("try:\n    while True: sent += c.send(bytes(65536))\nexcept BlockingIOError as error: print(error.errno)\n")
page.claim("then send gives EAGAIN", page.python.type("sent > 1_000_000") == "True", page.python.type("sent"))
print("   ", page.python.type("sent"), "bytes were taken here")
page.says("c.send(b'')", "0")

# Refusals, with segments that are made by hand.
stranger = Stranger()
listening = socket.create_server((SERVER, 80))
bound = socket.socket()
bound.bind((SERVER, 81))
for to in [80, 81, 82]:
    wrong = []
    for kind in range(16):
        flags = [name for bit, name in enumerate(["SYN", "ACK", "FIN", "RST"]) if kind >> bit & 1]
        for data in [b"", b"data"]:
            if to == 80 and flags == ["SYN"]:
                continue
            ack = 900 if "ACK" in flags else 0
            stranger.sends("+".join(flags), 1025, to, 500, ack, data)
            heard = [(it[0], it[3], it[4]) for it in stranger.hears(0.1)]
            if "RST" in flags:
                expected = []
            elif "ACK" in flags:
                expected = [("RST", 900, 0)]
            elif to == 80:
                expected = []
            else:
                expected = [("RST+ACK", 0, 500 + len(data) + ("SYN" in flags) + ("FIN" in flags))]
            if heard != expected:
                wrong.append((flags, data, heard, expected))
    where = {80: "where somebody listens", 81: "that is only bound", 82: "that is closed"}[to]
    page.claim(f"each kind of segment is refused as the table says, at a port {where}", not wrong, wrong)
stranger.sends("SYN", 1025, 82, 2**32 - 1)
heard = [(it[0], it[3], it[4]) for it in stranger.hears(0.3)]
page.claim("to a SYN with the number 4294967295: RST+ACK with the ack 0", heard == [("RST+ACK", 0, 0)], heard)
