"""web_server: one browser, six connections, a thread for each; who closes first; and the calls of one request."""

import re
import subprocess
import tempfile

from seen import ROOT, Page, Program, bash, fails_and_rests, limit, run, until

page = Page("web_server")
with tempfile.TemporaryDirectory() as folder:
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
