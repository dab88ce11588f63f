#!/usr/bin/env python3
"""What a client costs: a thread for each client beside a process for each client.

    python3 benches/clients.py [--clients N] [--idle N] [--rounds N] [--short]

Both solutions, built with --release, serve the same clients in turn. Time: a client connects, says a
line, hears the answer, closes, and sees the end; one client after the other, the median of each
round and of the rounds. The client's own part is in it. Memory: how much more the server and its
children have (Pss, /proc/PID/smaps_rollup) while some hundred clients are connected and silent, for
each of them. Linux only. These are numbers of one machine; what counts is their ratio. --short takes
few clients, to see that it works: its numbers say little.
"""

import argparse
import contextlib
import os
import pathlib
import socket
import statistics
import subprocess
import time

TOP = pathlib.Path(__file__).resolve().parent.parent


class Server:
    """A solution that waits for clients."""

    def __init__(self, name, places):
        program = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", TOP / "target")) / "release"
        command = [program / f"{name}-solution", "127.0.0.1:0", str(places)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if line.startswith("@ listening "):
                host, port = line.split()[2].rsplit(":", 1)
                self.address = (host, int(port))
                return
        raise SystemExit(f"{name}-solution does not listen")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def client(self):
        """A client whose first line has been answered."""
        client = socket.create_connection(self.address, timeout=30)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(b"hello\n")
        answer = b""
        while not answer.endswith(b"\n"):
            answer += client.recv(100)
        assert answer == b"1 hello\n", answer
        return client

    def served(self):
        """The seconds from connect to the end of the stream."""
        start = time.perf_counter()
        with self.client() as client:
            client.shutdown(socket.SHUT_WR)
            assert client.recv(1) == b""
        return time.perf_counter() - start

    def parts(self):
        """The threads of the server, and the ids of its children."""
        pid, children = self.process.pid, []
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            # Another process may have gone meanwhile.
            with contextlib.suppress(OSError):
                if int(stat.read_text().rsplit(")", 1)[1].split()[1]) == pid:
                    children.append(int(stat.parent.name))
        return len(os.listdir(f"/proc/{pid}/task")), children

    def rests(self, seconds=30):
        """Waits until nothing is left of the clients that came: no thread, and no child."""
        end = time.monotonic() + seconds
        while self.parts() != (1, []):
            if time.monotonic() > end:
                raise SystemExit(f"{self.process.args[0]} still has a thread or a child for a client that has gone")
            time.sleep(0.01)

    def memory(self):
        """The KiB of the server and its children: what they share counts in parts."""
        sums = {"Rss": 0, "Pss": 0}
        for pid in [self.process.pid, *self.parts()[1]]:
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                name, _, value = line.partition(":")
                if name in sums:
                    sums[name] += int(value.split()[0])
        return sums


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=3000, help="in all, for each server")
    parser.add_argument("--idle", type=int, default=200, help="connected and silent")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--short", action="store_true", help="few clients, one round")
    options = parser.parse_args()
    if options.short:
        options.clients, options.idle, options.rounds = 100, 20, 1
    names = ["threads", "processes"]
    build = ["cargo", "build", "--quiet", "--release"]
    for name in names:
        build += ["--package", f"{name}-solution"]
    subprocess.run(build, cwd=TOP, check=True)

    times = {name: [] for name in names}
    memory = {}
    for _ in range(options.rounds):
        for name in names:
            with Server(name, 2 * options.idle) as server:
                count = options.clients // options.rounds
                times[name].append(statistics.median(server.served() for _ in range(count)))
    for name in names:
        with Server(name, 2 * options.idle) as server:
            # What the first client of all costs stays with the server.
            server.served()
            server.rests()
            before = server.memory()
            idle = [server.client() for _ in range(options.idle)]
            after = server.memory()
            memory[name] = {key: (after[key] - before[key]) / options.idle for key in before}
            for client in idle:
                client.close()
    for name in names:
        rounds = ", ".join(f"{seconds * 1e6:.0f}" for seconds in times[name])
        print(
            f"{name:10} {statistics.median(times[name]) * 1e6:6.0f} µs for each client ({rounds});"
            f" {memory[name]['Pss']:6.0f} KiB for each idle client (Pss;"
            f" {memory[name]['Rss']:.0f} KiB Rss)"
        )
    time_ratio = statistics.median(times["processes"]) / statistics.median(times["threads"])
    memory_ratio = memory["processes"]["Pss"] / memory["threads"]["Pss"]
    print(f"processes to threads: time {time_ratio:.1f}, memory {memory_ratio:.1f}")


if __name__ == "__main__":
    main()
