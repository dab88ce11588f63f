"""web_server: one browser, six connections, a thread for each; who closes first; and the calls of one request."""

import re
import subprocess
import tempfile

from seen import ROOT, Page, Program, bash, fails_and_rests, limit, run, until

page = Page("web_server")
# (Chromium's other processes may still write when the first one is gone.)
with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
    built = subprocess.run(["mdbook", "build", ROOT / "book", "-d", f"{folder}/book"], capture_output=True, text=True)
    page.claim("the book is built", built.returncode == 0, built.stderr)
    program = Program("web_server", "--root", f"{folder}/book")
    program.until("@ listening 127.0.0.1:8080")
    browser = subprocess.Popen(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
                                f"--user-data-dir={folder}/profile", "--disable-background-networking",
                                "http://127.0.0.1:8080/listener.html"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    six = lambda: run("ss -tnH state established sport = :8080").count("127.0.0.1:8080 ") == 6
    page.claim("one browser, six connections", until(six, 120), run("ss -tn sport = :8080"))
    tasks = run(f"ls /proc/{program.pid}/task | wc -l").strip()
    page.claim("seven threads", tasks == "7", tasks)
    five = lambda: run("ss -tanH state time-wait sport = :8080").count("127.0.0.1:8080 ") >= 5
    page.claim("half a minute later, five or more are in TIME-WAIT", until(five, 60), run("ss -tan sport = :8080"))
    browser.kill()
    browser.wait()
    # One request of curl.
    trace = subprocess.Popen(["strace", "-f", "-o", f"{folder}/trace", "-p", str(program.pid)], stderr=subprocess.PIPE)
    trace.stderr.readline()
    run("curl -s http://127.0.0.1:8080/listener.html")
    until(lambda: "recvfrom" in open(f"{folder}/trace").read() and " exited " in open(f"{folder}/trace").read())
    calls = re.findall(r"^\d+ +(?:<\.\.\. )?(\w+)[( ]", open(f"{folder}/trace").read(), re.MULTILINE)
    expected = re.findall(r"^(\w+)\(", page.blocks["console"][-1], re.MULTILINE)
    left = iter(calls)
    page.claim(f"the calls of one request: {' '.join(expected)}", all(call in left for call in expected), calls)
    trace.kill()

# No further descriptor: the client is in the queue, and gets its answer later.
with tempfile.TemporaryDirectory() as folder:
    open(f"{folder}/a.txt", "w").write("a file")
    program = Program("web_server", "--root", folder, "--address", "127.0.0.1:8081")
    program.until("@ listening 127.0.0.1:8081")
    limit(program, 3)
    client = bash()
    client.type("exec 5<>/dev/tcp/127.0.0.1/8081; exec 6<>/dev/tcp/127.0.0.1/8081")
    queue = until(lambda: run("ss -tlnH sport = :8081").split()[1] == "1")
    page.claim("the second client is in the queue", queue, run("ss -tln"))
    fails_and_rests(page, program)
    limit(program, 1024)
    said = client.type("printf 'GET /a.txt HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n' >&6; tail -c 6 <&6")
    page.claim("it gets its answer when there is a descriptor", said == "a file", said)

# A server that refuses a body and closes at once: its reset does not take the response away, on Linux.
page.python.type("import socket, threading, time\ndef refuse():\n    s = socket.create_server(('127.0.0.1', 8082))\n"
                 "    while True:\n        a = s.accept()[0]; a.recv(100)\n"
                 "        a.sendall(b'HTTP/1.1 413 Too Large\\r\\nContent-Length: 3\\r\\n\\r\\nno\\n'); a.close()\n")
page.python.type("threading.Thread(target=refuse, daemon=True).start()")
until(lambda: "8082" in run("ss -tlnH sport = :8082"))
with tempfile.NamedTemporaryFile() as body:
    body.write(bytes(3_000_000))
    body.flush()
    command = f"curl -s -o /dev/null -w '%{{http_code}} ' -H 'Expect:' --data-binary @{body.name} http://127.0.0.1:8082/"
    said = [run(command).strip() for _ in range(30)]
page.claim("curl shows 413, 30 times out of 30; on a busy machine a few less", said.count("413") >= 25, said)
# A client that has sent more meanwhile is told an error, and can read the response all the same.
page.python.type("c = socket.create_connection(('127.0.0.1', 8082)); c.sendall(b'x' * 1000)")
answer = page.python.type("for _ in range(100): c.send(bytes(100_000)); time.sleep(0.01)\n")
page.claim("send fails", "Connection reset" in answer or "Broken pipe" in answer, answer)
page.says("c.recv(100)[:12]", "b'HTTP/1.1 413'")
# Two small writes: the second is held back until the first is acknowledged, and that takes some 40 milliseconds.
page.python.type("def twice():\n    s = socket.create_server(('127.0.0.1', 8083)); a = s.accept()[0]\n"
                 "    while a.recv(100): a.send(b'one '); a.send(b'two ')\n")
page.python.type("threading.Thread(target=twice, daemon=True).start()")
until(lambda: "8083" in run("ss -tlnH sport = :8083"))
page.python.type("def ask():\n    begin, got = time.monotonic(), b''\n    c.sendall(b'?')\n"
                 "    while len(got) < 8: got += c.recv(100)\n    return time.monotonic() - begin\n")
page.python.type("c = socket.create_connection(('127.0.0.1', 8083)); times = sorted(ask() for _ in range(60))")
answer = page.python.type("times[45]")
page.claim("a second small write comes some 40 milliseconds later", 0.035 < float(answer) < 0.08, answer)

# A style that is not called text/css: a page with a doctype does not use it, and one without it does.
page.python.type("from http.server import BaseHTTPRequestHandler, HTTPServer\nclass Site(BaseHTTPRequestHandler):\n"
                 "    def log_message(self, *_): pass\n    def do_GET(self):\n"
                 "        body = 'body { color: rgb(1, 2, 3) }' if self.path == '/s' else"
                 " ('<!DOCTYPE html>' if self.path == '/with' else '') + '<link rel=stylesheet href=/s><body>'"
                 " '<script>onload = () => document.title = getComputedStyle(document.body).color</script>'\n"
                 "        self.send_response(200); self.send_header('Content-Type', 'text/plain' if self.path == '/s' else 'text/html')\n"
                 "        self.end_headers(); self.wfile.write(body.encode())\n")
page.python.type("threading.Thread(target=HTTPServer(('127.0.0.1', 8084), Site).serve_forever, daemon=True).start()")
with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
    for path, is_used in [("with", False), ("without", True)]:
        said = run("chromium --headless --no-sandbox --disable-gpu --disable-background-networking --virtual-time-budget=2000"
                   f" --user-data-dir={folder} --dump-dom http://127.0.0.1:8084/{path} 2>/dev/null")
        title = re.search("<title>(.*)</title>", said)
        used = bool(title) and title[1] == "rgb(1, 2, 3)"
        page.claim(f"{path} a doctype, a style as text/plain is {'used' if is_used else 'not used'}", title and used == is_used, said)
