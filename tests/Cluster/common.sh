# Read by the scripts beside it: the program, the specifications, the comparison.

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly name=$(basename "$0")

# 77 is how test harnesses are told that nothing was tested.
cannot() { echo "$name: cannot run here: $1."; exit 77; }
fail() { echo "$name: FAILED: $1."; exit 1; }

# The program: the words that were given, or the release build of this checkout.
choose_program() {
    program=("$@")
    if [ ${#program[@]} -eq 0 ]; then
        program=(dotnet "$here/../../src/Simulator.Cli/bin/Release/net10.0/Simulator.Cli.dll")
        [ -f "${program[1]}" ] || fail "there is no build; run 'dotnet build -c Release', or name the program after the options"
    fi
}

# A grid whose cells take longer the more steps they are given, and a search with fewer cells than there will be tasks.
write_specifications() {
    local target='"target": { "kind": "mixture", "weights": [0.5, 0.5], "means": [-1, 1], "standardDeviations": [0.6, 0.6] }'
    cat > "$1/grid.json" <<SPEC
{ "name": "grid", $target, "steps": [$2],
  "grid": { "name": "mean", "field": "target.means[1]", "values": [1, 1.5, 2, 2.5] } }
SPEC
    cat > "$1/search.json" <<SPEC
{ "name": "search", $target, "accuracy": [0.3, 0.2], "mostSteps": 400,
  "grid": { "name": "mean", "field": "target.means[1]", "values": [1, 1.5] } }
SPEC
}

# All that is collected must be equal byte by byte, and there.
require_equal() {
    local file direct=$1 shared=$2 what=$3
    for file in cells.parquet cells.csv summary.json; do
        [ -f "$direct/$file" ] || fail "$what: there is no $file of the direct run"
    done
    for file in cells.parquet cells.csv summary.json complexity.csv; do
        [ -f "$direct/$file" ] || [ -f "$shared/$file" ] || continue
        cmp -- "$direct/$file" "$shared/$file" || fail "$what: $file differs from that of a direct run"
    done
}
