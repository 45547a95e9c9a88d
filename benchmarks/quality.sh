#!/usr/bin/env bash
# Trains the default recipe on MNIST with several seeds, in float32 and in bf16 where the processor has it, and writes QUALITY.md.
# Usage: benchmarks/quality.sh [SEEDS]; needs a Release build and HOURGLASS_DATA.
set -euo pipefail
cd "$(dirname "$0")/.."
seeds="${1:-3}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
precisions=(fp32)
grep -qE 'avx512_bf16|amx_bf16' /proc/cpuinfo && precisions+=(bf16)
for precision in "${precisions[@]}"; do
  for ((seed = 1; seed <= seeds; seed++)); do
    dotnet src/Hourglass.Cli/bin/Release/net10.0/Hourglass.Cli.dll train mnist --json --quiet --precision "$precision" --seed "$seed" -o "$folder/$precision-$seed" \
      >> "$folder/$precision.jsonl"
  done
done
/usr/bin/env python3 - "$folder" "$seeds" "${precisions[@]}" > benchmarks/QUALITY.md <<'P'
import json, statistics, sys
folder, seeds, precisions = sys.argv[1], sys.argv[2], sys.argv[3:]
print("# The default recipe on MNIST, 784 values into 16\n")
print(f"Made by `benchmarks/quality.sh {seeds}`: {seeds} seeds, mean and standard deviation, 10,000 test images after the last epoch.\n")
print("| | MSE | PSNR | SSIM | 5-NN | linear probe | seconds of training |\n|---|---:|---:|---:|---:|---:|---:|")
def row(name, results, index, seconds=True):
    method = lambda key, digits: (lambda v: f"{statistics.mean(v):.{digits}f} ± {statistics.pstdev(v) if len(v) < 2 else statistics.stdev(v):.{digits}f}")([r["methods"][index][key] for r in results])
    time = f"{statistics.mean(r['training']['seconds'] for r in results):.0f}" if seconds else "-"
    print(f"| {name} | {method('mse', 5)} | {method('psnr', 2)} | {method('ssim', 3)} | {method('knnAccuracy', 3)} | {method('probeAccuracy', 3)} | {time} |")
for precision in precisions:
    results = [json.loads(line) for line in open(f"{folder}/{precision}.jsonl")]
    row(f"conv-16, {precision}", results, 0)
row("PCA-16", results, 1, seconds=False)
P
cat benchmarks/QUALITY.md
