#!/usr/bin/python3
"""Whether `hourglass drift` hears of changed pictures and keeps quiet on the same ones; writes ../drift.md. Needs a Release build and HOURGLASS_DATA.

    benchmarks/drift/run.py [--work FOLDER]        Debian: python3-numpy, python3-scipy

A model learns 60,000 of all 70,000 pictures of MNIST, mixed, for its test pictures were drawn by other people than its training pictures. Twenty parts
of 500 of the rest are the same distribution; the first ten are then changed. Models that are in FOLDER already are used again.
"""
import argparse, gzip, json, os, pathlib, subprocess, tempfile
import numpy as np
from scipy import stats

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLI = ["dotnet", os.environ.get("HOURGLASS_CLI", str(ROOT / "src/Hourglass.Cli/bin/Release/net10.0/Hourglass.Cli.dll"))]
DATA = pathlib.Path(os.environ["HOURGLASS_DATA"])
PARTS, CHANGED, SIZE, HELD = 20, 10, 500, 2000
TOLERANCE = 0.01
CHANGES = {
    "brighter by 5 of 255": lambda x, rng: x + 5,
    "brighter by 20": lambda x, rng: x + 20,
    "contrast times 0.9": lambda x, rng: x * 0.9,
    "noise of sigma 5": lambda x, rng: x + rng.normal(0, 5, x.shape),
    "noise of sigma 20": lambda x, rng: x + rng.normal(0, 20, x.shape),
    "moved by one pixel": lambda x, rng: np.roll(x, 1, axis=2),
    "mirrored": lambda x, rng: x[:, :, ::-1],
    "one picture in ten mirrored": lambda x, rng: np.where((np.arange(len(x)) % 10 == 0)[:, None, None], x[:, :, ::-1], x),
}


def pictures(name):
    return np.frombuffer(gzip.open(DATA / name).read(), np.uint8, offset=16).reshape(-1, 28, 28).astype(float)


def write(path, values):
    """Pictures as IDX."""
    path.parent.mkdir(exist_ok=True)
    stored = np.clip(np.rint(values), 0, 255).astype(np.uint8)
    path.write_bytes(bytes.fromhex("00000803") + b"".join(n.to_bytes(4, "big") for n in stored.shape) + stored.tobytes())


def learned(run, data):
    """The run of a model of data."""
    if not (run / "model/model.json").exists():
        subprocess.run([*CLI, "train", data, "-o", run, "--quiet"], check=True)
    return run


def drift(model, new, folder):
    """The report on pictures."""
    path = folder / "new-images-idx3-ubyte"
    write(path, new)
    done = subprocess.run([*CLI, "drift", model, path, "--top", "1000", "--json"], capture_output=True, text=True)
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def values(flat, pca):
    """What simple ways test: mean and deviation of the pixels; the error and the 16 codes of PCA."""
    if pca is None:
        return np.stack([flat.mean(1), flat.std(1)], 1)
    mean, components = pca
    codes = (flat - mean) @ components.T
    return np.concatenate([codes, np.square(flat - mean - codes @ components).mean(1, keepdims=True)], 1)


def simple(before, new, pca):
    """Whether the same tests with the same correction call drift on these values."""
    before, now = (values(x.reshape(len(x), -1), pca) for x in (before, np.clip(np.rint(new), 0, 255)))
    size = np.sqrt(len(before) * len(now) / (len(before) + len(now)))
    distances = [max(0, stats.ks_2samp(a, b).statistic - TOLERANCE) for a, b in zip(before.T, now.T)]
    return min(stats.kstwobign.sf((size + 0.12 + 0.11 / size) * d) for d in distances) * len(distances) <= 0.05


def row(name, parts, model, folder, held, pca):
    reports = [drift(model, part, folder) for part in parts]
    clearest = np.median([report["report"]["findings"][0]["corrected"] for report in reports])
    calls = [sum(report["hasDrifted"] for report in reports), sum(simple(held, part, pca) for part in parts), sum(simple(held, part, None) for part in parts)]
    return f"| {name} | {' | '.join(f'{count} of {len(parts)}' for count in calls)} | {clearest:.1g} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "hourglass-drift")
    work = parser.parse_args().work
    work.mkdir(parents=True, exist_ok=True)
    train, test = (pictures(f"mnist/{part}-images-idx3-ubyte.gz") for part in ("train", "t10k"))
    rng = np.random.default_rng(1)
    mixed = rng.permutation(np.concatenate([train, test]))
    write(work / "mixed" / "train-images-idx3-ubyte", mixed[:len(train)])
    on_mixed, on_train = learned(work / "on-mixed", work / "mixed"), learned(work / "on-train", "mnist")
    parts = np.split(mixed[len(train):][:PARTS * SIZE], PARTS)
    learnt = mixed[:len(train)].reshape(len(train), -1)
    mean = learnt.mean(0)
    pca = mean, np.linalg.eigh((learnt - mean).T @ (learnt - mean))[1][:, -16:].T
    held = mixed[:HELD]
    rows = [row("the same", parts, on_mixed, work, held, pca)]
    rows += [row(name, [change(part, rng) for part in parts[:CHANGED]], on_mixed, work, held, pca) for name, change in CHANGES.items()]
    rows += [row("MNIST's own test pictures, a model of its training pictures", np.split(rng.permutation(test)[:PARTS * SIZE], PARTS), on_train, work, rng.permutation(train)[:HELD], pca)]
    page = f"""# Drift of pictures

Written by `python3 benchmarks/drift/run.py`: `hourglass train` on 60,000 of all 70,000 pictures of MNIST, mixed, then `hourglass drift` at level 5 % over all 18 tests (reconstruction
error, 16 values of the code, the code as a whole), on parts of {SIZE} of the other pictures. On the other side stand 2,000 that training held out.

Beside it the same tests on the error and the 16 codes of PCA, and on the mean and the deviation of the pixels; on their other side stand 2,000 of the pictures learned from.

| pictures: drift called | hourglass | PCA-16 | mean and deviation | clearest p-value of hourglass, corrected, median |
|---|---:|---:|---:|---:|
{chr(10).join(rows)}

MNIST's test pictures were drawn by other people than its training pictures. For tables see [outliers.md](outliers.md).
"""
    (ROOT / "benchmarks/drift.md").write_text(page)
    print(page)


if __name__ == "__main__":
    main()
