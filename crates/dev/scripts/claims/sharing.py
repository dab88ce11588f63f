"""sharing: who has closed first holds the port for a minute; SO_REUSEADDR must be on both."""

from seen import Page

page = Page("sharing")
page.play(0)
page.shows(0)
page.play(1)
# With the option on both, it works.
page.python.type("def serve(port):\n    s = socket.socket()\n"
                 "    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n    s.bind(('127.0.0.1', port))\n"
                 "    s.listen(5)\n    return s\n")
page.python.type("s = serve(8082); c = socket.create_connection(('127.0.0.1', 8082)); a, _ = s.accept()")
page.python.type("a.close(); c.close(); s.close()")
page.prints("ss -tanH 'sport = :8082' | cut -d' ' -f1", "TIME-WAIT")
page.says("serve(8082).getsockname()", "('127.0.0.1', 8082)")
# The short cut: the order of the first two decides about the third.
page.python.type("def at(port, *options):\n    s = socket.socket()\n"
                 "    for option in options: s.setsockopt(socket.SOL_SOCKET, option, 1)\n"
                 "    s.bind(('127.0.0.1', port))\n    return s\n")
page.python.type("A, P = socket.SO_REUSEADDR, socket.SO_REUSEPORT")
page.says("k = [at(8083, A), at(8083, A, P), at(8083, P)]; len(k)", "3")
page.python.type("k = [at(8084, A, P), at(8084, A)]")
answer = page.python.type("at(8084, P)")
page.claim("in the other order the third is refused", answer.endswith("Address already in use"), answer)
# A connection that is over lets its port go, unless the program gave the port to bind itself.
page.python.type("import struct\ndef over(port, bound):\n"
                 "    s = socket.create_server(('127.0.0.1', port)); c = socket.socket()\n"
                 "    if bound: c.bind(('127.0.0.1', bound))\n"
                 "    c.connect(('127.0.0.1', port)); a = s.accept()[0]; name = (c if bound else a).getsockname()\n"
                 "    gone, kept = (a, c) if bound else (c, a)\n"
                 "    gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); gone.close(); s.close()\n"
                 "    return kept, name\n")
page.python.type("kept, name = over(8085, 0); n = socket.socket()")
page.says("n.bind(name), 'bound'", "(None, 'bound')")
page.python.type("n.close(); kept.bind(('127.0.0.1', 8086))")
answer = page.python.type("kept.listen()")
page.claim("it can even be bound again, and not listen", answer.endswith("[Errno 22] Invalid argument"), answer)
page.python.type("kept, name = over(8087, 8088); n = socket.socket()")
answer = page.python.type("n.bind(name)")
page.claim("what the program has bound itself is held until it is closed", answer.endswith("Address already in use"), answer)
page.says("kept.close(), n.bind(name)", "(None, None)")
