"""lookup: four values find one socket; an exact address goes before every address."""

from seen import Page, setting

page = Page("lookup")
page.play(0)
page.shows(0)
page.shows(1)
page.claim("each socket has the bytes of its own client", page.play(1) == "(b'from c', b'from d')")
answer = page.python.type(page.blocks["python"][2])
page.claim("another address refuses", answer.endswith("ConnectionRefusedError: [Errno 111] Connection refused"), answer)
page.play(3)
page.shows(2)
page.says("e.getpeername()[0], one.accept()[1][0], every.accept()[1][0]", "('127.0.0.1', '127.0.0.6', '127.0.0.7')")
page.play(4)
page.shows(3)
# In the other order.
page.python.type("e.close(); f.close(); one.close(); every.close(); import os")
page.python.type("def server(address, port=9091):\n    s = socket.socket()\n"
                 "    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)\n    s.bind((address, port))\n"
                 "    s.listen(5)\n    return s\n")
page.python.type("one, every = server('127.0.0.1'), server('0.0.0.0')")
page.python.type("e = client('127.0.0.8', ('127.0.0.1', 9091)); f = client('127.0.0.9', ('127.0.0.2', 9091))")
page.says("one.accept()[1][0], every.accept()[1][0]", "('127.0.0.8', '127.0.0.9')")
# Without the option, the second one is refused.
page.python.type("p, q = socket.socket(), socket.socket(); p.bind(('127.0.0.1', 9092))")
answer = page.python.type("q.bind(('0.0.0.0', 9092))")
page.claim("without SO_REUSEPORT: EADDRINUSE", answer.endswith("[Errno 98] Address already in use"), answer)
# What is bound only, and what was reset, is in no list.
page.python.type("r = socket.create_server(('127.0.0.1', 9093)); g = socket.create_connection(('127.0.0.1', 9093))")
page.python.type("h = r.accept()[0]; r.close()")
page.python.type("import struct; g.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); g.close()")
page.prints("ss -tanH '( sport = :9092 or sport = :9093 )'", "")
# (A network that uses another one's table says so by a minus.)
size = setting("ipv4/tcp_ehash_entries")
page.claim("the first table's number of slots can be read", size.lstrip("-").isdigit(), size)
