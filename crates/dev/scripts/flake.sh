#!/usr/bin/env bash
# Runs each graded test of the solutions many times in a row while all cores are busy.
#
#     crates/dev/scripts/flake.sh [RUNS] [EXERCISE...]      200 runs of all exercises
#     crates/dev/scripts/flake.sh --short                   one run of two, to see that it works
set -euo pipefail
cd "$(dirname "$0")/../../.."
if [ "${1:-}" = --short ]; then
    # One on the model, one on the real kernel.
    set -- 1 listen threads
fi
runs=${1:-200}
shift || true
names=("$@")
if [ ${#names[@]} = 0 ]; then
    for folder in exercises/*/; do
        folder=$(basename "$folder")
        names+=("${folder#*_}")
    done
fi

busy=()
trap 'kill "${busy[@]}" 2>/dev/null || true' EXIT
for _ in $(seq "$(nproc)"); do
    sha256sum /dev/zero &
    busy+=($!)
done

failed=0
for name in "${names[@]}"; do
    cargo test --quiet --package "$name-solution" --no-run
    passed=0
    for run in $(seq "$runs"); do
        if output=$(cargo test --quiet --package "$name-solution" --test "$name" -- --skip reference:: 2>&1); then
            passed=$((passed + 1))
        else
            printf '%s, run %s:\n%s\n' "$name" "$run" "$output"
            failed=1
        fi
    done
    echo "$name: $passed of $runs runs passed"
done
exit "$failed"
