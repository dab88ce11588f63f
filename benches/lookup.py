#!/usr/bin/env python3
"""How long one lookup takes: writes the figures that the book's plot is drawn from.

    python3 benches/lookup.py [--runs N | --short]

The benchmark is benches/lookup/lookup.rs. It is run several times, each time with other secrets in
the hashes and another place in memory. The median of the runs goes to benches/lookup.csv, in
nanoseconds. `cargo run -p dev -- figures` then draws the plot.

The reference has to be nearly as quick as the quickest: the exit code is 1 if it takes more than
1.3 times as long, with any number of connections.

--short measures once, to see that it works. It writes nothing and judges nothing.
"""

import argparse
import csv
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

BENCHES = pathlib.Path(__file__).resolve().parent
BENCH = ["cargo", "bench", "--locked", "--manifest-path", str(BENCHES / "lookup/Cargo.toml")]
# The short form builds what the benchmark needs without optimizing it: that takes half as long.
QUICK = ["--config", 'profile.bench.package."*".opt-level=0']
NAMES = ["linear scan", "HashMap", "hashbrown", "reference"]
MOST = 1.3


def run(command):
    """One run: nanoseconds by the name and the number of connections."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "CRITERION_HOME": folder}
        subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE)
        times = {}
        for path in pathlib.Path(folder).glob("**/new/benchmark.json"):
            id = json.loads(path.read_text())
            estimates = json.loads(path.with_name("estimates.json").read_text())
            key = id["function_id"], int(id["value_str"])
            times[key] = estimates["median"]["point_estimate"]
        return times


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=9, help="how often all is measured (9)")
    parser.add_argument("--short", action="store_true", help="measure once, and write nothing")
    arguments = parser.parse_args()
    command = [*BENCH, *QUICK] if arguments.short else BENCH
    subprocess.run([*command, "--no-run"], check=True)
    runs = [run(command) for _ in range(1 if arguments.short else arguments.runs)]
    sizes = sorted({size for _, size in runs[0]})

    rows, slow = [], False
    for size in sizes:
        median = {name: statistics.median(run[name, size] for run in runs) for name in NAMES}
        rows.append([size, *(f"{median[name]:.1f}" for name in NAMES)])
        ratios = [run["reference", size] / min(run[name, size] for name in NAMES) for run in runs]
        ratio = median["reference"] / min(median.values())
        slow |= ratio > MOST
        print(f"{size} connections:", ", ".join(f"{name} {median[name]:.1f} ns" for name in NAMES))
        print(f"  the reference beside the quickest: {ratio:.2f}, in single runs "
              f"{min(ratios):.2f} to {max(ratios):.2f}")
    if arguments.short:
        return
    with (BENCHES / "lookup.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["connections", *NAMES])
        writer.writerows(rows)
    raise SystemExit(slow)


main()
