"""client: two rows for one connection, TIME_WAIT on the side that ends first, and the calls that strace shows."""

import re
import subprocess

from seen import Page, Program, run, setting, until

page = Page("client")
program = Program("client")
port = program.until(r"listens at 127\.0\.0\.1:(\d+)")[1]
program.until("Press Enter")
page.claim("before connect, the socket's own endpoint is 0.0.0.0:0", "own endpoint is 0.0.0.0:0." in program.said, program.said)
page.shows(0, put={"42697": port})
program.type("")
page.shows(1, put={"42697": port})


def calls(trace):
    """The calls, each with its result, without what differs from one run to the next."""
    lines = [re.sub(r"(port=htons\()[1-9]\d*", r"\1port", line) for line in trace.splitlines() if "(" in line and " = " in line]
    return [re.sub(r"\s+", " ", line) for line in lines]


page.python.type("import http.server, threading, tempfile, os; os.chdir(tempfile.mkdtemp())")
page.python.type("open('index.html', 'w').write('a page of text!')")
page.python.type("server = http.server.HTTPServer(('127.0.0.1', 35027), http.server.SimpleHTTPRequestHandler)")
page.python.type("threading.Thread(target=server.serve_forever, daemon=True).start()")
binary = program.process.args[-1]
for number, address in [(2, "127.0.0.1:35027"), (3, "127.0.0.1:9")]:
    log = f"{program.folder.name}/trace"
    subprocess.run(["strace", "-e", "trace=network,close", "-o", log, binary, address],
                           stdin=subprocess.DEVNULL, capture_output=True)
    trace = open(log).read()
    trace = trace[trace.index("socket(AF_INET"):]
    expected = page.blocks["console"][number].split("\n", 1 if number == 3 else 2)[-1]
    names = lambda text: re.sub(r"(recvfrom )+", "recvfrom ", " ".join(re.findall(r"^(\w+)\(", text, re.MULTILINE)))
    page.claim(f"the calls to {address}: {names(expected)}", names(trace) == names(expected), trace)
    fixed = [line for line in calls(expected) if "recvfrom" not in line]
    page.claim("each with the same result", [line for line in calls(trace) if "recvfrom" not in line] == fixed, trace)
page.claim("the range of ports", setting("ipv4/ip_local_port_range").split() == ["32768", "60999"])
