#!/usr/bin/env python3
"""Colors photographs never seen with Hourglass and by means of the training photographs, and writes benchmarks/colorize.md.

Usage: benchmarks/restore/colorize.py [--work FOLDER] [--minutes N]
Needs a Release build, HOURGLASS_DATA, and Debian's python3-numpy, python3-pil, python3-skimage, netpbm. 40 of the 200 photographs are held out.
"""
import argparse, pathlib, subprocess, tempfile
import numpy as np
from PIL import Image
from skimage import color
import common, edges

MODEL = ["--task", "colorize", "--loss", "mse", "--model", "restorer-small", "--precision", "bf16", "--threads", "1", "--batch", "8", "--patch", "160"]


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
    parser.add_argument("--minutes", default="6")
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
    wall, cpu = common.seconds(common.train(arguments.work / "run", train, *MODEL, "--minutes", arguments.minutes))
    common.restore(arguments.work / "run", test, arguments.work / "colored")
    figures, lightness, colors = [], [], []
    for name, lab in truths.items():
        light, chroma = lab[..., 0], lab[..., 1:]
        rgb = read16(arguments.work / "colored" / f"{name}.png")
        ours = color.rgb2lab(rgb)
        lightness.append(np.abs(ours[..., 0] - light).max())
        ways = (0 * chroma, 0 * chroma + mean, by_light[np.round(light).astype(int)], ours[..., 1:])
        figures.append([chroma_psnr(way, chroma) for way in ways])
        table_rgb = np.clip(color.lab2rgb(np.concatenate([light[..., None], ways[2]], -1)), 0, 1)
        colors.append([0, colorfulness(np.clip(color.lab2rgb(np.concatenate([light[..., None], ways[1]], -1)), 0, 1)), colorfulness(table_rgb), colorfulness(rgb), colorfulness(common.color(photographs / f"{name}.jpg"))])
    psnr, colorful = np.mean(figures, axis=0), np.mean(colors, axis=0)
    labels = ("grey", "the mean color", "the mean color of every lightness", "Hourglass")
    rows = [(label, f"{value:.2f}", f"{value - psnr[1]:+.2f}", f"{c:.1f}") for label, value, c in zip(labels, psnr, colorful)]
    rows.append(("the photographs", "", "", f"{colorful[4]:.1f}"))
    common.page("colorize.md", f"""# Coloring

Written by `benchmarks/restore/colorize.py --minutes {arguments.minutes}`. {len(held)} of the 200 training photographs of BSDS500 were held out (the same as for edges); the other {len(list(train.iterdir()))}
were learnt from, and their mean colors taken. PSNR in dB of a and b of CIE Lab with a peak of 255, mean over the photographs.

{common.table(["colors", "PSNR of a and b", "over the mean color", "colorfulness"], rows)}

- The largest difference in lightness of any pixel from the photograph: {max(lightness):.3f} of 100, which is the rounding of results to {bits(arguments.work / 'colored')} bits.
- Colorfulness after Hasler and Suesstrunk (2003), mean.
- Trained with `hourglass train FOLDER {' '.join(MODEL)} --minutes {arguments.minutes}`: {wall} s, {cpu} s of processor time.
""")


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
