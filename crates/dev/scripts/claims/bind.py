"""bind: an address is taken by bind alone, and nobody can connect to it yet."""

from seen import Page, setting

page = Page("bind")
page.play(0)
page.shows(0)
page.claim("a bound socket is not in /proc/net/tcp", ":1F90 " not in open("/proc/net/tcp").read())
page.play(1)
page.shows(1)
for host in ["255.255.255.255", "224.0.0.1"]:
    page.says(f"socket.socket().bind(('{host}', 8080)), 'bound'", "(None, 'bound')")
first, last = map(int, setting("ipv4/ip_local_port_range").split())
page.claim("the usual range has an even number of ports", (last - first + 1) % 2 == 0, (first, last))
