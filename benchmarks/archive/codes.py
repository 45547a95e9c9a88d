#!/usr/bin/env python3
"""Packs MNIST's test images with and without codes beside them, and measures what the codes cost and give; writes benchmarks/archive-codes.md.

Usage: benchmarks/archive/codes.py [--work FOLDER] [--effort N]
Needs a Release build, HOURGLASS_DATA, python3-numpy, python3-pil. Labels only judge what was found; nothing learns from them.
"""
import argparse, gzip, json, os, pathlib, shutil, subprocess, sys, time
import numpy as np
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLI = ["dotnet", os.environ.get("HOURGLASS_CLI", str(ROOT / "src/Hourglass.Cli/bin/Release/net10.0/Hourglass.Cli.dll"))]
DATA = pathlib.Path(os.environ["HOURGLASS_DATA"])
IMAGES = DATA / "mnist/t10k-images-idx3-ubyte.gz"
NEIGHBORS = 10


def run(*command):
    """Seconds, and what was printed."""
    start = time.perf_counter()
    done = subprocess.run([*CLI, *map(str, command)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    return time.perf_counter() - start, done.stdout


def nearest(rows):
    """The places of the nearest other rows of each row, by exact Euclidean distance."""
    rows = rows.astype(np.float64)
    squares, found = (rows ** 2).sum(1), []
    for first in range(0, len(rows), 500):
        some = slice(first, min(first + 500, len(rows)))
        distances = squares[some, None] + squares - 2 * rows[some] @ rows.T
        distances[np.arange(some.stop - first), np.arange(first, some.stop)] = np.inf
        found.append(np.argpartition(distances, NEIGHBORS, axis=1)[:, :NEIGHBORS])
    return np.concatenate(found)


def principal(rows, count):
    """As many principal components as a code has numbers."""
    centered = rows - rows.mean(0)
    values, vectors = np.linalg.eigh(centered.T @ centered)
    return centered @ vectors[:, -count:]


def agreement(rows, labels):
    return (labels[nearest(rows)] == labels[:, None]).mean()


def psnr(pictures, likenesses):
    return 10 * np.log10(255.0 ** 2 / np.mean((pictures.astype(float) - likenesses) ** 2))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", default="/tmp/hourglass-archive-codes")
    parser.add_argument("--effort", default="1")
    arguments = parser.parse_args()
    work = pathlib.Path(arguments.work)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    pictures = np.frombuffer(gzip.open(IMAGES).read(), np.uint8, offset=16).reshape(-1, 28, 28)
    labels = np.frombuffer(gzip.open(DATA / "mnist/t10k-labels-idx1-ubyte.gz").read(), np.uint8, offset=8)
    plain, coded = work / "plain.hga", work / "coded.hga"
    common = ["--effort", arguments.effort, "--no-baselines", "--json"]
    without, _ = run("pack", IMAGES, "-o", plain, *common)
    with_, printed = run("pack", IMAGES, "-o", coded, *common, "--with-codes")
    kept = json.loads(printed)["report"]["codesBeside"][0]
    unpacking, _ = run("unpack", coded, "-o", work / "all")
    encoding, _ = run("encode", coded, "-o", work / "codes.npy")
    searching, _ = run("list", coded, "--like", "t10k-images-idx3-ubyte/00042.png")
    ranking, _ = run("outliers", coded)
    drawing, _ = run("unpack", coded, "--previews", "-o", work / "previews")
    previews = np.stack([np.asarray(Image.open(work / f"previews/t10k-images-idx3-ubyte/{i:05}.png")) for i in range(len(pictures))])
    raw = pictures.reshape(len(pictures), -1)
    codes = np.load(work / "codes.npy")
    added = coded.stat().st_size - plain.stat().st_size
    page = f"""# Codes beside the pictures of an archive

Made by `python3 benchmarks/archive/codes.py`: MNIST's {len(pictures):,} test images, packed with effort {arguments.effort}, exactly, without and with
`--with-codes`: {kept["numbers"]} numbers for each picture. Seconds are of wall time with the start of the program, on 2 cores that other programs share:
compare them with each other only.

| | without codes | with codes |
|---|---:|---:|
| bytes of the archive | {plain.stat().st_size:,} | {coded.stat().st_size:,} |
| packing, seconds | {without:.0f} | {with_:.0f} |

The codes add {added:,} bytes, {8 * added / pictures.size:.3f} bits per pixel: {kept["bytes"]:,} bytes of codes, {kept["modelBytes"]:,} of the model.
Previews of {kept["width"]}x{kept["height"]} made of them have {psnr(pictures, previews):.2f} dB over all pictures.

| | seconds | pictures unpacked |
|---|---:|---:|
| `unpack x.hga` | {unpacking:.1f} | {len(pictures):,} |
| `encode x.hga -o codes.npy` | {encoding:.1f} | 0 |
| `list x.hga --like NAME` | {searching:.1f} | 0 |
| `outliers x.hga` | {ranking:.1f} | 0 |
| `unpack x.hga --previews` | {drawing:.1f} | 0 |

Of the {NEIGHBORS} nearest other pictures, so many have the same label, on average over all pictures; the labels only judge:

| by | numbers | same label |
|---|---:|---:|
| codes, Euclidean | {codes.shape[1]} | {100 * agreement(codes, labels):.1f} % |
| principal components | {codes.shape[1]} | {100 * agreement(principal(raw.astype(float), codes.shape[1]), labels):.1f} % |
| raw pixels | {raw.shape[1]} | {100 * agreement(raw, labels):.1f} % |
"""
    (ROOT / "benchmarks/archive-codes.md").write_text(page)
    print(page)


if __name__ == "__main__":
    main()
