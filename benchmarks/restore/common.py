"""What the scripts of this folder share: the program, data sets, figures and tables."""
import io, os, pathlib, subprocess, sys, tarfile, time
import numpy as np
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLI = ["dotnet", os.environ.get("HOURGLASS_CLI", str(ROOT / "src/Hourglass.Cli/bin/Release/net10.0/Hourglass.Cli.dll"))]
DATA = pathlib.Path(os.environ["HOURGLASS_DATA"])


def hourglass(*arguments):
    """Runs the program; returns what it printed."""
    done = subprocess.run([*CLI, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"hourglass {' '.join(map(str, arguments))}: {done.stderr.strip()[-600:]}")
    return done.stdout


def train(run, data, *options):
    """Trains unless the run is there already; returns its training time as the program printed it."""
    log = run.with_suffix(".txt")
    if not log.exists():
        run.parent.mkdir(parents=True, exist_ok=True)
        print("training", run, flush=True)
        log.write_text(hourglass("train", data, "-o", run, *options))
    return next(line for line in log.read_text().splitlines() if line.startswith("trained "))


def seconds(trained):
    """Wall and processor seconds of a line such as 'trained 300 s, 280 s of processor time'."""
    words = trained.split()
    return int(words[1]), int(words[3])


def restore(model, pictures, out, *options):
    """Restores a folder of pictures; returns the seconds that took."""
    started = time.perf_counter()
    hourglass("restore", model, pictures, "-o", out, "--force", "--threads", "1", *options)
    return time.perf_counter() - started


def unpack(name, folder):
    """Unpacks a tar of the data folder, once."""
    if not folder.exists():
        folder.mkdir(parents=True)
        with tarfile.open(DATA / name) as tar:
            tar.extractall(folder)
    return folder


def grey(path):
    """A picture as float64 in [0, 1]; luma of a color one, not rounded."""
    picture = Image.open(path)
    if picture.mode in ("L", "I;16", "I"):
        values = np.asarray(picture, np.float64)
        return values / (255 if picture.mode == "L" else 65535)
    return np.asarray(picture.convert("RGB"), np.float64) @ [0.299, 0.587, 0.114] / 255


def color(path):
    return np.asarray(Image.open(path).convert("RGB"), np.float64) / 255


def save(path, values):
    """Writes values in [0, 1] as an 8-bit PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)).save(path)


def psnr(a, b):
    return 10 * np.log10(1 / np.mean((a - b) ** 2))


def table(head, rows):
    """A Markdown table; the first column is text, the others figures."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def page(name, text):
    """Writes a page of benchmarks/."""
    (ROOT / "benchmarks" / name).write_text(text.rstrip() + "\n")
    print(text)
