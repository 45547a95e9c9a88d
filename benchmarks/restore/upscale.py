#!/usr/bin/env python3
"""Enlarges Set12 twofold with Hourglass and by bicubic interpolation, and writes benchmarks/upscale.md.

Usage: benchmarks/restore/upscale.py [--work FOLDER] [--minutes N]
Needs a Release build, HOURGLASS_DATA, and Debian's python3-numpy, python3-pil.
"""
import argparse, pathlib, tempfile
import numpy as np
from PIL import Image
import common

MODEL = ["--task", "upscale", "--scale", "2", "--channels", "1", "--model", "restorer-small", "--precision", "bf16", "--threads", "1", "--batch", "16", "--patch", "96"]


def shrunk(path):
    """Half the size by Pillow's bicubic filter, which is widened by the factor when shrinking (antialiasing); 8 bits."""
    picture = Image.open(path).convert("L")
    return picture.resize((picture.width // 2, picture.height // 2), Image.BICUBIC)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "hourglass-upscale")
    parser.add_argument("--minutes", default="6")
    arguments = parser.parse_args()
    photographs = common.unpack("images/bsds500-train.tar.gz", arguments.work / "data") / "images"
    test = common.unpack("images/set12.tar.gz", arguments.work / "set12")
    wall, cpu = common.seconds(common.train(arguments.work / "run", photographs, *MODEL, "--minutes", arguments.minutes))
    small = arguments.work / "small"
    small.mkdir(exist_ok=True)
    names = sorted(test.rglob("*.png"))
    for path in names:
        shrunk(path).save(small / path.name)
    took = common.restore(arguments.work / "run", small, arguments.work / "large")
    rows, gains = [], []
    for path in names:
        truth = common.grey(path)
        bicubic = np.asarray(shrunk(path).resize(truth.shape[::-1], Image.BICUBIC), float) / 255
        figures = [common.psnr(bicubic, truth), common.psnr(common.grey(arguments.work / "large" / path.name), truth)]
        gains.append(figures)
        rows.append((path.stem, *(f"{value:.2f}" for value in figures), f"{figures[1] - figures[0]:+.2f}"))
    mean = np.mean(gains, axis=0)
    rows.append(("**mean**", f"{mean[0]:.2f}", f"**{mean[1]:.2f}**", f"**{mean[1] - mean[0]:+.2f}**"))
    common.page("upscale.md", f"""# Enlarging

Written by `benchmarks/restore/upscale.py --minutes {arguments.minutes}`. Set12, grey: made half as large by Pillow's bicubic filter (antialiased) and stored with 8 bits, then
enlarged twofold. PSNR in dB over whole pictures, results rounded to 8 bits.

{common.table(["picture", "bicubic", "Hourglass", "gain"], rows)}

Trained with `hourglass train bsds500-train/images {' '.join(MODEL)} --minutes {arguments.minutes}` on the 200 training photographs of BSDS500:
{wall} s, {cpu} s of processor time. Enlarging the 12 pictures took {took:.1f} s on one thread, with starting the program.
""")


if __name__ == "__main__":
    main()
