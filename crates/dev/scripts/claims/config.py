"""config: SIGTERM closes the listening socket; its copy stays, and so does the talk. And the calls of all this."""

import os
import re
import signal
import tempfile

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

# The calls, from the start to the end.
folder = tempfile.TemporaryDirectory()
log = f"{folder.name}/trace"
program = Program("config", under=["strace", "-o", log])
port = program.until(r"@ listening 127\.0\.0\.1:(\d+)")[1]
client.type(f"exec 3<>/dev/tcp/127.0.0.1/{port}; echo hello >&3; head -1 <&3")
run(f"pkill -TERM -P {program.pid}")
until(lambda: "close(" in open(log).read().split("SIGTERM {")[-1])
client.type("exec 3>&-")
page.claim("it ends with 0", program.process.wait() == 0)
trace = open(log).read()
names = lambda text: re.findall(r"^(?:(\w+)\(|--- (SIGTERM))", text, re.MULTILINE)
expected, left = names(page.blocks["text"][0]), iter(names(trace))
words = " ".join(call or sign for call, sign in expected)
page.claim(f"its calls: {words}", all(call in left for call in expected), trace[-3000:])
# Who is cut off gets a reset if bytes are unread, and otherwise a normal end.
for unread in [0, 1]:
    talk = Program("config")
    port = talk.until(r"@ listening 127\.0\.0\.1:(\d+)")[1]
    page.python.type(f"import socket; c = socket.create_connection(('127.0.0.1', {port})); c.settimeout(5)")
    page.python.type("c.send(b'hello'); c.recv(9)")
    if unread:
        # It is stopped, so it reads no more.
        os.kill(talk.pid, signal.SIGSTOP)
        until(lambda: set(run(f"ps -L -o stat= -p {talk.pid} | cut -c1").split()) == {"T"})
        page.python.type("c.send(b'more')")
    os.kill(talk.pid, signal.SIGKILL)
    talk.process.wait()
    answer = page.python.type("c.recv(9)").splitlines()[-1]
    expected = "ConnectionResetError: [Errno 104] Connection reset by peer" if unread else "b''"
    page.claim(f"cut off {'with' if unread else 'without'} unread bytes: {expected}", answer == expected, answer)
