#!/usr/bin/env python3
"""Packs real data sets with Hourglass and with general programs, unpacks and compares, and writes benchmarks/archive.md.

Usage: benchmarks/archive/run.py [--work FOLDER] [--only NAME,NAME [--page]]
Needs a Release build, HOURGLASS_DATA, python3-numpy, python3-pil, and xz, zstd, brotli, optipng, cwebp, cjxl (Debian: xz-utils zstd brotli
optipng webp libjxl-tools). Everything that was measured is kept in FOLDER/results.json: a run that was interrupted goes on there.
"""
import argparse, gzip, hashlib, io, json, os, pathlib, re, shutil, subprocess, sys, tarfile, tempfile, time
import numpy as np
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLI = ["dotnet", os.environ.get("HOURGLASS_CLI", str(ROOT / "src/Hourglass.Cli/bin/Release/net10.0/Hourglass.Cli.dll"))]
DATA = pathlib.Path(os.environ["HOURGLASS_DATA"])
MOST_OF_A_SHEET = 64 << 20
PATIENCE = 1800
EVERYTHING = ["mnist-t10k", "fashion-t10k", "cifar", "boards", "documents", "photographs", "mnist-70k", "twenty", "bounded", "codes", "noise"]


def idx(*names):
    pictures, bytes_ = [], b""
    for name in names:
        content = gzip.open(DATA / name).read()
        bytes_ += content
        count, height, width = (int.from_bytes(content[4 * i:4 * i + 4], "big") for i in (1, 2, 3))
        pictures.append(np.frombuffer(content, np.uint8, offset=16).reshape(count, height, width, 1))
    return [np.concatenate(pictures)], bytes_


def tarred(name, folder, wanted=lambda member: True):
    """Unpacks the pictures of a tar into a folder; returns them by size, and all bytes of their files."""
    groups, files = {}, b""
    with tarfile.open(DATA / name) as tar:
        for member in sorted((m for m in tar.getmembers() if m.isfile() and m.name.endswith(".png") and wanted(m.name)), key=lambda m: m.name):
            content = tar.extractfile(member).read()
            path = folder / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            picture = np.asarray(Image.open(io.BytesIO(content)))
            picture = picture[:, :, None] if picture.ndim == 2 else picture
            groups.setdefault(picture.shape, []).append(picture)
            files += content
    return [np.stack(group) for group in groups.values()], files


def mosaic(group):
    count, height, width, channels = group.shape
    columns = int(np.ceil(np.sqrt(count * height / width)))
    rows = -(-count // columns)
    sheet = np.zeros((rows * columns, height, width, channels), np.uint8)
    sheet[:count] = group
    sheet = sheet.reshape(rows, columns, height, width, channels).transpose(0, 2, 1, 3, 4).reshape(rows * height, columns * width, channels)
    return Image.fromarray(sheet[:, :, 0] if channels == 1 else sheet)


def timed(command):
    """Seconds of wall and processor time, the largest resident memory in MB, and what the command printed."""
    log = tempfile.NamedTemporaryFile()
    start = time.perf_counter()
    done = subprocess.run(["/usr/bin/time", "-f", "%M %U %S", "-o", log.name, *map(str, command)], capture_output=True, text=True)
    wall = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    memory, user, system = open(log.name).read().split()[-3:]
    return dict(seconds=wall, cpu=float(user) + float(system), megabytes=int(memory) / 1024, output=done.stdout)


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


class Bench:
    def __init__(self, work):
        self.work = pathlib.Path(work)
        self.work.mkdir(parents=True, exist_ok=True)
        self.path = self.work / "results.json"
        self.results = json.loads(self.path.read_text()) if self.path.exists() else {}

    def once(self, key, measure):
        if key not in self.results:
            print(key, flush=True)
            self.results[key] = measure()
            self.path.write_text(json.dumps(self.results, indent=1))
        return self.results[key]

    def others(self, name, groups, raw):
        """General programs on the raw samples in one file, picture formats on one mosaic for each size."""
        folder = self.work / name
        folder.mkdir(exist_ok=True)
        samples = folder / "samples.raw"
        # JPEG XL at effort 9 takes 120 bytes a pixel: larger mosaics would not fit in memory.
        groups = [part for group in groups for part in np.array_split(group, -(-group.size // MOST_OF_A_SHEET))]
        sheets = [folder / f"sheet{i}.png" for i in range(len(groups))]
        if not samples.exists():
            for group, sheet in zip(groups, sheets):
                mosaic(group).save(sheet, compress_level=9)
            samples.write_bytes(raw)
        commands = {
            "xz -9e": ["xz", "-9e", "-k", "-c", samples],
            "zstd --ultra -22": ["zstd", "--ultra", "-22", "--long=27", "-q", "-c", samples],
            "brotli 11": ["brotli", "-q", "11", "-w", "24", "-c", samples],
        }
        for program, command in commands.items():
            if program != "xz -9e" and len(raw) > 64 << 20:
                # Minutes for what xz says already.
                continue

            def pack(command=command):
                start = time.perf_counter()
                size = len(subprocess.run([str(c) for c in command], capture_output=True, check=True).stdout)
                return dict(bytes=size, seconds=time.perf_counter() - start)
            self.once(f"{name}/{program}", pack)
        formats = {
            "PNG (optipng -o2)": lambda sheet, to: ["optipng", "-o2", "-quiet", "-force", "-out", to, sheet],
            "WebP lossless": lambda sheet, to: ["cwebp", "-lossless", "-z", "9", "-m", "6", "-quiet", sheet, "-o", to],
            "JPEG XL -e 9": lambda sheet, to: ["cjxl", sheet, to, "-d", "0", "-e", "9", "--quiet"],
        }
        for program, command in formats.items():
            def pack(command=command, program=program):
                start, size = time.perf_counter(), 0
                for sheet in sheets:
                    target = sheet.with_suffix({"P": ".opt.png", "W": ".webp", "J": ".jxl"}[program[0]])
                    target.unlink(missing_ok=True)
                    try:
                        done = subprocess.run([str(c) for c in command(sheet, target)], capture_output=True, text=True, timeout=PATIENCE)
                    except subprocess.TimeoutExpired:
                        return dict(bytes=None, seconds=None, error=f"more than {PATIENCE} s for one mosaic")
                    if done.returncode:
                        return dict(bytes=None, seconds=None, error=done.stderr.strip()[-200:])
                    size += target.stat().st_size
                return dict(bytes=size, seconds=time.perf_counter() - start)
            self.once(f"{name}/{program}", pack)

    def hourglass(self, name, label, data, options, check=None):
        archive = self.work / f"{name}-{re.sub('[^a-z0-9]+', '-', label)}.hga"
        out = self.work / "out"

        def measure():
            packed = timed(CLI + ["pack", data, "-o", archive, "--no-baselines", "--force", "--json", *options])
            shutil.rmtree(out, ignore_errors=True)
            unpacked = timed(CLI + ["unpack", archive, "-o", out])
            verified = subprocess.run(CLI + ["verify", str(archive), "--against", str(data), "--json"], capture_output=True, text=True)
            comparison = json.loads(verified.stdout)["comparison"]
            report = json.loads(packed["output"])["report"]
            if check and not check(out):
                sys.exit(f"{name} {label}: what was unpacked is not what was packed")
            return dict(
                bytes=archive.stat().st_size, seconds=packed["seconds"], cpu=packed["cpu"], megabytes=packed["megabytes"],
                unpackSeconds=unpacked["seconds"], unpackCpu=unpacked["cpu"], unpackMegabytes=unpacked["megabytes"], samples=report["samples"],
                pictures=report["pictures"], models=report["modelBytes"], violations=comparison["violations"], different=len(comparison["different"]),
                squaredError=comparison["squaredError"], worst=comparison["worstError"], summary=report["summary"]["streams"])
        return self.once(f"{name}/hourglass {label}", measure)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", default=tempfile.gettempdir() + "/hourglass-archive")
    parser.add_argument("--only", default="", help="sets, by name")
    parser.add_argument("--page", action="store_true", help="write the page from what was measured, though not all sets were asked for")
    arguments = parser.parse_args()
    bench, only = Bench(arguments.work), set(filter(None, arguments.only.split(",")))
    sets = bench.work / "sets"

    def want(name):
        return not only or name in only

    def picture_set(name, title, make, data, labels):
        if not want(name):
            return
        groups, raw = make()
        bench.results[f"{name}/set"] = dict(title=title, samples=sum(group.size for group in groups))
        for label, options in labels.items():
            bench.hourglass(name, label, data, options)
        bench.others(name, groups, raw)

    t10k = DATA / "mnist/t10k-images-idx3-ubyte.gz"
    three = {"best": [], "fast": ["--preset", "fast"], "effort 1": ["--effort", "1"]}
    picture_set("mnist-t10k", "MNIST, 10,000 test images", lambda: idx("mnist/t10k-images-idx3-ubyte.gz"), t10k, three)
    picture_set("fashion-t10k", "Fashion-MNIST, 10,000 test images", lambda: idx("fashion-mnist/t10k-images-idx3-ubyte.gz"),
                DATA / "fashion-mnist/t10k-images-idx3-ubyte.gz", {"best": [], "fast": ["--preset", "fast"]})
    pngs = {
        "cifar": ("CIFAR-10, 1,000 test pictures", "cifar10/cifar10-test-1000.tar.gz", lambda n: True),
        "boards": ("Circuit boards, 480 pictures", "image-anomaly/deeppcb-240.tar.gz", lambda n: True),
        "documents": ("Noisy documents, 108 pages", "documents/noisyoffice-train-108.tar.gz", lambda n: "noisy/" in n),
        "photographs": ("BSD68, 68 photographs", "images/bsd68-gray.tar.gz", lambda n: True),
    }
    for name, (title, tar, wanted) in pngs.items():
        if want(name):
            def make(name=name, tar=tar, wanted=wanted):
                groups, _ = tarred(tar, sets / name, wanted)
                return groups, b"".join(group.tobytes() for group in groups)
            picture_set(name, title, make, sets / name, {"best": []})
    if want("mnist-70k"):
        folder = sets / "mnist-70k"
        folder.mkdir(parents=True, exist_ok=True)
        for part in ("train", "t10k"):
            (folder / f"{part}-images-idx3-ubyte").write_bytes(gzip.open(DATA / f"mnist/{part}-images-idx3-ubyte.gz").read())
        for label in ("fast", "best"):
            bench.hourglass("mnist-70k", label, folder, three[label])
    if want("twenty"):
        tarred("cifar10/cifar10-test-1000.tar.gz", sets / "twenty", lambda n: re.search(r"/\d*(1|2)0?\.png$", n) is not None and sum(1 for _ in (sets / "twenty").rglob("*.png")) < 20)
        bench.hourglass("twenty", "best", sets / "twenty", [])
        bench.once("twenty/zip", lambda: dict(bytes=len(zipped(sets / "twenty"))))
    if want("bounded"):
        for bound in (2, 4, 16):
            bench.hourglass("bounded", f"max-error {bound}, effort 2", t10k, ["--max-error", str(bound), "--effort", "2"])
    if want("codes"):
        for target in (["--psnr", "25"], ["--psnr", "31"], ["--latent", "16"]):
            bench.hourglass("codes", " ".join(target).strip("-"), t10k, target)
    if want("noise"):
        noise = sets / "noise-1000x64x64-idx3-ubyte"
        noise.write_bytes(bytes.fromhex("00000803") + b"".join(n.to_bytes(4, "big") for n in (1000, 64, 64)) + np.random.default_rng(1).bytes(1000 * 64 * 64))
        bench.hourglass("noise", "best", noise, [])
        bench.hourglass("noise", "max-error 4, effort 2", noise, ["--max-error", "4", "--effort", "2"])
    if not only or arguments.page:
        (ROOT / "benchmarks/archive.md").write_text(page(bench.results))
        print((ROOT / "benchmarks/archive.md").read_text())


def zipped(folder):
    import zipfile
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*.png")):
            archive.write(path, path.relative_to(folder))
    return buffer.getvalue()


def page(results):
    lines = []
    add = lines.append
    add("# The archive beside other programs\n")
    add("Made by `python3 benchmarks/archive/run.py`. All bytes count, models included; every archive was unpacked and compared with its source")
    add("(`verify --against`). General programs pack the samples of a set in one file, picture formats one mosaic for each size of picture, of 64 megapixels at most.")
    add("Seconds are of wall time on 2 cores that other programs share, the sets measured in several runs: compare them within a table, and only roughly.\n")
    missing = [name for name in EVERYTHING if not any(key.startswith(f"{name}/hourglass") for key in results)]
    if missing:
        add(f"Not measured yet: {', '.join(missing)}; `run.py` goes on from what is there.\n")
    add("## Exact\n")
    programs = ["xz -9e", "zstd --ultra -22", "brotli 11", "PNG (optipng -o2)", "WebP lossless", "JPEG XL -e 9"]
    for name in [key[:-4] for key in results if key.endswith("/set")]:
        samples = results[f"{name}/set"]["samples"]
        add(f"### {results[f'{name}/set']['title']}: {samples:,} bytes of samples\n")
        add("| | bytes | bits per sample | to JPEG XL | seconds | unpack | MB, pack and unpack |\n|---|---:|---:|---:|---:|---:|---:|")
        jxl = (results.get(f"{name}/JPEG XL -e 9") or {}).get("bytes")
        ratio = lambda size: f"{size / jxl:.3f}" if jxl else ""
        for program in programs:
            r = results.get(f"{name}/{program}", dict(bytes=None))
            if r["bytes"]:
                add(f"| {program} | {r['bytes']:,} | {8 * r['bytes'] / samples:.3f} | {ratio(r['bytes'])} | {'an earlier run' if r['seconds'] is None else round(r['seconds'])} | | |")
            else:
                add(f"| {program} | not tried, or it gave up: no figure | | | | | |")
        for key in [key for key in results if key.startswith(f"{name}/hourglass ")]:
            label, r = key.split("hourglass ")[1], results[key]
            add(f"| **Hourglass {label}** | **{r['bytes']:,}** | **{8 * r['bytes'] / samples:.3f}** | {ratio(r['bytes'])} | {r['seconds']:.0f} | {r['unpackSeconds']:.1f} | {r['megabytes']:.0f}, {r['unpackMegabytes']:.0f} |")
        add("")
    for key, title in (("mnist-70k", "MNIST, all 70,000 images"),):
        if f"{key}/hourglass best" in results:
            add(f"### {title}: 54,880,000 bytes of samples\n")
            add("| | bytes | bits per sample | seconds | unpack | MB, pack and unpack |\n|---|---:|---:|---:|---:|---:|")
            for label in ("fast", "best"):
                r = results[f"{key}/hourglass {label}"]
                add(f"| Hourglass {label} | {r['bytes']:,} | {8 * r['bytes'] / 54_880_000:.3f} | {r['seconds']:.0f} | {r['unpackSeconds']:.1f} | {r['megabytes']:.0f}, {r['unpackMegabytes']:.0f} |")
            add("\nPublished for these images: BB-ANS 1.41 (Townsend et al. 2019), Bit-Swap 1.27 (Kingma et al. 2019) bits per sample, models not counted.\n")
    if "twenty/zip" in results:
        add(f"Twenty small PNG files: {results['twenty/hourglass best']['bytes']:,} bytes; zip {results['twenty/zip']['bytes']:,}.\n")
    if "noise/hourglass best" in results:
        r = results["noise/hourglass best"]
        add(f"Random noise, 1,000 pictures of 64x64, 4,096,016 bytes: {r['bytes']:,}, {100 * (r['bytes'] / 4_096_016 - 1):+.3f} %.\n")
    add("## Within an error, and codes (MNIST, 10,000 test images)\n")
    add("| | bytes | bits per sample | dB | largest error | out of bounds | seconds | unpack |\n|---|---:|---:|---:|---:|---:|---:|---:|")
    for key, r in results.items():
        if key.startswith(("bounded/", "codes/")):
            psnr = -10 * np.log10(r["squaredError"]) if r["squaredError"] else float("inf")
            add(f"| {key.split('hourglass ')[1]}{' (an earlier run)' if r.get('earlier') else ''} | {r['bytes']:,} | {8 * r['bytes'] / r['samples']:.4f} | {psnr:.2f} | {r['worst']} | {r['violations']} | {r['seconds']:.0f} | {r['unpackSeconds']:.1f} |")
    add("")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
