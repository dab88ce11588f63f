#!/usr/bin/env python3
"""How the reference web server (the exercise `web_server`) does beside others, on this machine, in one run.

    python3 benches/web_server.py [--rounds N] [--seconds S] [--requests N] [--short]

1. Files of 4 KiB and of 1 MiB, asked for by `wrk -t2` with 64, 256 and 1,024 connections: the
   reference (release build) beside nginx, tiny_http and Python's http.server. The servers take turns,
   round by round, and each round's ratio counts, not the numbers: they are of one machine, in one run.
   All have the same rules: a connection is kept for as long as the client wants it, nothing waits for
   more to send with it (TCP_NODELAY), 1,024 clients may wait to be accepted, and there is no log. What
   differs is how they are built: nginx has a process for each processor, each of which talks with many
   clients; the others have a thread for each client, and tiny_http has further ones that send.
   On a busy machine many threads get more of the processors than nginx's few processes do. So there
   is a second ratio, by the processor time that a request takes, the server's and wrk's together: with
   nothing else to do and all processors in use, the two ratios would be the same.
2. Memory: what 1,000 idle connections add to the reference's resident memory.
3. Requests of mixed kinds, a hundred thousand by default: how many answers are wrong, and how many
   descriptors and threads there are before and after.

It needs Linux, cargo, wrk and nginx (Debian: apt-get install nginx-light wrk). Everything is on loopback
and in a temporary folder; only cargo's builds stay in target/. --short does a little of everything, to
see that all of it works: its numbers say nothing.
"""

import argparse
import contextlib
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
PAGE = b"<!DOCTYPE html><title>A page</title>".ljust(4096, b"x")
# What wrk asks for, by the words for its size.
FILES = {"4 KiB": ("page.html", PAGE), "1 MiB": ("large.html", bytes(range(256)) * 4096)}
CONNECTIONS = [64, 256, 1024]
# As Debian's nginx.conf has it. But nginx would close a connection after 1,000 requests, or after an
# hour; none of the others does.
NGINX = """
daemon off;
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    sendfile {sendfile};
    tcp_nopush {sendfile};
    keepalive_requests 1000000000;
    keepalive_time 1d;
    types {{ text/html html; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port} backlog=1024; root {root}; }}
}}
"""
TINY_MANIFEST = """
[package]
name = "tiny"
version = "0.0.0"
edition = "2024"
[dependencies]
socket2 = "0.6"
tiny_http = "0.12"
[workspace]
"""
# As in tiny_http's own examples: several threads take requests and send a file.
TINY = """
use std::{fs::File, net::SocketAddr, path::PathBuf, sync::Arc, thread};
use socket2::{Domain, Socket, Type};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (address, root): (SocketAddr, _) = (arguments[1].parse().unwrap(), PathBuf::from(&arguments[2]));
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    // The sockets that accept gives have this too.
    listener.set_tcp_nodelay(true).unwrap();
    listener.bind(&address.into()).unwrap();
    listener.listen(1024).unwrap();
    let listener = std::net::TcpListener::from(listener);
    let server = Arc::new(tiny_http::Server::from_listener(listener, None).unwrap());
    let threads: Vec<_> = (0..64).map(|_| {
        let (server, root) = (Arc::clone(&server), root.clone());
        thread::spawn(move || for request in server.incoming_requests() {
            let html = tiny_http::Header::from_bytes("Content-Type", "text/html").unwrap();
            let file = File::open(root.join(&request.url()[1..])).unwrap();
            let _ = request.respond(tiny_http::Response::from_file(file).with_header(html));
        })
    }).collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}
"""


def build(folder, *arguments):
    subprocess.run(["cargo", "build", "--release", "--quiet", *arguments], cwd=folder, check=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(command, port):
    """A server, from when it accepts to the end of the block."""
    log = tempfile.TemporaryFile()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        for _ in range(500):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            if process.poll() is not None:
                log.seek(0)
                raise SystemExit(f"{command[0]} ended: {log.read().decode()[-1000:]}")
            time.sleep(0.02)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def reference(root, port, *more):
    program = TOP / "target/release/web_server-solution"
    settings = ["--root", str(root), "--address", f"127.0.0.1:{port}", "--clients", "4000"]
    return [str(program), *settings, *more]


def servers(folder, root):
    """Each server by its name: how it is started at a port."""

    def nginx(sendfile):
        def start(port):
            config = folder / "nginx.conf"
            words = NGINX.format(folder=folder, root=root, port=port, sendfile=sendfile)
            config.write_text(words)
            return ["nginx", "-c", str(config), "-p", str(folder), "-e", str(folder / "nginx.log")]

        return start

    tiny = TOP / "target/bench-tiny_http"
    (tiny / "src").mkdir(parents=True, exist_ok=True)
    (tiny / "Cargo.toml").write_text(TINY_MANIFEST)
    (tiny / "src/main.rs").write_text(TINY)
    build(tiny)
    return {
        "the reference": lambda port: reference(root, port),
        "nginx": nginx("on"),
        "nginx, sendfile off": nginx("off"),
        "tiny_http": lambda port: [str(tiny / "target/release/tiny"), f"127.0.0.1:{port}", str(root)],
        "http.server": lambda port: [sys.executable, "-c", HTTP_SERVER, str(root), str(port)],
    }


# The module's own server, told to keep connections (HTTP/1.1) and not to write a log.
HTTP_SERVER = """
import functools, http.server, sys
class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    def log_message(self, *arguments): pass
handler = functools.partial(Handler, directory=sys.argv[1])
server = http.server.ThreadingHTTPServer
server.request_queue_size = 1024
server(("127.0.0.1", int(sys.argv[2])), handler).serve_forever()
"""


def load(url, connections, seconds):
    """What wrk says: requests in a second, the 99th percentile of the time, and what went wrong; and
    how much processor time wrk itself has used."""
    command = ["wrk", f"-c{connections}", "-t2", f"-d{seconds}s", "--latency", url]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
    late, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", text).groups()
    wrong = re.findall(r"(Socket errors.*|Non-2xx.*)", text)
    return rate, float(late) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit], wrong, used


def processor_time(process):
    """How much processor time a server has used, its children (nginx's workers) too, in seconds."""
    children = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()
    total = 0
    for one in [process, *children]:
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def measure(starts, file, connections, rounds, seconds, warm_up):
    """What each server does in each round, by its name."""
    results = {name: [] for name in starts}
    for _ in range(rounds):
        for name, start in starts.items():
            port = free_port()
            url = f"http://127.0.0.1:{port}/{file}"
            with running(start(port), port) as process:
                if warm_up:
                    load(url, connections, warm_up)
                before = processor_time(process)
                rate, late, wrong, wrk = load(url, connections, seconds)
                spent = processor_time(process) - before
                each = 1e6 / max(rate * seconds, 1)
                results[name].append((rate, late, spent * each, (spent + wrk) * each, wrong))
    return results


def throughput(folder, root, counts, rounds, seconds, warm_up):
    starts = servers(folder, root)
    wrong = set()
    for size, (file, _) in FILES.items():
        print(f"A file of {size}:\n")
        print("| connections | server | of nginx, median | each round | requests/s, median | ", end="")
        print("99 % within | processor time for a request | with wrk's | of nginx, by it |")
        print("| ---: | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
        for connections in counts:
            results = measure(starts, file, connections, rounds, seconds, warm_up)
            for name, all_of in results.items():
                pairs = list(zip(all_of, results["nginx"]))
                ratios = [ours[0] / theirs[0] for ours, theirs in pairs]
                by_time = statistics.median(theirs[3] / ours[3] for ours, theirs in pairs)
                medians = (statistics.median(one[i] for one in all_of) for i in range(4))
                rate, late, spent, both = medians
                print(f"| {connections:,} | {name} | {statistics.median(ratios):.2f} | ", end="")
                print(", ".join(f"{ratio:.2f}" for ratio in ratios), end="")
                if rate == 0:
                    # No response was whole in time.
                    print(" | none | | | | |", flush=True)
                    continue
                print(f" | {rate:,.0f} | {late:,.1f} ms | {spent:,.0f} µs | ", end="")
                print(f"{both:,.0f} µs | {by_time:.2f} |", flush=True)
                wrong |= {(size, connections, name, words) for *_, said in all_of for words in said}
        print()
    for size, connections, name, words in sorted(wrong):
        print(f"{name}, {connections} connections, {size}: wrk says {words}\n")
    return not any(name == "the reference" for _, _, name, _ in wrong)


def status(process, field):
    text = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(re.search(rf"{field}:\s+(\d+)", text)[1])


def held(process):
    """How many descriptors and threads a process has."""
    return tuple(len(os.listdir(f"/proc/{process}/{what}")) for what in ("fd", "task"))


def idle(root, count):
    """What idle connections add to the resident memory, in MiB: before and after a request each."""
    port = free_port()
    with running(reference(root, port, "--patience", "600000"), port) as process:
        ask(socket.create_connection(("127.0.0.1", port)), b"GET", b"/")
        before = status(process, "VmRSS")
        clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
        wait(lambda: held(process)[1] >= count)
        silent = status(process, "VmRSS") - before
        for client in clients:
            assert ask(client, b"GET", b"/")[1] == PAGE
        asked = status(process, "VmRSS") - before
        threads = status(process, "Threads")
    print(f"| {count:,} idle connections | resident memory more than before |")
    print("| --- | ---: |")
    print(f"| that never said anything | {silent / 1024:.1f} MiB |")
    print(f"| after a request each ({threads:,} threads) | {asked / 1024:.1f} MiB |\n")


def wait(condition):
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.01)


def ask(client, method, path, more=b"", body=b""):
    request = b"%s %s HTTP/1.1\r\nHost: a\r\n%s\r\n%s" % (method, path, more, body)
    client.sendall(request)
    return answer(client, method)


def answer(client, method, rest=None):
    """Reads one response: its status and its body. What follows stays in `rest`."""
    rest = bytearray() if rest is None else rest
    while b"\r\n\r\n" not in rest:
        piece = client.recv(65536)
        if not piece:
            raise ConnectionError("the connection ended")
        rest += piece
    head, _, body = bytes(rest).partition(b"\r\n\r\n")
    length = int(re.search(rb"content-length: (\d+)", head, re.I)[1])
    if method == b"HEAD":
        del rest[: len(head) + 4]
        return int(head[9:12]), b""
    while len(body) < length:
        piece = client.recv(65536)
        if not piece:
            raise ConnectionError("the body is not whole")
        body += piece
    rest[:] = body[length:]
    return int(head[9:12]), body[:length]


class Asker(threading.Thread):
    """A client that asks for things of all kinds, and counts the answers that are not right."""

    def __init__(self, port, seed, count, files):
        super().__init__()
        self.port, self.count, self.files = port, count, files
        self.random = random.Random(seed)
        self.wrong, self.kinds, self.client = [], {}, None

    def run(self):
        for _ in range(self.count):
            kind, act = self.random.choice(KINDS)
            try:
                client = self.client or socket.create_connection(("127.0.0.1", self.port))
                client.settimeout(20)
                self.client = client
                right = act(self, client)
            except (OSError, TypeError, ValueError) as error:
                right, self.client = error, None
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
            if right is not True:
                self.wrong.append((kind, right))
                self.client = None

    def file(self):
        return self.random.choice(list(self.files.items()))

    def get(self, client):
        path, body = self.file()
        return ask(client, b"GET", path) == (200, body)

    def head(self, client):
        return ask(client, b"HEAD", self.file()[0]) == (200, b"")

    def missing(self, client):
        return ask(client, b"GET", b"/missing")[0] == 404

    def dots(self, client):
        return ask(client, b"GET", b"/%2e%2e/%2e%2e/etc/passwd")[0] == 404

    def folder(self, client):
        return ask(client, b"GET", b"/folder")[0] == 301

    def post(self, client):
        return ask(client, b"POST", b"/", b"Content-Length: 5\r\n", b"abcde")[0] == 405

    def together(self, client):
        files = [self.file() for _ in range(5)]
        client.sendall(b"".join(b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n" % path for path, _ in files))
        rest = bytearray()
        return [answer(client, b"GET", rest) for _ in files] == [(200, body) for _, body in files]

    def pieces(self, client):
        path, body = self.file()
        request = b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n" % path
        cut = self.random.randrange(1, len(request))
        client.sendall(request[:cut])
        client.sendall(request[cut:])
        return answer(client, b"GET") == (200, body)

    def close(self, client):
        path, body = self.file()
        right = ask(client, b"GET", path, b"Connection: close\r\n") == (200, body)
        self.client = None
        return right and client.recv(1) == b""

    def bad(self, client):
        client.sendall(b"GET / HTTP/1.1\r\nno colon\r\n\r\n")
        self.client = None
        return answer(client, b"GET")[0] == 400 and client.recv(1) == b""

    def leave(self, client):
        client.sendall(b"GET / HT")
        self.client = None
        client.close()
        return True


# The first is the most common one. Each new connection stays in TIME_WAIT for a minute, so those
# kinds that end one are few.
KINDS = [(act.__name__, act) for act in (
    [Asker.get] * 40 + [Asker.head, Asker.missing, Asker.dots, Asker.folder, Asker.post] * 5
    + [Asker.together, Asker.pieces] * 10 + [Asker.close, Asker.bad, Asker.leave]
)]


def mixed(root, count):
    files = {b"/": PAGE, b"/index.html": PAGE, b"/a.txt": b"a\n", b"/big.bin": bytes(range(256)) * 1000}
    port = free_port()
    with running(reference(root, port), port) as process:
        ask(socket.create_connection(("127.0.0.1", port)), b"GET", b"/")
        wait(lambda: held(process)[1] == 1)
        before = held(process)
        begin = time.monotonic()
        askers = [Asker(port, seed, count // 8, files) for seed in range(8)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        seconds = time.monotonic() - begin
        for asker in askers:
            asker.client = None
        wait(lambda: held(process) == before)
        after = held(process)
    print("| kind of request | asked | wrong answers |")
    print("| --- | ---: | ---: |")
    wrong = [one for asker in askers for one in asker.wrong]
    kinds = sorted({kind for asker in askers for kind in asker.kinds})
    for kind in kinds:
        asked = sum(asker.kinds.get(kind, 0) for asker in askers)
        print(f"| {kind} | {asked:,} | {sum(1 for other, _ in wrong if other == kind)} |")
    print(f"| all | {sum(sum(asker.kinds.values()) for asker in askers):,} | {len(wrong)} |\n")
    print(f"In {seconds:.0f} s. Before: {before[0]} descriptors, {before[1]} threads; ", end="")
    print(f"after: {after[0]} and {after[1]}.")
    for kind, why in wrong[:5]:
        print(f"wrong: {kind}: {why}")
    return not wrong and after == before


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each server is loaded (5)")
    parser.add_argument("--seconds", type=int, default=3, help="how long each time (3)")
    parser.add_argument("--requests", type=int, default=100_000, help="mixed requests (100000)")
    parser.add_argument("--short", action="store_true", help="a little of everything")
    arguments = parser.parse_args()
    rounds, seconds, requests = arguments.rounds, arguments.seconds, arguments.requests
    counts, warm_up, clients = CONNECTIONS, 1, 1000
    if arguments.short:
        counts, rounds, seconds, warm_up = CONNECTIONS[:1], 1, 1, 0
        requests, clients = 2000, 100
    for tool, package in [("wrk", "wrk"), ("nginx", "nginx-light")]:
        if not shutil.which(tool):
            raise SystemExit(f"{tool} is missing: apt-get install {package}")
    build(TOP, "-p", "web_server-solution", "--bin", "web_server-solution")
    # A thousand clients need more descriptors than the usual 1,024, here and in the server.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = 8192 if hard == resource.RLIM_INFINITY else min(8192, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        # nginx reads as another user than root.
        folder.chmod(0o755)
        root = folder / "site"
        (root / "folder").mkdir(parents=True)
        (root / "index.html").write_bytes(PAGE)
        (root / "a.txt").write_bytes(b"a\n")
        (root / "big.bin").write_bytes(bytes(range(256)) * 1000)
        for file, content in FILES.values():
            (root / file).write_bytes(content)
        load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
        print(f"{os.cpu_count()} processors; load before: {load}. ", end="")
        print(f"`wrk -t2`, {rounds} rounds of {seconds} s.\n", flush=True)
        right = throughput(folder, root, counts, rounds, seconds, warm_up)
        idle(root, clients)
        right &= mixed(root, requests)
        sys.exit(not right)


main()
