#!/bin/sh
# Writes benchmarks/text.md: run.sh [SEEDS]. Needs HOURGLASS_DATA with text/, and Debian's python3-gensim for one row.
set -eu
cd "$(dirname "$0")/../.."
text="$HOURGLASS_DATA/text"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -c Release --nologo -v q
bench=benchmarks/Hourglass.Benchmarks/bin/Release/net10.0/Hourglass.Benchmarks
hourglass=src/Hourglass.Cli/bin/Release/net10.0/Hourglass.Cli
"$bench" summaries "$text" > "$work/summaries"
"$hourglass" words train "$text/enwiki-sample" -o "$work/words" --quiet
"$hourglass" sentences train "$text/enwiki-sample" -o "$work/sentences" --minutes 10 --quiet
"$bench" texts "$text" "$work/words" "$work/sentences" > "$work/texts"
"$bench" text-faults "$text" "$work/words" >> "$work/texts"
/usr/bin/python3 benchmarks/text/gensim_words.py "$text/enwiki-sample" "$text/similarity" > "$work/words.md" \
  || echo "gensim: not measured" > "$work/words.md"
"$bench" words "$text/enwiki-sample" "$text/similarity" "${1:-3}" >> "$work/words.md"
sh benchmarks/text/page.sh "$work/summaries" "$work/words.md" "$work/texts" > benchmarks/text.md
