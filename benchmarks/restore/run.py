#!/usr/bin/python3
"""Megapixels a second of `hourglass restore` beside the same network in PyTorch, in turn on the same cores; writes ../restore.md.

    benchmarks/restore/run.py MODEL        a model folder or run folder of a restoring network, for grey pictures

Hourglass is timed from file to file: reading, cutting into tiles, the network on all that tiles are shown, writing PNG. PyTorch is timed on the
network alone, on whole pictures and on pieces of 256 x 256 without any border, which is less work than tiles that must fit together.

Debian: apt-get install python3-torch python3-numpy libopenblas0-openmp. The system's default BLAS is slow and would be no fair opponent, so
OpenBLAS is put first on the library path and the run is refused unless it was really loaded.
"""
import argparse
import glob
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.join(ROOT, "src", "Hourglass.Cli", "bin", "Release", "net10.0", "Hourglass.Cli.dll")
CASES = [("24 pictures of 481x321", 481, 321, 24), ("one picture of 2048x1536", 2048, 1536, 1)]
TILE = 256


def run(command, environment=None):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\nfailed with {done.returncode}:\n{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return json.loads(done.stdout.strip().splitlines()[-1]), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def pytorch(model, width, height, tile, threads):
    folders = glob.glob("/usr/lib/*/openblas-openmp")
    if not folders:
        sys.exit("OpenBLAS is missing: apt-get install libopenblas0-openmp")
    environment = dict(os.environ, LD_LIBRARY_PATH=folders[0], OMP_WAIT_POLICY="PASSIVE")
    result, _ = run(["/usr/bin/python3", os.path.join(HERE, "restore_torch.py"), model, "--width", str(width), "--height", str(height),
                     "--tile", str(tile), "--threads", str(threads)], environment)
    if not any("openblas" in name for name in result["blas"]):
        sys.exit(f"PyTorch did not load OpenBLAS but {result['blas'] or 'nothing of that kind'}")
    return result["wall"], result["cpu"]


def hourglass(model, pictures, threads):
    with tempfile.TemporaryDirectory() as folder:
        result, cpu = run(["dotnet", PROGRAM, "restore", model, pictures, "-o", folder, "--json", "--quiet", "--threads", str(threads)])
    report = result["report"]
    return report["megapixels"] / report["seconds"], report["megapixels"] / cpu


def draw(folder, width, height, count):
    noise = numpy.random.default_rng(1)
    y, x = numpy.mgrid[0:height, 0:width]
    for i in range(count):
        picture = 128 + 60 * numpy.sin(x / (9 + i)) * numpy.cos(y / 17) + noise.normal(0, 25, (height, width))
        with open(os.path.join(folder, f"{i:02}.pgm"), "wb") as file:
            file.write(b"P5 %d %d 255\n" % (width, height) + picture.clip(0, 255).astype("u1").tobytes())


def measure(model, rounds, threads):
    rows = []
    for name, width, height, count in CASES:
        with tempfile.TemporaryDirectory() as folder:
            draw(folder, width, height, count)
            ways = {
                "Hourglass, file to file": lambda: hourglass(model, folder, threads),
                "PyTorch, the network on whole pictures": lambda: pytorch(model, width, height, 0, threads),
                f"PyTorch, the network on pieces of {TILE}x{TILE}": lambda: pytorch(model, width, height, TILE, threads),
            }
            figures = {way: [] for way in ways}
            for _ in range(rounds):
                for way, time in ways.items():
                    figures[way].append(time())
        first = None
        for way, results in figures.items():
            wall, cpu = (statistics.median(column) for column in zip(*results))
            first = first or (wall, cpu)
            rows.append((name, threads, way, wall, cpu, first[0] / wall, first[1] / cpu))
            print(rows[-1], flush=True)
    return rows


def page(rows, difference, rounds, model):
    with open(os.path.join(model, "model.json")) as file:
        about = json.load(file)
    processor = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    lines = [
        "# Speed of restoring",
        "",
        "Written by `benchmarks/restore/run.py MODEL`. Megapixels a second of `hourglass restore` beside the same network, with the same weights, in",
        f"PyTorch. Network: `{about['architecture']['name']}` for the task `{about['task']['type']}`; PyTorch's answers differ from the stored ones by",
        f"{difference:.1e} at most. Medians of {rounds} rounds in turn on {os.cpu_count()} cores of {processor}; where other programs ran beside them, figures per",
        "second of processor time say more than those by the clock.",
        "",
        "Hourglass reads files, shows tiles more than they answer for, and writes PNG; its processor time includes starting the program. PyTorch's",
        "figures are those of the network alone. PyTorch is Debian's 1.13 with OpenBLAS.",
        "",
        "| pictures | threads | way | megapixels a second | per second of processor | Hourglass over it | per second of processor |",
        "|---|---:|---|---:|---:|---:|---:|",
    ]
    lines += [f"| {n} | {t} | {w} | {wall:.3f} | {cpu:.3f} | {a:.2f} | {b:.2f} |" for n, t, w, wall, cpu, a, b in rows]
    with open(os.path.join(os.path.dirname(HERE), "restore.md"), "w") as file:
        file.write("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    inside = os.path.join(options.model, "model")
    model = inside if os.path.isdir(inside) else options.model
    golden, _ = run(["/usr/bin/python3", os.path.join(HERE, "restore_torch.py"), model, "--width", "8", "--height", "8", "--golden"])
    rows = [row for threads in (1, 2) for row in measure(model, options.rounds, threads)]
    page(rows, golden["difference"], options.rounds, model)


if __name__ == "__main__":
    main()
