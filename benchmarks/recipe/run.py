#!/usr/bin/python3
"""Trains the PyImageSearch recipe with PyTorch and with Hourglass, in turn on the same cores, and writes RESULTS.md.

Two comparisons:
  throughput  the same network, batch of 32, float32, one thread each: images per CPU-second; and our defaults beside it
  time        the recipe's 25 epochs in PyTorch against our default recipe, all cores: seconds of training to what quality

Debian: apt-get install python3-torch python3-numpy libopenblas0-openmp. The system's default BLAS is slow and would be no fair opponent, so
OpenBLAS is put first on the library path and the run is refused unless it was really loaded. Needs HOURGLASS_DATA.
"""
import argparse
import glob
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.join(ROOT, "src", "Hourglass.Cli", "bin", "Release", "net10.0", "Hourglass.Cli.dll")
CLASSIC = ["--model", "classic", "--batch", "32", "--optimizer", "adam", "--lr", "1e-3", "--schedule", "constant",
           "--weight-decay", "0", "--clip", "0", "--beta2", "0.999"]


def run(command, environment=None):
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\nfailed with {done.returncode}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def pytorch(epochs, limit, threads):
    folders = glob.glob("/usr/lib/*/openblas-openmp")
    if not folders:
        sys.exit("OpenBLAS is missing: apt-get install libopenblas0-openmp")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    environment["LD_LIBRARY_PATH"] = folders[0]
    result = run(["/usr/bin/python3", os.path.join(HERE, "recipe_torch.py"), "--epochs", str(epochs), "--limit", str(limit),
                  "--threads", str(threads)], environment)
    if "openblas" not in result["blas"]:
        sys.exit(f"PyTorch did not load OpenBLAS but {result['blas'] or 'nothing of that kind'}")
    return {"cpu": result["samplesPerCpuSecond"], "wall": result["seconds"], "mse": result["testMse"][-1], "epochs": epochs}


def hourglass(options, limit, threads):
    with tempfile.TemporaryDirectory() as folder:
        result = run(["dotnet", PROGRAM, "train", "mnist", "--json", "--quiet", "--threads", str(threads), "--limit", str(limit),
                      "-o", os.path.join(folder, "run"), *options])
    took = result["training"]
    return {"cpu": took["samplesPerCpuSecond"], "wall": took["seconds"], "mse": result["methods"][0]["mse"], "epochs": took["epochs"]}


def throughput(rounds, limit):
    rows = {
        "PyTorch, the recipe": lambda: pytorch(1, limit, 1),
        "Hourglass, the recipe": lambda: hourglass([*CLASSIC, "--epochs", "1", "--validation", "0"], limit, 1),
        "Hourglass, defaults": lambda: hourglass(["--epochs", "1", "--validation", "0"], limit, 1),
        "Hourglass, defaults, bf16": lambda: hourglass(["--epochs", "1", "--validation", "0", "--precision", "bf16"], limit, 1),
    }
    measured = {name: [] for name in rows}
    for _ in range(rounds):
        for name, measure in rows.items():
            measured[name].append(measure()["cpu"])
    yield f"Images per CPU-second of training, one thread, one epoch of {limit:,} images, {rounds} rounds in turn; the ratio is the median of the rounds' ratios.\n"
    yield "| | images per CPU-second | ratio to PyTorch |\n|---|---:|---:|"
    for name, values in measured.items():
        ratio = statistics.median(ours / theirs for ours, theirs in zip(values, measured["PyTorch, the recipe"]))
        yield f"| {name} | {statistics.median(values):,.0f} | {ratio:.2f} |"


def time(epochs, limit, threads, short):
    rows = [
        (f"Hourglass, defaults, {short} epochs", hourglass(["--epochs", str(short)], limit, threads)),
        ("PyTorch, the recipe", pytorch(epochs, limit, threads)),
        ("Hourglass, defaults", hourglass([], limit, threads)),
    ]
    theirs = rows[1][1]["wall"]
    yield f"\nSeconds of training on {threads} threads and the error on the 10,000 test images after the last epoch, one run each.\n"
    yield "| | epochs | seconds | share of PyTorch's | test MSE |\n|---|---:|---:|---:|---:|"
    for name, row in rows:
        yield f"| {name} | {row['epochs']} | {row['wall']:,.0f} | {row['wall'] / theirs:.2f} | {row['mse']:.5f} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=25, help="of the recipe in PyTorch")
    parser.add_argument("--short", type=int, default=6, help="epochs of our short run")
    parser.add_argument("--limit", type=int, default=60000, help="training images")
    parser.add_argument("--slice", type=int, default=10000, help="training images of the throughput rounds")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--only", choices=["throughput", "time"])
    parser.add_argument("--output", default=os.path.join(HERE, "RESULTS.md"))
    options = parser.parse_args()
    if not os.path.exists(PROGRAM):
        sys.exit("build first: dotnet build -c Release")

    lines = ["# The recipe in PyTorch and in Hourglass\n",
             f"`python3 benchmarks/recipe/run.py {' '.join(sys.argv[1:])}`".replace(" `", "`") + f" on {platform.machine()}, {os.cpu_count()} cores. "
             "The machine is shared: believe the ratios, not the single figures. PyTorch is Debian's 1.13 with OpenBLAS; Hourglass runs libtorch 2.10.\n"]
    if options.only != "time":
        lines += throughput(options.rounds, options.slice)
    if options.only != "throughput":
        lines += time(options.epochs, options.limit, options.threads, options.short)
    with open(options.output, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
