#!/usr/bin/env python3
"""Takes noise out of color photographs never seen, with Hourglass and by non-local means, and writes benchmarks/denoise-color.md.

Usage: benchmarks/restore/denoise_color.py [--work FOLDER] [--minutes N]
Needs a Release build, HOURGLASS_DATA, and Debian's python3-numpy, python3-pil, python3-skimage. 40 of the 200 photographs are held out.
"""
import argparse, pathlib, subprocess, tarfile, tempfile
import numpy as np
from skimage.restoration import denoise_nl_means
import common, edges

MODEL = ["--task", "denoise", "--channels", "3", "--precision", "bf16", "--threads", "2"]
BENCH = common.ROOT / "benchmarks/Hourglass.Benchmarks/bin/Release/net10.0/Hourglass.Benchmarks"
SIGMAS = (15, 25, 50)
# Filtering strengths in multiples of the noise; the best one for each picture is taken, which nobody who does not have the clean picture could.
STRENGTHS = (0.5, 0.65)


def means(clean, sigma, rng):
    """PSNR of the noisy picture and of the best non-local means."""
    noisy = clean + rng.normal(0, sigma / 255, clean.shape)
    found = [denoise_nl_means(noisy, patch_size=5, patch_distance=8, h=h * sigma / 255, sigma=sigma / 255, fast_mode=True, channel_axis=-1) for h in STRENGTHS]
    return common.psnr(noisy, clean), max(common.psnr(np.clip(one, 0, 1), clean) for one in found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "hourglass-denoise-color")
    parser.add_argument("--minutes", default="25")
    arguments = parser.parse_args()
    photographs, held, train = edges.photographs(arguments.work)
    archive = arguments.work / "held-out.tar"
    with tarfile.open(archive, "w") as tar:
        for name in held:
            tar.add(photographs / f"{name}.jpg", f"{name}.jpg")
    trained = common.train(arguments.work / "run", train, *MODEL, "--minutes", arguments.minutes)
    wall, cpu = common.seconds(trained)
    printed = subprocess.run([BENCH, "denoising", arguments.work / "run", archive], capture_output=True, text=True, check=True).stdout
    ours = [line.split()[-2:] for line in printed.splitlines()[1:4]]
    rng = np.random.default_rng(1)
    others = np.mean([[means(common.color(photographs / f"{name}.jpg"), sigma, rng) for sigma in SIGMAS] for name in held], axis=0)
    rows = [("noisy", *(f"{others[i, 0]:.2f}" for i in range(3))), ("non-local means, told the strength, the better of two settings for each picture", *(f"{others[i, 1]:.2f}" for i in range(3))),
            ("**Hourglass, blind**", *(f"**{float(ours[i][0]):.2f}**" for i in range(3))), ("SSIM of Hourglass", *(f"{float(ours[i][1]):.3f}" for i in range(3)))]
    common.page("denoise-color.md", f"""# Taking noise out of color photographs

Written by `benchmarks/restore/denoise_color.py --minutes {arguments.minutes}`. {len(held)} of the 200 training photographs of BSDS500 were held out (the same as for edges); one blind model for
every strength from 5 to 55 was trained on the other {len(list(train.iterdir()))}. PSNR of RGB in dB, mean over the photographs; the noise is neither clipped nor rounded.

{common.table(["", *(f"sigma {sigma}" for sigma in SIGMAS)], rows)}

- Published for the color photographs of BSD68, which are others: CBM3D 33.52, 30.71 and 27.38; CDnCNN 33.89, 31.23 and 27.92 dB.
- Trained with `hourglass train FOLDER {' '.join(MODEL)} --minutes {arguments.minutes}`: {wall} s, {cpu} s of processor time.
""")


if __name__ == "__main__":
    main()
