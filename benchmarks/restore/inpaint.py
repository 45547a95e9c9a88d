#!/usr/bin/env python3
"""Fills in what is missing of Set12 with Hourglass and by the biharmonic equation, and writes benchmarks/inpaint.md.

Usage: benchmarks/restore/inpaint.py [--work FOLDER] [--minutes N]
Needs a Release build, HOURGLASS_DATA, and Debian's python3-numpy, python3-scipy, python3-pil, python3-skimage.
"""
import argparse, pathlib, tempfile
import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage
from skimage import restoration
import common

SEED, SIDE = 12, 256
TEXT = "The quick brown fox jumps over the lazy dog. "
MODEL = ["--task", "inpaint", "--channels", "1", "--loss", "mse", "--model", "restorer-small", "--precision", "bf16", "--threads", "1", "--batch", "16", "--patch", "96"]


def masks(shape, rng):
    """What is missing, by kind: half of the pixels, lines of text, one square of 32 pixels."""
    height, width = shape
    text = Image.new("1", (width, height))
    pen = ImageDraw.Draw(text)
    for line, y in enumerate(range(4, height, 22)):
        pen.text((-7 * line % 60 - 60, y), TEXT * 20, fill=1)
    square = np.zeros(shape, bool)
    top, left = rng.integers(16, height - 48), rng.integers(16, width - 48)
    square[top:top + 32, left:left + 32] = True
    return {"half of the pixels": rng.random(shape) < 0.5, "text": np.asarray(text.convert("L")) > 0, "a square of 32x32": square}


def harmonic(picture, mask):
    """Laplace's equation inside the holes, by repeated averaging from the nearest known pixel."""
    nearest = ndimage.distance_transform_edt(mask, return_distances=False, return_indices=True)
    filled = picture[tuple(nearest)]
    where = np.argwhere(mask)
    part = tuple(slice(max(0, low - 1), high + 2) for low, high in zip(where.min(0), where.max(0)))
    view, inside = filled[part], mask[part]
    for _ in range(400):
        view[inside] = ndimage.convolve(view, np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]) / 4, mode="nearest")[inside]
    return filled


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "hourglass-inpaint")
    parser.add_argument("--minutes", default="6")
    arguments = parser.parse_args()
    photographs = common.unpack("images/bsds500-train.tar.gz", arguments.work / "data") / "images"
    test = common.unpack("images/set12.tar.gz", arguments.work / "set12")
    wall, cpu = common.seconds(common.train(arguments.work / "run", photographs, *MODEL, "--minutes", arguments.minutes))
    names, rng, cases = sorted(test.rglob("*.png")), np.random.default_rng(SEED), {}
    for path in names:
        truth = common.grey(path)
        top, left = ((side - SIDE) // 2 for side in truth.shape)
        truth = truth[top:top + SIDE, left:left + SIDE]
        for kind, mask in masks(truth.shape, rng).items():
            folder = arguments.work / kind.replace(" ", "-")
            common.save(folder / "holed" / path.name, np.where(mask, 1, truth))
            common.save(folder / "masks" / path.name, mask.astype(float))
            cases.setdefault(kind, []).append((path.name, truth, mask))
    rows, touched = [], 0
    for kind, pictures in cases.items():
        folder = arguments.work / kind.replace(" ", "-")
        common.restore(arguments.work / "run", folder / "holed", folder / "whole", "--mask", folder / "masks")
        figures = []
        for name, truth, mask in pictures:
            ours = common.grey(folder / "whole" / name)
            touched += int((ours != truth)[~mask].sum())
            ways = (harmonic(truth * ~mask, mask), np.clip(restoration.inpaint_biharmonic(truth * ~mask, mask), 0, 1), ours)
            figures.append([common.psnr(way[mask], truth[mask]) for way in ways])
        share = np.mean([mask.mean() for _, _, mask in pictures])
        mean = np.mean(figures, axis=0)
        rows.append((kind, f"{100 * share:.1f} %", *(f"{value:.2f}" for value in mean), f"{mean[2] - max(mean[:2]):+.2f}"))
        print(rows[-1], flush=True)
    common.page("inpaint.md", f"""# Filling in

Written by `benchmarks/restore/inpaint.py --minutes {arguments.minutes}`. Set12, grey, the middle {SIDE}x{SIDE} of each. PSNR in dB over the missing pixels only, mean over the 12 pictures; numpy's generator, seed {SEED}.

{common.table(["missing", "share", "harmonic", "biharmonic", "Hourglass", "over the better"], rows)}

- Harmonic: Laplace's equation. Biharmonic: scikit-image's `inpaint_biharmonic`.
- Known pixels that came back changed: {touched}.
- Trained with `hourglass train bsds500-train/images {' '.join(MODEL)} --minutes {arguments.minutes}` on the 200 training photographs of BSDS500:
  {wall} s, {cpu} s of processor time. One model for all three kinds.
""")


if __name__ == "__main__":
    main()
