"""accept: who waits in the queue is connected, and no process has it; then its socket gets a descriptor."""

from seen import Page

page = Page("accept")
page.play(0)
page.shows(0)
page.play(1)
page.says("a.getsockname() == ('127.0.0.1', 8080), peer == c.getsockname(), a.fileno()", "(True, True, 6)")
page.shows(1)
