#!/usr/bin/env python3
"""Takes the pictures of the pages that Hourglass writes: docs/recipes/pictures/page-*.jpg, on drawn digits and the text of this documentation.

Usage: docs/recipes/screens.py
Needs a Release build, and Debian's chromium, python3-numpy, python3-pil.
"""
import os, pathlib, shutil, subprocess, tempfile
import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
DOCS = HERE.parent
CLI = ["dotnet", os.environ.get("HOURGLASS_CLI", str(DOCS.parent / "src/Hourglass.Cli/bin/Release/net10.0/Hourglass.Cli.dll"))]


def hourglass(work, *arguments):
    environment = {name: value for name, value in os.environ.items() if name != "HOURGLASS_DATA"}
    done = subprocess.run([*CLI, *arguments, "--threads", "2"], cwd=work, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(f"hourglass {' '.join(arguments)}: {done.stderr}")


def shoot(page, name, width=1000, height=700):
    """A page as Chromium shows it, small."""
    with tempfile.TemporaryDirectory() as folder:
        shot = pathlib.Path(folder) / "shot.png"
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1", f"--window-size={width},{height}",
                        "--virtual-time-budget=4000", f"--screenshot={shot}", page.resolve().as_uri()], check=True, capture_output=True)
        Image.open(shot).convert("RGB").resize((width * 4 // 5, height * 4 // 5), Image.LANCZOS).save(HERE / "pictures" / f"page-{name}.jpg", quality=82, optimize=True)


def write_idx(path, values):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(bytes([0, 0, 8, values.ndim]) + b"".join(n.to_bytes(4, "big") for n in values.shape) + values.astype(np.uint8).tobytes())


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="hourglass-screens-"))
    hourglass(work, "train", "digits", "--limit", "20000", "--epochs", "6", "-o", "run")
    shoot(work / "run" / "report.html", "report")
    hourglass(work, "map", "run", "digits", "--limit", "1500", "-o", "map.html")
    shoot(work / "map.html", "map")
    hourglass(work, "encode", "run", "digits", "--limit", "1000", "-o", "codes.csv")
    hourglass(work, "decode", "run", "codes.csv", "-o", "decoded")
    pictures = np.stack([np.asarray(Image.open(path).convert("L")) for path in sorted((work / "decoded").glob("*.png"))])
    labels = np.array([int(line.split(",")[1]) for line in (work / "codes.csv").read_text().splitlines()[1:]])
    write_idx(work / "all-images-idx3-ubyte", pictures)
    hourglass(work, "pack", "all-images-idx3-ubyte", "-o", "codes.hga", "--psnr", "28", "--report", "codes.html")
    shoot(work / "codes.html", "codes", height=900)
    wrong = labels.copy()
    wrong[::50] = (wrong[::50] + 1) % 10
    write_idx(work / "labelled" / "train-images-idx3-ubyte", pictures)
    write_idx(work / "labelled" / "train-labels-idx1-ubyte", wrong)
    hourglass(work, "mislabels", "labelled", "-o", "labels")
    shoot(work / "labels" / "review.html", "mislabels")
    write_idx(work / "threes-images-idx3-ubyte", pictures[labels == 3])
    asked = np.concatenate([pictures[labels == 3][:40], pictures[labels == 8][:3], pictures[labels == 5][:3]])
    asked[5, 4:9, 4:12] = 255
    write_idx(work / "asked-images-idx3-ubyte", asked)
    hourglass(work, "outliers", "asked-images-idx3-ubyte", "--normal", "threes-images-idx3-ubyte", "-o", "strange")
    shoot(next((work / "strange").glob("*.html")), "outliers")
    shutil.copy(DOCS / "decisions" / "0011-text.md", work / "decision.md")
    hourglass(work, "summarize", "decision.md", "--sentences", "4", "--html", "summary.html")
    shoot(work / "summary.html", "summary")
    hourglass(work, "words", "train", str(DOCS), "-o", "vectors", "--dimensions", "50")
    hourglass(work, "words", "map", "vectors", "--count", "200", "-o", "words.html")
    shoot(work / "words.html", "words")


if __name__ == "__main__":
    main()
