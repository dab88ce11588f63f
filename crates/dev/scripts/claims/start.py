"""start: ss prints the table with the two clients."""

from seen import Page

page = Page("start")
page.python.type("import socket; s = socket.create_server(('198.18.203.1', 80), backlog=128)")
for host in ["153", "86"]:
    page.python.type(f"c{host} = socket.create_connection(('198.18.203.1', 80), source_address=('198.18.203.{host}', 1025))")
    page.python.type(f"a{host} = s.accept()")
page.shows(0)
