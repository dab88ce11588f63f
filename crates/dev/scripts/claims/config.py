"""config: SIGTERM closes the listening socket; its copy stays, and so does the talk."""

import os
import re
import signal

from seen import Page, Program, bash, run, until

page = Page("config")
program = Program("config")
port = program.until(r"@ listening 127\.0\.0\.1:(\d+)")[1]
put = {"45393": port}
client = bash()
client.type(f"exec 3<>/dev/tcp/127.0.0.1/{port}")
page.shows(0, put=put)
caught = re.search(r"SigCgt:\s+(\w+)", open(f"/proc/{program.pid}/status").read())[1]
page.claim("SigCgt has SIGINT, SIGTERM, SIGBUS and SIGSEGV", caught == "0000000100004442" or caught[-4:] == "4442", caught)
os.kill(program.pid, signal.SIGTERM)
expected = page.blocks["console"][1].split("$ ")[1].split("\n", 1)[1].replace("45393", port)
page.prints(f"ss -tan 'sport = :{port}'", expected)
said = run(f"echo > /dev/tcp/127.0.0.1/{port}")
page.claim("a new client is refused", "Connection refused" in said, said)
said = client.type("echo still >&3; head -1 <&3")
page.claim("the old one is answered", "still" in said, said)
client.type("exec 3>&-")
page.claim("then the server ends", until(lambda: program.process.poll() is not None), "it runs")
