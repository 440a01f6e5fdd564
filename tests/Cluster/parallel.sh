#!/usr/bin/env bash
# Sweeps shared over tasks that GNU parallel runs must give the bytes of a direct run.
#
#   tests/Cluster/parallel.sh [PROGRAM WORD …]
#
# Exit code 0: equal; 1: not; 77: cannot run here, with a sentence why.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# moreutils has another program of this name.
[[ "$(parallel --version 2> /dev/null || true)" == "GNU parallel"* ]] || cannot "GNU parallel is missing"
choose_program "$@"

work=$(mktemp -d "${TMPDIR:-/tmp}/parallel-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 143' INT TERM HUP
export PARALLEL_HOME=$work/parallel
mkdir "$PARALLEL_HOME"

# A blank and a quote, which shells split and end words at.
place="$work/it's a folder"
mkdir "$place"
write_specifications "$place" "20, 21"

# --quote: the words of the command are words, whatever is in them.
share() { parallel --quote --jobs 4 --joblog "$place/jobs.log" "$@" "${program[@]}" sweep "$place/grid.json" --out "$place/grid" --task-index {} --task-count 4 --threads 1 --quiet ::: 0 1 2 3; }

"${program[@]}" sweep "$place/grid.json" --out "$work/direct" --quiet --no-figure || fail "the direct run ends with code $?"
share || fail "$? of the tasks failed"
[ "$(awk -F '\t' 'NR > 1 && $7 == 0' "$place/jobs.log" | wc -l)" -eq 4 ] || fail "the log of the jobs does not have four that are done"
"${program[@]}" collect "$place/grid" --quiet --no-figure || fail "'collect' ends with code $?"
require_equal "$work/direct" "$place/grid" "tasks"

# A task that failed is run again by --resume-failed; here one whose part has been lost.
rm "$place"/grid/parts/0002-of-0004.*.parquet
awk -F '\t' -v OFS='\t' '$1 == 3 { $7 = 1 } { print }' "$place/jobs.log" > "$work/failed.log"
mv "$work/failed.log" "$place/jobs.log"
share --resume-failed || fail "again: the task failed again"
[ "$(tail -n +2 "$place/jobs.log" | wc -l)" -eq 5 ] || fail "again: not just the task that had failed was run again"
"${program[@]}" collect "$place/grid" --quiet --no-figure || fail "again: 'collect' ends with code $?"
require_equal "$work/direct" "$place/grid" "again"

echo "$name: OK: GNU parallel $(parallel --version | sed -nE '1s/^GNU parallel //p') gives the bytes of a direct run, also after a part was lost."
