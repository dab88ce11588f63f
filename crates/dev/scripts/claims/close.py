"""close: the states of both sides after one has closed, and a connection that is broken off."""

from seen import Page

page = Page("close")
page.play(0)
page.shows(0)
answer = page.play_all(1)
page.claim("a request that nobody reads: ECONNRESET", answer.endswith("[Errno 104] Connection reset by peer"), answer)
page.prints("ss -tanH state connected state time-wait '( sport = :8081 or dport = :8081 )'", "")
# Nobody has accepted, and the listening socket is closed.
page.python.type("s.close(); s = socket.create_server(('127.0.0.1', 8083))")
page.python.type("c = socket.create_connection(('127.0.0.1', 8083)); s.close()")
answer = page.python.type("c.recv(10)")
page.claim("not accepted, and closed: ECONNRESET", answer.endswith("[Errno 104] Connection reset by peer"), answer)
# Shutdown on a new socket is remembered.
page.python.type("s = socket.create_server(('127.0.0.1', 8084)); c = socket.socket()")
answer = page.python.type("c.shutdown(socket.SHUT_WR)")
page.claim("shutdown on a new socket: ENOTCONN", answer.endswith("[Errno 107] Transport endpoint is not connected"), answer)
page.python.type("c.connect(('127.0.0.1', 8084))")
answer = page.python.type("c.send(b'x')")
page.claim("and send after connect: EPIPE", answer.endswith("[Errno 32] Broken pipe"), answer)
# And in a socket that listens later: each copy ends its data at once.
page.python.type("s = socket.socket(); s.bind(('127.0.0.1', 8085))")
page.python.type("try: s.shutdown(socket.SHUT_WR)\nexcept OSError: pass\n")
page.python.type("s.listen(); c = socket.create_connection(('127.0.0.1', 8085)); c.settimeout(5)")
page.says("a, _ = s.accept(); c.recv(10)", "b''")
# Linger, and a second descriptor.
page.python.type("import struct, os; s = socket.create_server(('127.0.0.1', 8086))")
page.python.type("c = socket.create_connection(('127.0.0.1', 8086)); a = s.accept()[0]; b = a.dup(); a.close(); c.setblocking(False)")
answer = page.python.type("c.recv(10)")
page.claim("with a second descriptor, close ends nothing", answer.endswith("[Errno 11] Resource temporarily unavailable"), answer)
page.says("b.close(); c.settimeout(5); c.recv(10)", "b''")
