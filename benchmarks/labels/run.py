#!/usr/bin/python3
"""How many wrong labels `hourglass mislabels` finds among planted ones; writes ../labels.md. Needs a Release build and HOURGLASS_DATA."""
import json
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.environ.get("HOURGLASS_CLI") or os.path.join(ROOT, "src", "Hourglass.Cli", "bin", "Release", "net10.0", "Hourglass.Cli.dll")
SEEDS = tuple(range(1, 1 + int(os.environ.get("SEEDS", 3))))


def measure(data, noise, seed):
    done = subprocess.run(["dotnet", PROGRAM, "mislabels", data, "--check", "5", "--noise", noise, "--seed", str(seed), "--threads", "2", "--json", "--quiet"],
                          capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return json.loads(done.stdout)["check"]


def spread(values, scale, digits):
    return f"{scale * statistics.mean(values):.{digits}f} ± {scale * (statistics.stdev(values) if len(values) > 1 else 0):.{digits}f}"


def main():
    lines = ["# Wrong labels", "", "Written by `python3 benchmarks/labels/run.py`. 5 % of the 60,000 training labels were changed: to any other label (uniform), or to the label whose",
             "mean code is nearest (similar). *Found* is the share of changed ones among as many suspects; mean and standard deviation of seeds "
             f"{', '.join(map(str, SEEDS))}; seconds on two shared", "cores, from pictures to ranking.", "", "| data | noise | way | found, % | AUROC | seconds |", "|---|---|---|---:|---:|---:|"]
    for data in ("mnist", "fashion-mnist"):
        for noise in ("uniform", "similar"):
            runs = [measure(data, noise, seed) for seed in SEEDS]
            for rows in zip(*runs):
                lines.append(f"| {data} | {noise} | {rows[0]['method']} | {spread([row['precision'] for row in rows], 100, 1)} | "
                             f"{spread([row['auroc'] for row in rows], 1, 4)} | {statistics.mean(row['seconds'] for row in rows):.0f} |")
                print(lines[-1], flush=True)
            with open(os.path.join(ROOT, "benchmarks", "labels.md"), "w", encoding="utf-8") as page:
                page.write("\n".join(lines) + "\n")


main()
