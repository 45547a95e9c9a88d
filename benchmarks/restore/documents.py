#!/usr/bin/env python3
"""Cleans the NoisyOffice pages with Hourglass and by classical means, reads them with tesseract, and writes benchmarks/documents.md.

Usage: benchmarks/restore/documents.py [--work FOLDER] [--minutes N] [--folds 1|3]
Needs a Release build, HOURGLASS_DATA, and Debian's python3-numpy, python3-scipy, python3-pil, tesseract-ocr. Pages are split by layout
(page_group), so that no layout that is judged was ever seen; with 3 folds every layout is judged once.
"""
import argparse, csv, pathlib, shutil, subprocess, tempfile
import numpy as np
from scipy import ndimage
import common

TRANSCRIBED = ["039", "122", "158"]
MODEL = ["--task", "documents", "--model", "restorer-small", "--precision", "bf16", "--threads", "1", "--batch", "16", "--patch", "96"]
TESSERACT = ["--psm", "6", "--dpi", "100", "-l", "eng"]


def otsu(page):
    """Black and white at the threshold that separates two classes best (Otsu, 1979)."""
    counts = np.bincount(np.round(page * 255).astype(int).ravel(), minlength=256)
    values = np.arange(256)
    below, above = counts.cumsum(), counts.sum() - counts.cumsum()
    sums = (counts * values).cumsum()
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return (page * 255 > np.nanargmax(between)).astype(float)


def paper(page, size):
    """The background: the median around, taken of every second pixel of every second row."""
    coarse = ndimage.median_filter(page[::2, ::2], size // 2 | 1, mode="nearest")
    return np.maximum(np.repeat(np.repeat(coarse, 2, 0), 2, 1)[:page.shape[0], :page.shape[1]], 1 / 255)


def divided(page, size, low, high):
    """Divided by the background and stretched."""
    return np.clip((page / paper(page, size) - low) / (high - low), 0, 1)


def tuned(pages):
    """The settings of `divided` that are best on these pages."""
    best = (np.inf, None)
    for size in (15, 23, 31, 47):
        ratios = [(noisy / paper(noisy, size), clean) for noisy, clean in pages]
        for low in (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3):
            for high in (0.75, 0.8, 0.85, 0.9, 0.95):
                error = rmse([(np.clip((ratio - low) / (high - low), 0, 1), clean) for ratio, clean in ratios])
                best = min(best, (error, (size, low, high)))
    return best[1]


def rmse(pairs):
    """Root of the mean squared error over all pixels of all pages, on [0, 1]."""
    return np.sqrt(sum(((a - b) ** 2).sum() for a, b in pairs) / sum(a.size for a, _ in pairs))


def read(path):
    done = subprocess.run(["tesseract", path, "-", *TESSERACT], capture_output=True, text=True, check=True, env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"})
    return done.stdout


def distance(a, b):
    """Levenshtein's distance."""
    row = np.arange(len(b) + 1)
    codes = np.array([ord(c) for c in b])
    for i, letter in enumerate(a, 1):
        new = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(letter)))
        # Insertions run along the row: a minimum of what came before, each step costing 1.
        whole = np.concatenate([[i], new])
        row = np.minimum.accumulate(whole - np.arange(len(whole))) + np.arange(len(whole))
    return int(row[-1])


def normal(text):
    """White space counts as one blank; quotes and dashes as their plain forms."""
    for odd, plain in {"‘": "'", "’": "'", "“": '"', "”": '"', "—": "-", "–": "-"}.items():
        text = text.replace(odd, plain)
    return " ".join(text.split())


def error_rate(pages):
    """Edits that turn what was read into the transcripts, over the letters of the transcripts."""
    texts = [(normal(read(path)), normal(transcript.read_text())) for path, transcript in pages]
    return sum(distance(a, b) for a, b in texts) / sum(len(b) for _, b in texts)


def folds(groups, count):
    """Groups in turn, the transcribed ones first into every fold alike."""
    ordered = TRANSCRIBED + [group for group in groups if group not in TRANSCRIBED]
    parts = [sorted(ordered[i::3]) for i in range(3)]
    if count == 1:
        # One fold: all transcribed layouts and every third of the others.
        others = [group for group in groups if group not in TRANSCRIBED]
        return [sorted(TRANSCRIBED + others[::4])]
    return parts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "hourglass-documents")
    parser.add_argument("--minutes", default="7")
    parser.add_argument("--folds", type=int, choices=(1, 3), default=1)
    arguments = parser.parse_args()
    data = common.unpack("documents/noisyoffice-train-108.tar.gz", arguments.work / "data")
    pages = list(csv.DictReader(open(data / "pairs.csv")))
    groups = sorted({page["page_group"] for page in pages})
    shown = {"noisy": data / "noisy", "Otsu": arguments.work / "otsu", "divided": arguments.work / "divided", "Hourglass": arguments.work / "restored", "clean": data / "clean"}
    errors, times, names = {name: [] for name in ("noisy", "Otsu", "divided", "Hourglass")}, [], []
    for number, held in enumerate(folds(groups, arguments.folds)):
        fold = arguments.work / f"fold{number}-{arguments.folds}"
        seen, unseen = [p for p in pages if p["page_group"] not in held], [p for p in pages if p["page_group"] in held]
        for kind, column in (("input", "noisy"), ("target", "clean")):
            (fold / "train" / kind).mkdir(parents=True, exist_ok=True)
            for page in seen:
                shutil.copy(data / page[column], fold / "train" / kind / f"{page['id']}.png")
        (fold / "test").mkdir(exist_ok=True)
        for page in unseen:
            shutil.copy(data / page["noisy"], fold / "test" / f"{page['id']}.png")
        times.append(common.seconds(common.train(fold / "run", fold / "train", *MODEL, "--minutes", arguments.minutes)))
        common.restore(fold / "run", fold / "test", shown["Hourglass"])
        settings = tuned([(common.grey(data / p["noisy"]), common.grey(data / p["clean"])) for p in seen[::7]])
        for page in unseen:
            noisy, clean, name = common.grey(data / page["noisy"]), common.grey(data / page["clean"]), f"{page['id']}.png"
            for way, result in (("Otsu", otsu(noisy)), ("divided", divided(noisy, *settings))):
                common.save(shown[way] / name, result)
            for way in errors:
                errors[way].append((common.grey(shown[way] / name), clean))
        names.append((held, len(unseen), settings))
    marked = [page for page in pages if page["page_group"] in TRANSCRIBED]
    rates = {way: error_rate([(folder / f"{p['id']}.png", data / p["text"]) for p in marked]) for way, folder in shown.items()}
    version = subprocess.run(["tesseract", "--version"], capture_output=True, text=True).stdout.split()[1]
    label = {"noisy": "as scanned", "Otsu": "Otsu's threshold", "divided": "divided by the median around, stretched", "Hourglass": "Hourglass", "clean": "clean pages"}
    rows = [(label[way], f"{rmse(errors[way]):.4f}" if way in errors else "0", f"{rates[way]:.4f}") for way in shown]
    common.page("documents.md", f"""# Documents for reading

Written by `benchmarks/restore/documents.py --minutes {arguments.minutes} --folds {arguments.folds}`. 108 scanned pages of the NoisyOffice set (27 layouts, each with
coffee, folds, footprints and wrinkles). Layouts are split, never pages: those that are judged were not seen in any dirt.

{common.table(["pages", "RMSE on [0, 1]", "character error rate"], rows)}

- RMSE over all pixels of {sum(n for _, n, _ in names)} pages: {"; ".join(f"layouts {', '.join(held)}" for held, _, _ in names)}.
- Character error rate of tesseract {version} (`{' '.join(TESSERACT)}`) on the {len(marked)} pages with transcripts (layouts {', '.join(TRANSCRIBED)}): edits over letters, white
  space counted as one blank, typographic quotes and dashes as plain ones.
- The median's side, black and white were tuned on pages that were seen: {"; ".join(f"{size} pixels, {low} and {high}" for _, _, (size, low, high) in names)}.
- Trained with `hourglass train FOLDER {' '.join(MODEL)} --minutes {arguments.minutes}`: {"; ".join(f"{wall} s, {cpu} s of processor time" for wall, cpu in times)}.
""")


if __name__ == "__main__":
    main()
