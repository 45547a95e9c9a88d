#!/usr/bin/env bash
# Fuzzes the reader of archives for some seconds, with what earlier runs found; ends with what broke it, if anything did.
# usage: fuzz.sh SECONDS [FOLDER]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
seconds="$1"
work="${2:-$here/runs}"
# What is instrumented runs under AFL only: seeds are written, and findings tried, by a copy that is not.
dotnet publish "$here" -c Release -o "$work/plain" --nologo -v q
rm -rf "$work/program" && cp -r "$work/plain" "$work/program"
sharpfuzz "$work/program/Hourglass.dll" Hourglass.Archives
dotnet "$work/plain/Hourglass.Fuzz.dll" seeds "$here/../../tests/Hourglass.Tests/Archives/Golden" "$work/seeds"
# Programs of .NET are no native ones that were made for AFL, and crash by exceptions, not by core dumps.
export AFL_SKIP_BIN_CHECK=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_AUTORESUME=1 AFL_FAST_CAL=1
export DOTNET_TieredPGO=0
afl-fuzz -i "$work/seeds" -o "$work/found" -t 10000 -V "$seconds" -- dotnet "$work/program/Hourglass.Fuzz.dll"
grep -E "execs_done|execs_per_sec|corpus_count|saved_crashes|saved_hangs|max_depth|edges_found" "$work/found/default/fuzzer_stats"
find "$work/found/default/crashes" "$work/found/default/hangs" -name 'id*' -exec dotnet "$work/plain/Hourglass.Fuzz.dll" try {} +
