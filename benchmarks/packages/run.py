#!/usr/bin/env python3
"""Makes the packages and the native program, installs them into empty folders, tries them, and writes benchmarks/packages.md.

Usage: benchmarks/packages/run.py [--work FOLDER]
What FOLDER holds from an earlier run is not made again.
Needs a package registry for restore, and clang and zlib1g-dev for native code. Takes some minutes and 3 GB.
"""
import argparse, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUNS = 15
CONSUMER = """using Hourglass.Inference;
using Hourglass.Runs;
using Hourglass.Training;

var plan = new TrainingPlan { Data = "digits", Reading = new() { Limit = 2000 }, Epochs = 1 };
var result = TrainingRun.Run(plan, new RunFolder("run"));
using var model = Autoencoder.Open("run");
Console.WriteLine($"trained on {result.Samples} samples, codes of {model.CodeLength}");
"""


def run(*command, cwd=ROOT):
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {(done.stdout + done.stderr).strip()[-1500:]}")
    return done.stdout


def milliseconds(*command, cwd=ROOT):
    """The median over runs, the first of which does not count."""
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        run(*command, cwd=cwd)
        times.append(1000 * (time.perf_counter() - start))
    return f"{statistics.median(times[1:]):.0f} ms"


def size(path):
    bytes_ = sum(part.stat().st_size for part in path.rglob("*") if part.is_file()) if path.is_dir() else path.stat().st_size
    return f"{bytes_ / 1e6:.1f} MB"


def make(work, packages, tool, native):
    for project in sorted(path.parent.name for path in (ROOT / "src").glob("*/README.md")):
        own = ["-p:RuntimeIdentifiers=linux-x64", "-p:NuGetLockFilePath=obj/tool.lock.json"] if project == "Hourglass.Cli" else []
        run("dotnet", "pack", ROOT / "src" / project, "-c", "Release", "-o", packages, *own)
    run("dotnet", "publish", ROOT / "src/Hourglass.Cli", "-c", "Release", "-r", "linux-x64", "-p:UseOnly=true", "-o", native)
    for left in [*native.glob("*.dbg"), *native.glob("*.xml"), *native.glob("*.pdb")]:
        left.unlink()

    work.joinpath("nuget.config").write_text(f'<configuration><packageSources><add key="made" value="{packages}" /></packageSources></configuration>')
    run("dotnet", "tool", "install", "Hourglass.Cli", "--tool-path", tool, "--version", "0.1.0", cwd=work)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "hourglass-packages")
    work = parser.parse_args().work
    packages, tool, native, consumer = (work / name for name in ("packages", "tool", "native", "consumer"))

    hourglass, lean = tool / "hourglass", native / "Hourglass.Cli"
    if not (work / "run").exists():
        make(work, packages, tool, native)
        run(hourglass, "demo", "--data", "digits", "--epochs", "1", "-o", work / "run")

    shutil.rmtree(consumer, ignore_errors=True)
    consumer.mkdir()
    run("dotnet", "new", "console", cwd=consumer)
    consumer.joinpath("Program.cs").write_text(CONSUMER)
    run("dotnet", "add", "package", "Hourglass.Training", "--version", "0.1.0", cwd=consumer)
    consumed = run("dotnet", "run", "-c", "Release", cwd=consumer).strip().splitlines()[-1]

    shutil.rmtree(work / "back", ignore_errors=True)
    (work / "digits.hga").unlink(missing_ok=True)
    run(hourglass, "pack", "digits", "-o", work / "digits.hga", "--effort", "1")
    run(lean, "unpack", work / "digits.hga", "-o", work / "back")
    run(lean, "verify", work / "digits.hga")
    one = ["encode", work / "run", "digits", "--limit", "1", "-o", work / "codes.npy"]
    rows = [(program, size(folder), milliseconds(path, "--version"), milliseconds(path, *one))
            for program, folder, path in (("the tool, on the .NET runtime", tool / ".store", hourglass), ("the use-only program, native", native, lean))]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    made = "\n".join(f"| {path.name} | {size(path)} |" for path in sorted(packages.iterdir()))
    parts = ", ".join(f"{path.name} {size(path)}" for path in sorted(native.iterdir(), key=lambda path: -path.stat().st_size))
    (ROOT / "benchmarks/packages.md").write_text(f"""# Packages

Made by `benchmarks/packages/run.py`: packs, installs into empty folders, and runs what it installed.

| package | size |
|---|---:|
{made}

| program | on the disk | `--version` | one digit encoded, from the command line to the file |
|---|---:|---:|---:|
{table}

Whole processes, median of {RUNS}. The tool's folder holds its package twice, packed and unpacked, most of it libtorch. The native program is {parts}; it does all but `train` and `demo`,
unpacked the archive that the tool had packed, and found it whole.

A new project that refers to Hourglass.Training by `dotnet add package` alone said: "{consumed}".
""")
    print((ROOT / "benchmarks/packages.md").read_text())


if __name__ == "__main__":
    main()
