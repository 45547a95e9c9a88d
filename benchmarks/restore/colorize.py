#!/usr/bin/env python3
"""Colors photographs never seen with Hourglass and by means of the training photographs, and writes benchmarks/colorize.md.

Usage: benchmarks/restore/colorize.py [--work FOLDER] [--seeds N]
Needs a Release build, HOURGLASS_DATA, and Debian's python3-numpy, python3-pil, python3-skimage, netpbm. 40 of the 200 photographs are held out.
"""
import argparse, pathlib, subprocess, tempfile
import numpy as np
from PIL import Image
from skimage import color
import common, edges

MODEL = ["--task", "colorize", "--threads", "1"]


def grey_of(light):
    """The grey of 16 bits that has this lightness."""
    return np.round(65535 * color.lab2rgb(np.stack([light, 0 * light, 0 * light], -1))[..., 1]).astype(np.uint16)


def chroma_psnr(a, b):
    """PSNR of a and b of CIE Lab as 8-bit chroma: peak 255."""
    return 10 * np.log10(255 ** 2 / np.mean((a - b) ** 2))


def colorfulness(rgb):
    """Hasler and Suesstrunk, 2003, on [0, 255]."""
    red, green, blue = np.moveaxis(255 * rgb, -1, 0)
    across, down = red - green, (red + green) / 2 - blue
    return np.hypot(across.std(), down.std()) + 0.3 * np.hypot(across.mean(), down.mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "hourglass-colorize")
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    photographs, held, train = edges.photographs(arguments.work)
    test = arguments.work / "grey"
    test.mkdir(exist_ok=True)
    total, count = np.zeros((101, 2)), np.zeros(101)
    for path in sorted(train.iterdir()):
        lab = color.rgb2lab(common.color(path))
        level = np.round(lab[..., 0]).astype(int).ravel()
        count += np.bincount(level, minlength=101)
        for channel in (0, 1):
            total[:, channel] += np.bincount(level, lab[..., 1 + channel].ravel(), 101)
    mean, by_light = total.sum(0) / count.sum(), total / np.maximum(1, count)[:, None]
    truths = {name: color.rgb2lab(common.color(photographs / f"{name}.jpg")) for name in held}
    for name, lab in truths.items():
        Image.fromarray(grey_of(lab[..., 0])).save(test / f"{name}.png")
    figures, colors = [], []
    for name, lab in truths.items():
        light, chroma = lab[..., 0], lab[..., 1:]
        ways = (0 * chroma, 0 * chroma + mean, by_light[np.round(light).astype(int)])
        figures.append([chroma_psnr(way, chroma) for way in ways])
        colors.append([colorfulness(np.clip(color.lab2rgb(np.concatenate([light[..., None], way], -1)), 0, 1)) for way in ways])
    psnr, colorful = np.mean(figures, axis=0), np.mean(colors, axis=0)
    runs = [run(arguments.work, seed, train, test, truths) for seed in range(1, arguments.seeds + 1)]
    over = [figure - psnr[1] for figure, *_ in runs]
    labels = ("grey", "the mean color", "the mean color of every lightness")
    rows = [(label, f"{value:.2f}", f"{value - psnr[1]:+.2f}", f"{c:.1f}") for label, value, c in zip(labels, psnr, colorful)]
    rows.append(("**Hourglass**", f"{np.mean([r[0] for r in runs]):.2f}", f"**{np.mean(over):+.2f}** +- {np.std(over, ddof=1):.2f}", f"{np.mean([r[1] for r in runs]):.1f}"))
    rows.append(("the photographs", "", "", f"{np.mean([colorfulness(common.color(photographs / f'{name}.jpg')) for name in held]):.1f}"))
    (wall, cpu), lightness = runs[0][3], max(r[2] for r in runs)
    common.page("colorize.md", f"""# Coloring

Written by `benchmarks/restore/colorize.py`. {len(held)} of the 200 training photographs of BSDS500 were held out (the same as for edges); the other {len(list(train.iterdir()))}
were learnt from, and their mean colors taken. PSNR in dB of a and b of CIE Lab with a peak of 255, mean over the photographs; Hourglass: mean and
standard deviation of {len(runs)} seeds, after the last epoch.

{common.table(["colors", "PSNR of a and b", "over the mean color", "colorfulness"], rows)}

- The largest difference in lightness of any pixel from the photograph: {lightness:.3f} of 100, which is the rounding of results to {bits(arguments.work / 'colored-1')} bits.
- Colorfulness after Hasler and Suesstrunk (2003), mean.
- Trained with `hourglass train FOLDER {' '.join(MODEL)}`: {wall} s, {cpu} s of processor time.
""")


def run(work, seed, train, test, truths):
    """PSNR, colorfulness and the largest difference in lightness of a model of one seed, and what its training took."""
    time = common.seconds(common.train(work / f"run-{seed}", train, *MODEL, "--seed", str(seed)))
    common.restore(work / f"run-{seed}", test, work / f"colored-{seed}")
    psnr, colors, lightness = [], [], []
    for name, lab in truths.items():
        rgb = read16(work / f"colored-{seed}" / f"{name}.png")
        ours = color.rgb2lab(rgb)
        psnr.append(chroma_psnr(ours[..., 1:], lab[..., 1:]))
        colors.append(colorfulness(rgb))
        lightness.append(np.abs(ours[..., 0] - lab[..., 0]).max())
    return np.mean(psnr), np.mean(colors), max(lightness), time


def bits(folder):
    """Bits of a channel of the PNG files there."""
    return next(folder.glob("*.png")).read_bytes()[24]


def read16(path):
    """RGB in [0, 1] of a PNG of 16 bits a channel, which Pillow would cut to 8."""
    content = subprocess.run(["pngtopam", path], capture_output=True, check=True).stdout
    kind, width, height, most = content.split(None, 4)[:4]
    assert kind == b"P6"
    size = int(width) * int(height) * 3 * (2 if int(most) > 255 else 1)
    samples = np.frombuffer(content[-size:], ">u2" if int(most) > 255 else np.uint8)
    return samples.reshape(int(height), int(width), 3) / int(most)


if __name__ == "__main__":
    main()
