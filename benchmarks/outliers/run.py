#!/usr/bin/env python3
"""Measures `outliers` on tables and writes the part about tables of benchmarks/outliers.md, between two marks; what stands around them is kept.

Needs a Release build of benchmarks/Hourglass.Benchmarks and src/Hourglass.Cli, and HOURGLASS_DATA with the sets of ADBench as anomaly/*.csv.gz (the last
column `label`, 1 for an outlier). With python3-sklearn the rows a second of its IsolationForest stand beside.

Usage: python3 benchmarks/outliers/run.py [--seeds 1 2 3] [--figures FILE.jsonl] [--speed FILE.json | --skip-speed]
"""
import argparse, json, os, pathlib, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCH = ["dotnet", str(ROOT / "benchmarks/Hourglass.Benchmarks/bin/Release/net10.0/Hourglass.Benchmarks.dll")]
CLI = ["dotnet", str(ROOT / "src/Hourglass.Cli/bin/Release/net10.0/Hourglass.Cli.dll")]
PAGE = ROOT / "benchmarks/outliers.md"
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
ROWS, COLUMNS = 1_000_000, 50
PEERS = [("average rank of forest, k-NN and mixture", 0.771, 0.426), ("k-NN", 0.761, None), ("one-Gaussian mixture", 0.759, None), ("MCD", 0.758, None),
         ("Isolation Forest", 0.757, 0.441), ("PyOD's AutoEncoder", 0.757, 0.410), ("PCA", 0.704, None), ("LOF", 0.675, None)]


def spread(values, digits=4):
    deviation = statistics.stdev(values) if len(values) > 1 else 0.0
    return f"{statistics.mean(values):.{digits}f} ± {deviation:.{digits}f}"


def figures(path, seeds):
    if path:
        return [json.loads(line) for line in open(path)]
    folder = os.path.join(os.environ["HOURGLASS_DATA"], "anomaly")
    run = subprocess.run(BENCH + ["outliers", folder, *map(str, seeds)], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def quality(results):
    seeds = sorted({r["seed"] for r in results})
    names = list(results[0]["scores"])
    yield f"Mean over {len({r['set'] for r in results})} sets, fitted on all rows without labels, default settings; {len(seeds)} seeds, mean and standard deviation.\n"
    yield "| score | AUROC | average precision |\n|---|---:|---:|"
    for name in names:
        of = lambda i: [statistics.mean(r["scores"][name][i] for r in results if r["seed"] == s) for s in seeds]
        mark = "**" if name == "combined" else ""
        yield f"| {mark}{name}{mark} | {mark}{spread(of(0))}{mark} | {mark}{spread(of(1))}{mark} |"
    for name, auroc, ap in PEERS:
        yield f"| {name} (measured before, by other programs) | {auroc:.3f} | {'–' if ap is None else f'{ap:.3f}'} |"


def by_set(results):
    yield "\nThe same for each set, with the forest and the nearest neighbors (5 of all rows) beside; seconds of fit and scores on two cores that other programs shared; false alarms at 1 %"
    yield "of a model fitted on one half of the ordinary rows, among the other half, for sets with 2,000 of them.\n"
    yield "| set | rows x columns | outliers | AUROC | forest | k-NN | average precision | forest | k-NN | seconds | false alarms |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for name in sorted({r["set"] for r in results}):
        of = [r for r in results if r["set"] == name]
        mean = lambda score, i: f"{statistics.mean(r['scores'][score][i] for r in of):.3f}"
        alarms = [r["falseAlarms"] for r in of if "falseAlarms" in r]
        rate = f"{100 * statistics.mean(alarms):.2f} % ({100 * min(alarms):.2f} to {100 * max(alarms):.2f})" if alarms else "–"
        yield (f"| {name} | {of[0]['rows']:,} x {of[0]['columns']} | {100 * of[0]['outliers'] / of[0]['rows']:.1f} % | {spread([r['scores']['combined'][0] for r in of], 3)} | {mean('forest', 0)} | "
               f"{mean('k-NN', 0)} | {spread([r['scores']['combined'][1] for r in of], 3)} | {mean('forest', 1)} | {mean('k-NN', 1)} | {statistics.mean(r['seconds'] for r in of):.1f} | {rate} |")


def speed():
    """What was run, with seconds by the clock, seconds of processor time and the largest memory in kB."""
    with tempfile.TemporaryDirectory() as folder:
        table, model = os.path.join(folder, "rows.parquet"), os.path.join(folder, "model")
        subprocess.run(BENCH + ["drawn-table", table, str(ROWS), str(COLUMNS)], check=True)
        yield "fit on 65,536 rows, score all", *timed(CLI + ["outliers", table, "--save", model, "--top", "3", "--quiet", "--threads", "2"])
        result = os.path.join(folder, "out.parquet")
        yield "score by a model, write Parquet", *timed(CLI + ["outliers", table, "--model", model, "-o", result, "--top", "3", "--quiet", "--threads", "2"])
    if subprocess.run(["/usr/bin/python3", "-c", "import sklearn"], capture_output=True).returncode == 0:
        forest = f"import numpy as n; from sklearn.ensemble import IsolationForest as F; x = n.random.default_rng(0).standard_normal(({ROWS}, {COLUMNS})); F(n_jobs=2, random_state=0).fit(x).score_samples(x)"
        yield "scikit-learn's IsolationForest, 100 trees, fit and score, numbers drawn in memory", *timed(["/usr/bin/python3", "-c", forest])


def speed_table(rows):
    yield f"\n{ROWS:,} rows x {COLUMNS} columns of a Parquet file, two threads: reading, scores, reasons and p-values of every row. Other programs may have shared the machine:"
    yield "processor time is what can be compared.\n"
    yield "| | seconds | processor seconds | rows a second of processor time | peak memory |\n|---|---:|---:|---:|---:|"
    for name, wall, cpu, peak in rows:
        yield f"| {name} | {wall:.0f} | {cpu:.0f} | {ROWS / cpu:,.0f} | {peak / 1e6:.2f} GB |"


def timed(command):
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} ended with {status}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--figures", help="JSON lines measured before, instead of measuring the sets now")
    parser.add_argument("--speed", help="JSON of rows [name, seconds, processor seconds, kB], instead of measuring speed now")
    parser.add_argument("--skip-speed", action="store_true")
    options = parser.parse_args()
    results = figures(options.figures, options.seeds)
    lines = ["## Tables\n", "Written by `python3 benchmarks/outliers/run.py`.\n", *quality(results), *by_set(results)]
    if not options.skip_speed:
        lines += speed_table(json.load(open(options.speed)) if options.speed else speed())
    page = PAGE.read_text() if PAGE.exists() else f"# What does not belong\n\n{BEGIN}\n{END}\n"
    head, rest = (page.split(BEGIN) if BEGIN in page else (page, f"{END}\n"))
    PAGE.write_text(f"{head}{BEGIN}\n" + "\n".join(lines) + f"\n{END}" + rest.split(END)[1])


main()
