"""listen: what ss shows of a socket that waits, and what a second listen changes."""

from seen import Page

page = Page("listen")
page.play(0)
page.shows(0)
answer = page.python.type("socket.create_connection(('127.0.0.1', 8080))")
page.claim("a bound socket refuses", answer.endswith("[Errno 111] Connection refused"), answer)
page.claim("a bound socket is not in /proc/net/tcp", ":1F90 " not in open("/proc/net/tcp").read())
page.says("s.listen(5)", "")
page.shows(1)
lines = [line.split() for line in open("/proc/net/tcp")]
page.claim("in /proc/net/tcp it is 0100007F:1F90, 0A", any(it[1:4:2] == ["0100007F:1F90", "0A"] for it in lines), lines)
page.says("s.listen(100000)", "")
page.shows(2)
page.play(1)
page.shows(3)
page.play(2)
page.play(3)
page.says("s.listen(-1)", "")
page.prints("ss -tlnH 'sport = :8080'", "LISTEN 3 0 127.0.0.1:8080 0.0.0.0:*")
