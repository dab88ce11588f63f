"""teardown: who closes first is in TIME_WAIT, and holds the port."""

from seen import Page

page = Page("teardown")
page.play(0)
page.shows(0)
page.play(1)
page.shows(1)
lines = [line.split() for line in open("/proc/net/tcp")]
page.claim("in /proc/net/tcp it is 06", any(it[1:4:2] == ["0100007F:1F90", "06"] for it in lines), lines)
answer = page.play_all(2)
page.claim("the port is not free", answer.endswith("OSError: [Errno 98] Address already in use"), answer)
