#!/usr/bin/env bash
# Gradescope runs this once, as root, when it makes the image: installs Rust and a linker, builds what
# judges, and judges the solutions. If it fails, so does the image, and the log says why.
set -euo pipefail
root=${AUTOGRADER_ROOT:-/autograder}
course=${AUTOGRADER_COURSE:-$root/source/course}
export HOME=${HOME:-/root}
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

missing=()
command -v cc >/dev/null || missing+=(gcc libc6-dev)
command -v prlimit >/dev/null || missing+=(util-linux)
command -v cargo >/dev/null || command -v curl >/dev/null || missing+=(curl ca-certificates)
if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi
if ! command -v cargo >/dev/null; then
    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs |
        sh -s -- -y --profile minimal --default-toolchain RUST
fi

cd "$course"
cargo build --quiet --package classroom
cargo run --quiet --package classroom -- gradescope-set-up --root "$root"
